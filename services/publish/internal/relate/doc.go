// Package relate tells, just before an article goes to NEWS, which earlier one it
// repeats and to which story it belongs, and keeps the index of package window true to
// NEWS.
//
// It decides nothing about versions, drops nothing and holds nothing up for longer than
// a moment: without an index an article goes on without marks, and says so. What the
// index says is believed only once NEWS has shown the original to be readable.
package relate
