// Package near decides whether two articles are the same text: the very same, almost
// the same, a part of the other, or one that holds the other.
//
// An article is reduced to a Print of at most MaxPrint bytes: hashes of its word
// sequences (all of a short text, an even sample of a long one), of its figures and of
// its names. Candidates are found by the bands of both; Compare then decides by the
// overlap of the prints alone. The package must use no clock, network or global state,
// and must not know what was decided before.
package near
