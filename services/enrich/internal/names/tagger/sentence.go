package tagger

import (
	"github.com/wireroom/wireroom/services/enrich/internal/names/gazetteer"
	"github.com/wireroom/wireroom/services/enrich/internal/names/token"
)

// word is a token with what the lists know of it.
type word struct {
	token.Token
	kinds  gazetteer.Kind // of the word alone
	phrase gazetteer.Kind // of the longest name it is part of
	part   uint8          // of that name: 0 none, 1 alone, 2 first, 3 inner, 4 last
	common uint8          // how common the word is in lower case, 0 to 3
	active bool           // may be part of a name
}

// Sentence is what is decoded at a time.
type Sentence struct {
	words  []word
	text   string
	Sport  bool // the article is about sport
	Capped bool // a headline: capitals say little
	table  bool // mostly figures
}

// read fills a sentence from tokens, which it keeps no reference to.
func (t *Tagger) read(s *Sentence, text string, tokens []token.Token) {
	s.text, s.words = text, s.words[:0]
	figures := 0
	for i := range tokens {
		w := word{Token: tokens[i]}
		near := i > 0 && tokens[i-1].Shape.Capital() || i+1 < len(tokens) && tokens[i+1].Shape.Capital()
		if w.Shape.Capital() || near && w.Shape == token.Lower {
			w.kinds = t.lists.Word(w.Hash)
		}
		if w.Shape.Capital() {
			w.common = t.common.get(w.Hash)
		}
		if w.Shape == token.Number {
			figures++
		}
		s.words = append(s.words, w)
	}
	s.table = figures >= 2 && figures*4 >= len(tokens)
	t.phrases(s, tokens)
	s.activate()
}

// phrases marks the names that the lists have.
func (t *Tagger) phrases(s *Sentence, tokens []token.Token) {
	for i := 0; i < len(tokens); {
		if !s.words[i].Shape.Capital() {
			i++
			continue
		}
		entry, n := t.lists.Longest(tokens[i:])
		if n == 0 {
			i++
			continue
		}
		for k := range n {
			s.words[i+k].phrase, s.words[i+k].part = entry.Kinds, partOf(k, n)
		}
		i += n
	}
}

func partOf(k, n int) uint8 {
	switch {
	case n == 1:
		return 1
	case k == 0:
		return 2
	case k == n-1:
		return 4
	}
	return 3
}

// longest link between two capitals: "of the".
const longestLink = 2

// activate finds the words that can be part of a name.
func (s *Sentence) activate() {
	last := -1 // the last capital
	for i := range s.words {
		w := &s.words[i]
		if !w.Shape.Capital() && w.part == 0 {
			if w.Shape != token.Number && !s.link(i) || w.Shape == token.Number && (last != i-1) {
				if i-last > longestLink {
					last = -1
				}
				if !s.link(i) && w.Shape != token.Punctuation {
					last = -1
				}
			}
			continue
		}
		if last >= 0 && i-last <= longestLink+1 {
			for k := last + 1; k < i; k++ {
				s.words[k].active = true
			}
		}
		w.active = true
		last = i
	}
}

// link says that a word can stand inside a name.
func (s *Sentence) link(i int) bool {
	switch w := &s.words[i]; w.Text(s.text) {
	case "of", "and", "the", "for", "de", "da", "do", "dos", "du", "des", "la", "le", "del", "di", "von", "van", "der", "den", "ter", "ten",
		"bin", "ibn", "al", "el", "e", "y", "und", "&", "'s", "’s", "-", "'", "/", ".", "in", "on", "a", "\"":
		return true
	}
	return false
}
