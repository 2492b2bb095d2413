package window

import (
	"github.com/wireroom/wireroom/pkg/dedup/near"
	"github.com/wireroom/wireroom/pkg/dedup/story"
)

// Candidate is an entry that came before another one.
type Candidate struct {
	Entry
	Order int64 // of two, the lower one came first
}

// Answer says what an article repeats and to which story it belongs.
type Answer struct {
	Original   string // empty: it is the first of its kind
	Similarity float64
	Kind       near.Kind
	Story      string // its own id where it is the first of its story
}

// asGood is by how much a similarity may be lower for an earlier article to be the
// original all the same.
const asGood = 0.05

// Decide finds the original and the story of an entry among its candidates. Their
// order is of no account.
func Decide(e Entry, candidates []Candidate) Answer {
	if original, match := best(e, candidates); match.Kind != near.None {
		return Answer{original.Article, match.Similarity, match.Kind, original.story()}
	}
	members := make([]story.Member, 0, len(candidates))
	for _, c := range candidates {
		if c.Article != e.Article {
			members = append(members, story.Member{Story: c.story(), Features: c.Features})
		}
	}
	if s, found := story.Choose(e.Features, members); found {
		return Answer{Story: s}
	}
	return Answer{Story: e.Article}
}

// best is the candidate that e repeats most, the earliest of those that are as good.
func best(e Entry, candidates []Candidate) (found Candidate, match near.Match) {
	matches, sieve := make([]near.Match, len(candidates)), near.NewSieve(e.Print)
	highest := 0.0
	for i, c := range candidates {
		if c.Article == e.Article {
			continue
		}
		if matches[i] = sieve.Repeats(c.Print); matches[i].Kind != near.None {
			highest = max(highest, matches[i].Similarity)
		}
	}
	for i, m := range matches {
		if m.Kind == near.None || m.Similarity < highest-asGood {
			continue
		}
		if c := candidates[i]; match.Kind == near.None || c.before(found) {
			found, match = c, m
		}
	}
	return found, match
}

func (c Candidate) before(other Candidate) bool {
	if c.Order != other.Order {
		return c.Order < other.Order
	}
	return c.Article < other.Article
}

// Later gives the answer for a later version of an article, of which before was said:
// its story stays, and a text that was published as the first of its kind stays that,
// whatever has been published since. What was a duplicate is one as long as it repeats
// its original.
func Later(before, now Answer) Answer {
	if before.Story != "" {
		now.Story = before.Story
	}
	if now.Original != before.Original {
		now.Original, now.Similarity, now.Kind = "", 0, near.None
	}
	return now
}
