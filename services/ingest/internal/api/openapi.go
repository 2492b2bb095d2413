package api

import _ "embed"

// description is the OpenAPI document of the API. It is written by hand, since the
// handlers bind nothing from a description: a push is checked before its body is
// read, and a body is bytes. Tests hold it against the types that are answered with
// and the list of problems.
//
//go:embed openapi.json
var description []byte
