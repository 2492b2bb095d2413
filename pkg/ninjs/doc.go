// Package ninjs holds the types of IPTC ninjs 3.1, the message of every stream
// from NORMALIZED on.
//
// What Encode writes is valid against IPTC's JSON Schema of ninjs 3.1: the leaf
// types refuse to be written with a value that the schema forbids, and Validate
// checks what a type alone can't. Nothing about handling (deliveries, versions
// of records, lanes) belongs here: that rides in headers, see package contract.
// The package must not do I/O and must not know any other format than 3.1.
//
// Source: IPTC ninjs 3.1 schema, http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json
package ninjs
