// Package contract owns every name that crosses a process boundary: streams,
// subjects, headers, reasons, ids, and the shapes of receipts and dead letters.
//
// The reference page for consumers is generated from it. It must not do I/O
// (Ensure, which applies the stream list, is the one exception) and must not
// hold rules of news: those are in packages dedup and the services.
package contract
