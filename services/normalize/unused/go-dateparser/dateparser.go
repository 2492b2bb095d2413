// Package dateparser stands in for github.com/markusmobius/go-dateparser, which
// go-trafilatura brings by way of go-htmldate and which nothing here calls: dates of pages
// are read by our own rules, and trafilatura's are switched off.
//
// The real one makes the tables of 200 locales before main begins, in every process and
// command: 0.4 s, 78 MB allocated, 25 MB of heap that stays
// (findings/go-trafilatura-fills-date-tables-at-start.sh). The package has the names that
// go-htmldate needs to compile, and must not be called: Parse fails always.
package dateparser

import (
	"errors"
	"time"
)

// ParserType is a kind of date that a Parser reads.
type ParserType uint8

// The kinds that go-htmldate names.
const (
	CustomFormat ParserType = iota
	AbsoluteTime
)

// PreferredDateSource says which of several possible dates is meant.
type PreferredDateSource uint8

// Past is the only one that go-htmldate names.
const Past PreferredDateSource = 0

// Configuration is how a date is read.
type Configuration struct {
	PreferredDateSource PreferredDateSource
	StrictParsing       bool
}

// Parser reads dates.
type Parser struct {
	ParserTypes []ParserType
}

// Date is what was read.
type Date struct {
	Time time.Time
}

var errUnused = errors.New("dates are not read by this package")

// Parse fails always.
func (*Parser) Parse(*Configuration, string, ...string) (Date, error) {
	return Date{}, errUnused
}
