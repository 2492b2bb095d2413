// Package media gives the content type that a file is pushed with, by its name.
//
// It has a table of its own: what the machine has in its MIME table must not
// decide over how a document is read.
package media

import (
	"path/filepath"
	"strings"
)

// TypeOf gives the content type of a file name, empty where the wire had better
// look at the bytes itself.
func TypeOf(name string) string {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".json", ".ninjs":
		return "application/json"
	case ".ndjson", ".jsonl":
		return "application/x-ndjson"
	case ".xml", ".nitf":
		return "application/xml"
	case ".rss":
		return "application/rss+xml"
	case ".atom":
		return "application/atom+xml"
	case ".rdf":
		return "application/rdf+xml"
	case ".html", ".htm":
		return "text/html"
	case ".xhtml":
		return "application/xhtml+xml"
	case ".txt", ".text":
		return "text/plain"
	case ".eml":
		return "message/rfc822"
	default:
		return ""
	}
}

// Stdin is the argument that means standard input.
const Stdin = "-"
