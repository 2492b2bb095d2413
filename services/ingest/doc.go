// Package ingest is the service that takes documents in: it accepts what providers push
// over HTTP, bytes as they are, and answers once the RAW stream has stored them.
//
// It must not read documents beyond the first bytes that decide the lane, and must never
// acknowledge what is not stored.
package ingest
