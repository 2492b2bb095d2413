// Package language finds out in what language an article is, where its provider
// names none or a quick check of script and function words contradicts it.
//
// What a provider names is believed unless script or function words speak against
// it: then a detector decides, and only if it is sure. The package must not
// correct regions or scripts of a tag whose primary subtag is right.
package language

import (
	"context"
	"fmt"
	"strings"
	"unicode"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/enrich/internal/frame"
	"github.com/wireroom/wireroom/services/enrich/internal/stopword"
)

// sample is how much of a text is looked at, in code points; minLetters how many
// letters a text needs before it may contradict a provider, fewest before it is asked
// about at all.
const (
	sample     = 400
	minLetters = 20
	fewest     = 8
)

// sure is the detector's confidence (0 to 1) from which it overrules a provider.
// Without a provider's word its best guess counts from guess on.
const (
	sure  = 0.7
	guess = 0.4
)

// Enricher sets the language.
type Enricher struct {
	look     *look
	detector *Detector
}

// New makes an enricher. detector may be nil: then the quick check has to do.
func New(lists *stopword.Lists, detector *Detector) *Enricher {
	return &Enricher{look: &look{lists: lists}, detector: detector}
}

// Name of the enricher.
func (*Enricher) Name() string { return "language" }

// Enrich gives the language's token, and the tag where it differs from what the
// provider said.
func (e *Enricher) Enrich(_ context.Context, a *frame.Article) (frame.Change, error) {
	named := Primary(a.Item.Language)
	text, letters := textOf(a)
	if letters < fewest || named != contract.Undetermined && letters < minLetters {
		return frame.Change{LanguageToken: named}, nil
	}
	if named == contract.Undetermined {
		return e.unnamed(a, text), nil
	}
	seen := e.look.at(text)
	if !seen.contradicts(named) {
		return frame.Change{LanguageToken: named}, nil
	}
	return e.contradicted(a, named, &seen), nil
}

func (e *Enricher) unnamed(a *frame.Article, text string) frame.Change {
	seen := e.look.at(text)
	found := seen.clear()
	if found == "" && e.detector != nil {
		if guessed, confidence := e.detector.detect(&seen); confidence >= guess {
			found = guessed
		}
	}
	change := frame.Change{Language: found, LanguageToken: found}
	if found == "" {
		return frame.Change{LanguageToken: contract.Undetermined}
	}
	if a.Item.Language != "" {
		change.Notes = []string{fmt.Sprintf("language %q is no tag: %s", a.Item.Language, found)}
	}
	return change
}

func (e *Enricher) contradicted(a *frame.Article, named string, seen *sight) frame.Change {
	found, confidence := seen.clear(), 1.0
	if e.detector != nil && seen.mayBeAnother(named) {
		found, confidence = e.detector.detect(seen)
	}
	if found == "" || confidence < sure || same(found, named) || !seen.outweighs(found, named) {
		return frame.Change{LanguageToken: named}
	}
	return frame.Change{Language: found, LanguageToken: found,
		Notes: []string{fmt.Sprintf("language %s is contradicted by the text: %s", a.Item.Language, found)}}
}

// textOf gives the sample and how many letters it has, as countLetters counts: of
// the body, where that is short of headline and body, where there is none of headline
// and descriptions.
func textOf(a *frame.Article) (string, int) {
	text := head(a.Text, sample)
	letters := countLetters(text)
	if letters >= 3*minLetters {
		return text, letters
	}
	parts := []string{a.Headline, text}
	if text == "" { // else a summary of ours could be among them at the next run
		for _, d := range a.Item.Descriptions {
			parts = append(parts, d.Value)
		}
	}
	text = head(strings.Join(parts, "\n"), sample)
	return text, countLetters(text)
}

func head(s string, runes int) string {
	if len(s) <= runes || ascii(s[:runes]) {
		return s[:min(runes, len(s))]
	}
	for i := range s {
		if runes == 0 {
			return s[:i]
		}
		runes--
	}
	return s
}

// countLetters counts up to 3*minLetters: nobody asks for more. Marks count, since
// the vowels of many scripts are marks, and a sign that stands for a syllable or a
// word counts for three letters.
func countLetters(s string) int {
	n := 0
	for _, r := range s {
		switch {
		case n >= 3*minLetters:
			return n
		case r >= 0x1100 && unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana):
			n += 3
		case unicode.IsLetter(r), unicode.IsMark(r):
			n++
		}
	}
	return n
}
