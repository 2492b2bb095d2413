// Package machineuse says what a provider allows machines to do with a text: to learn
// from it, to use it as input of a model, and to index it.
//
// Publishers say so in several vocabularies: PLUS (NewsML-G2 2.34 dataMining, IPTC
// photo metadata), RSL 1.0, TDMRep, robots meta tags, and the IETF's Content-Usage. Each
// has a reader here that gives a Use and what it did not understand. The package is pure:
// it fetches nothing, and it never guesses an answer that nobody gave.
package machineuse
