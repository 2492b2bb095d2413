package analyze

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// The bounds of a question.
const (
	MaxQuery = 300 // bytes
	MaxWords = 20
)

// Query is a question: words that an article has, words that it has not, and phrases.
type Query struct {
	Must    []string   // words
	MustNot []string   // words
	Phrases [][]string // words in a row; they are in Must too
}

// Parse reads a question: words, "words in a row", and -word for one that must not be
// there. All of them have to hold.
func Parse(text string) (Query, error) {
	var q Query
	if len(text) > MaxQuery {
		return q, fmt.Errorf("a question has %d bytes at most, this one %d", MaxQuery, len(text))
	}
	if !utf8.ValidString(text) {
		return q, errors.New("the question is not UTF-8")
	}
	if strings.Count(text, `"`)%2 != 0 {
		return q, errors.New(`a quotation mark is missing: "words in a row" stand between two`)
	}
	for i, part := range strings.Split(text, `"`) {
		if i%2 == 1 {
			if phrase := words(part); len(phrase) > 0 {
				q.Must, q.Phrases = append(q.Must, phrase...), append(q.Phrases, phrase)
			}
			continue
		}
		for _, field := range strings.Fields(part) {
			if rest, not := strings.CutPrefix(field, "-"); not {
				q.MustNot = append(q.MustNot, words(rest)...)
			} else if found := words(field); len(found) > 1 { // such as north-west
				q.Must, q.Phrases = append(q.Must, found...), append(q.Phrases, found)
			} else {
				q.Must = append(q.Must, found...)
			}
		}
	}
	switch {
	case len(q.Must) == 0:
		return q, errors.New("the question has no word that an article should have")
	case len(q.Must)+len(q.MustNot) > MaxWords:
		return q, fmt.Errorf("a question has %d words at most, this one %d", MaxWords, len(q.Must)+len(q.MustNot))
	default:
		return q, nil
	}
}

func words(text string) (out []string) {
	Words(text, English, func(w Word) bool {
		out = append(out, text[w.Start:w.End])
		return true
	})
	return out
}

// Needed gives the terms that a text of a kind has to have, and those that it must not.
func (q Query) Needed(kind Kind) (must, not []string) {
	for _, w := range q.Must {
		Words(w, kind, func(w Word) bool { must = append(must, w.Needed()...); return true })
	}
	for _, w := range q.MustNot {
		Words(w, kind, func(w Word) bool { not = append(not, w.Needed()...); return true })
	}
	return unique(must), unique(not)
}

func unique(list []string) (out []string) {
	seen := map[string]bool{}
	for _, s := range list {
		if !seen[s] {
			out = append(out, s)
		}
		seen[s] = true
	}
	return out
}

// HasPhrases reports whether each phrase stands in one of the texts.
func (q Query) HasPhrases(kind Kind, texts ...string) bool {
	for _, phrase := range q.Phrases {
		found := false
		for _, text := range texts {
			found = found || hasPhrase(text, phrase, kind)
		}
		if !found {
			return false
		}
	}
	return true
}

func hasPhrase(text string, phrase []string, kind Kind) bool {
	var want [][]string
	for _, word := range phrase {
		Words(word, kind, func(w Word) bool { want = append(want, w.Needed()); return true })
	}
	var got [][]string // the terms of the last words
	found := false
	Words(text, kind, func(w Word) bool {
		if got = append(got, w.Terms); len(got) > len(want) {
			got = got[1:]
		}
		found = len(got) == len(want) && allHold(got, want)
		return !found
	})
	return found
}

func allHold(got, want [][]string) bool {
	for i := range want {
		if !holds(got[i], want[i]) {
			return false
		}
	}
	return true
}

func holds(terms, want []string) bool {
	have := map[string]bool{}
	for _, t := range terms {
		have[t] = true
	}
	for _, t := range want {
		if !have[t] {
			return false
		}
	}
	return true
}
