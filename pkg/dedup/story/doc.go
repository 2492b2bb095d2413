// Package story tells which articles are about one event.
//
// An article is reduced to its most telling words, weighted: names and the title count
// more, and what every text says counts nothing (words.txt, made by the program in
// wordlist). Candidates are found by the first of those words; Choose then takes the
// story whose articles are most alike, or none. The package must use no clock, network
// or global state, and must not know which texts are the same: package near does.
package story
