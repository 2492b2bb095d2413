// Package index finds texts by their words, in the memory of one process.
//
// Texts are kept in segments by the order in which they came. A text that is replaced or
// removed is passed over at once; its room is free again when its segment goes, the oldest
// first once there are as many texts as are to be kept. The package must not know what the
// texts are, nor how they are cut into terms.
package index

import (
	"cmp"
	"iter"
	"math"
	"slices"
	"strings"
	"sync"
	"time"
)

// Text is a text with its terms.
type Text struct {
	ID    string
	Seq   uint64
	At    time.Time
	Terms iter.Seq2[string, int] // each once, with how often it is there
}

// Hit is a text that was found.
type Hit struct {
	ID    string
	Seq   uint64
	At    time.Time
	Score float64
}

// Index holds the latest texts. It is safe for use by many.
type Index struct {
	most int // texts, replaced ones included
	size int // texts of a segment

	mu       sync.RWMutex
	segments []*segment // the last one grows
	where    map[string]place
}

type place struct {
	segment *segment
	n       int
}

type segment struct {
	texts []text
	terms map[string]*postings
	words float64 // sum of the lengths
}

// postings are the texts that have a term: entries of entryBytes, the number of the text,
// and how often.
type postings struct{ entries []byte }

type text struct {
	id     string
	seq    uint64
	at     int64 // unix milliseconds
	length float32
	gone   bool
}

const (
	maxSegment = 8192
	entryBytes = 3
)

// New makes an empty index of so many texts at most.
func New(most int) *Index {
	return &Index{most: most, size: max(1, min(maxSegment, most/8)), where: map[string]place{}}
}

// Put adds a text in the place of the one with its id, unless that one is later.
func (x *Index) Put(t Text) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if old, ok := x.where[t.ID]; ok && old.segment.texts[old.n].seq >= t.Seq {
		return
	}
	x.remove(t.ID)
	s := x.last()
	n := len(s.texts)
	length := 0
	for term, count := range t.Terms {
		length += count
		s.add(term, n, count)
	}
	s.words += float64(length)
	id := strings.Clone(t.ID) // what it is a part of would be kept
	s.texts = append(s.texts, text{id, t.Seq, t.At.UnixMilli(), float32(length), false})
	x.where[id] = place{s, n}
}

// add says that a text has a term.
func (s *segment) add(term string, n, count int) {
	p := s.terms[term]
	if p == nil {
		p = &postings{}
		s.terms[term] = p
	}
	p.entries = append(p.entries, byte(n), byte(n>>8), byte(min(count, math.MaxUint8)))
}

// of gives the entries of a term.
func (s *segment) of(term string) []byte {
	if p := s.terms[term]; p != nil {
		return p.entries
	}
	return nil
}

// last is the segment that grows. The lock is held.
func (x *Index) last() *segment {
	if n := len(x.segments); n > 0 && len(x.segments[n-1].texts) < x.size {
		return x.segments[n-1]
	}
	for len(x.segments) > 0 && (len(x.segments)+1)*x.size > x.most {
		x.drop(x.segments[0])
		x.segments = slices.Delete(x.segments, 0, 1)
	}
	s := &segment{terms: map[string]*postings{}}
	x.segments = append(x.segments, s)
	return s
}

func (x *Index) drop(s *segment) {
	for _, t := range s.texts {
		if !t.gone {
			delete(x.where, t.id)
		}
	}
}

// Remove removes a text.
func (x *Index) Remove(id string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.remove(id)
}

func (x *Index) remove(id string) {
	if p, ok := x.where[id]; ok {
		p.segment.texts[p.n].gone = true
		delete(x.where, id)
	}
}

// Clear removes all texts.
func (x *Index) Clear() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.segments = nil
	clear(x.where)
}

// Len is how many texts can be found.
func (x *Index) Len() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return len(x.where)
}

// Find gives the texts that have all terms of must and none of not, the best first: by
// BM25, of which a text loses up to half with its age, half of that in each half-life.
func (x *Index) Find(must, not []string, now time.Time, half time.Duration) []Hit {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if len(must) == 0 {
		return nil
	}
	weights, mean := x.weights(must)
	var out []Hit
	for _, s := range x.segments {
		s.find(must, not, weights, mean, func(n int, score float64) {
			t := s.texts[n]
			age := max(now.Sub(time.UnixMilli(t.at)), 0)
			out = append(out, Hit{t.id, t.seq, time.UnixMilli(t.at), score * (1 + math.Exp2(-age.Hours()/half.Hours())) / 2})
		})
	}
	slices.SortFunc(out, func(a, b Hit) int { return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(b.Seq, a.Seq)) })
	return out
}

// The constants of BM25, as in its authors' paper (Robertson and Zaragoza, 2009).
const (
	k1 = 1.2
	b  = 0.75
)

// weights gives the inverse document frequency of each term, and the mean length.
func (x *Index) weights(must []string) ([]float64, float64) {
	texts, words := 0.0, 0.0
	for _, s := range x.segments {
		texts, words = texts+float64(len(s.texts)), words+s.words
	}
	out := make([]float64, len(must))
	for i, term := range must {
		n := 0.0
		for _, s := range x.segments {
			n += float64(len(s.of(term)) / entryBytes)
		}
		out[i] = math.Log(1 + (texts-n+0.5)/(n+0.5))
	}
	return out, max(words/max(texts, 1), 1)
}

// find calls each with the number and score of the texts that match.
func (s *segment) find(must, not []string, weights []float64, mean float64, each func(int, float64)) {
	scores, found := make([]float64, len(s.texts)), make([]int, len(s.texts)) // found: terms of must
	for i, term := range must {
		for n, count := range s.entries(term) {
			if found[n] == i {
				tf := float64(count)
				scores[n] += weights[i] * tf * (k1 + 1) / (tf + k1*(1-b+b*float64(s.texts[n].length)/mean))
				found[n]++
			}
		}
	}
	for _, term := range not {
		for n := range s.entries(term) {
			found[n] = 0
		}
	}
	for n := range found {
		if found[n] == len(must) && !s.texts[n].gone {
			each(n, scores[n])
		}
	}
}

// entries goes through the texts that have a term, with how often.
func (s *segment) entries(term string) func(func(int, int) bool) {
	return func(yield func(int, int) bool) {
		for list := s.of(term); len(list) >= entryBytes; list = list[entryBytes:] {
			if !yield(int(list[0])|int(list[1])<<8, int(list[2])) {
				return
			}
		}
	}
}
