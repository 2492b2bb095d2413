// Package seen keeps a record of what is published of each article, so that most of
// what comes twice is dropped before it costs anything.
//
// Records only ever speak of what NEWS already holds. Losing them costs work, never a
// wrong decision: the last word is NEWS itself. They are kept in a Store: Redis, which
// the processes of several machines share, or a File of one process.
package seen
