package names

import (
	"strings"
	"sync"

	"github.com/wireroom/wireroom/services/enrich/internal/names/gazetteer"
	"github.com/wireroom/wireroom/services/enrich/internal/names/tagger"
	"github.com/wireroom/wireroom/services/enrich/internal/names/token"
)

// mention is a name where it stands in the text.
type mention struct {
	from, to int // tokens
	class    tagger.Class
	style    style
}

// maxMentions bounds how many an article can have: some rules compare all with all.
const maxMentions = 2000

// Finder finds names. It may be used by many goroutines.
type Finder struct {
	lists   *gazetteer.Gazetteer
	tagger  *tagger.Tagger
	sport   *tagger.Common
	readers sync.Pool
}

// NewFinder makes a finder with the given lists.
func NewFinder(lists *gazetteer.Gazetteer) (*Finder, error) {
	t, err := tagger.Load(lists)
	if err != nil {
		return nil, err
	}
	sport := tagger.NewCommon("1" + strings.ReplaceAll(sportWords, " ", "\n1") + "\n")
	return &Finder{lists: lists, tagger: t, sport: sport}, nil
}

func (f *Finder) reader() *reader {
	if r, ok := f.readers.Get().(*reader); ok {
		return r
	}
	return &reader{}
}

// mark finds the mentions of a text that was begun.
func (f *Finder) mark(r *reader) {
	r.sport = f.isSport(r)
	learnt := false
	for _, s := range r.sentences {
		if s.style != plain && !learnt {
			r.learn()
			learnt = true
		}
		tokens := r.tokens[s.from:s.to]
		if s.style != plain {
			tokens = f.spell(r, s)
		}
		labels := f.tagger.Tag(&r.scratch, r.text, tokens, r.sport)
		r.collect(s, labels)
	}
}

// collect makes mentions of labels.
func (r *reader) collect(s sentence, labels []tagger.Label) {
	for i := 0; i < len(labels); {
		c := labels[i].Class()
		end := i + 1
		for c != tagger.None && end < len(labels) && labels[end] == c.Inside() {
			end++
		}
		if c != tagger.None && len(r.mentions) < maxMentions {
			r.mentions = append(r.mentions, mention{from: s.from + i, to: s.from + end, class: c, style: s.style})
		}
		i = end
	}
}

// sportWords are words that an article about sport has.
const sportWords = "soccer cricket tennis rugby golf baseball basketball boxing hockey cycling athletics squash match league cup championship " +
	"championships tournament coach striker goal goals halftime innings wicket wickets midfielder defender goalkeeper batsman bowler quarterback " +
	"team teams season players player scored round seeded standings scorers runs overs nfl nba nhl fixtures playoff playoffs semifinal singles skipper"

// isSport says that an article is about sport, by its first words.
func (f *Finder) isSport(r *reader) bool {
	n := 0
	for i := range r.tokens[:min(len(r.tokens), 250)] {
		if f.sport.Level(r.tokens[i].Hash) > 0 {
			if n++; n == 3 || n == 1 && i < 2 && r.tokens[i].Shape == token.Acronym {
				return true
			}
		}
	}
	return false
}
