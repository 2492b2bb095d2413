// Package openapi describes an HTTP API by OpenAPI 3.1: from operations that stand in the
// code beside their handlers, and from the Go types of what is answered.
//
// It writes the description as JSON and as a page for people, and serves both. It must not
// bind or check requests.
//
// Sources: OpenAPI 3.1.1 (spec.openapis.org/oas/v3.1.1), JSON Schema 2020-12.
package openapi
