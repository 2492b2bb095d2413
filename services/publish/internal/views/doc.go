// Package views counts views of articles, each once, through any crash.
//
// What was accepted is on the VIEWS stream, one subject a shard. Each shard has
// one reader at a time (a lease); one transaction applies a batch to Redis only if
// the stored sequence is the one that the batch continues. Totals and sequence
// are saved together in a key-value bucket, and a Redis that comes back empty or
// behind is filled from there and from the stream after it. No raw address of a
// viewer is stored anywhere. The package must not read articles.
package views
