// Package names finds the people, organisations and places that an article names.
//
// A sequence model marks names sentence by sentence (tagger); headlines in capitals
// are read by what the body says; names of one person, organisation or place are one
// entry by their fullest form. Every name stands in the text as it is given. The
// package must not overwrite what a provider said, nor know where a place lies.
package names
