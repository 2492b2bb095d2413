package tagger

import (
	"github.com/wireroom/wireroom/services/enrich/internal/names/gazetteer"
	"github.com/wireroom/wireroom/services/enrich/internal/names/token"
)

// Tagger may be used by many goroutines.
type Tagger struct {
	lists  *gazetteer.Gazetteer
	common *Common
	model  *Model
}

// New makes a tagger of what was loaded.
func New(lists *gazetteer.Gazetteer, common *Common, model *Model) *Tagger {
	return &Tagger{lists: lists, common: common, model: model}
}

// Scratch is memory that a caller keeps from sentence to sentence.
type Scratch struct {
	sentence Sentence
	labels   []Label
	cells    [longestRun]cell
}

// Tag gives the labels of the tokens of a sentence. They stay valid until the next
// call with the same scratch.
func (t *Tagger) Tag(s *Scratch, text string, tokens []token.Token, sport bool) []Label {
	t.read(&s.sentence, text, tokens)
	s.sentence.Sport = sport
	s.labels = t.decode(&s.sentence, &s.cells, s.labels)
	return s.labels
}

// Common says how common a word is in lower case: 0 never seen, to 3 very common.
func (t *Tagger) Common(hash uint64) uint8 { return t.common.get(hash) }
