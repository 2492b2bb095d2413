// Package window knows the articles of the last days, so that a new one is told which
// text it repeats and to which story it belongs.
//
// Decide is the one rule, of an article and its candidates alone. Candidates come from
// an Index: Memory of one process, or Redis, which the processes of several machines
// share; both answer alike. What an index holds are only hints: whoever drops an
// article because of one asks NEWS first whether the original is readable. The package
// must not read or write NEWS.
package window
