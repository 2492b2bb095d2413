// Package dedup holds the order of versions: one pure total order that decides
// everywhere what is a duplicate, what is stale and what is the last word.
//
// The records of what is published, in Redis, are in its package seen. This
// package must do no I/O and read no clock.
package dedup
