package tagger

import (
	"github.com/wireroom/wireroom/services/enrich/internal/names/gazetteer"
	"github.com/wireroom/wireroom/services/enrich/internal/names/token"
)

// Features of a word are numbers of rows of the model's table.
const (
	buckets     = 1 << 18
	maxFeatures = 48
)

// run is a stretch of active words.
type run struct {
	from, to   int
	head       uint64 // the last word
	orgWord    bool
	left       uint64 // the word before
	right      uint64 // the word after
	beginsWith uint64
}

const (
	before = 0xB0B0
	after  = 0xE0E0
)

func (s *Sentence) hash(i int) uint64 {
	switch {
	case i < 0:
		return before
	case i >= len(s.words):
		return after
	}
	return s.words[i].Hash
}

func (s *Sentence) shape(i int) uint64 {
	if i < 0 || i >= len(s.words) {
		return uint64(token.Shapes)
	}
	return uint64(s.words[i].Shape)
}

// known gives what the lists know of the word at i.
func (s *Sentence) known(i int) uint64 {
	if i < 0 || i >= len(s.words) {
		return 1 << 20
	}
	w := &s.words[i]
	return uint64(w.phrase)<<4 | uint64(w.part)
}

const nameKinds = gazetteer.First | gazetteer.Last | gazetteer.Title

func (s *Sentence) person(i int) uint64 {
	if i < 0 || i >= len(s.words) {
		return 1 << 20
	}
	return uint64(s.words[i].kinds & nameKinds)
}

func (s *Sentence) runAt(i int) run {
	r := run{from: i, to: i}
	for r.to < len(s.words) && s.words[r.to].active {
		r.orgWord = r.orgWord || s.words[r.to].kinds&gazetteer.OrgWord != 0
		r.to++
	}
	r.head, r.beginsWith = s.hash(r.to-1), s.hash(i)
	r.left, r.right = s.hash(i-1), s.hash(r.to)
	return r
}

// rows collects the features of a word.
type rows struct {
	n    int
	list [maxFeatures]uint32
}

func (r *rows) add(template, a uint64) { r.add3(template, a, 0, 0) }

func (r *rows) add2(template, a, b uint64) { r.add3(template, a, b, 0) }

func (r *rows) add3(template, a, b, c uint64) {
	h := (template+1)*0x9E3779B97F4A7C15 ^ a
	h *= 0xBF58476D1CE4E5B9
	h ^= h>>32 ^ b
	h *= 0x94D049BB133111EB
	h ^= h>>29 ^ c
	h *= 0xBF58476D1CE4E5B9
	r.list[r.n] = uint32(h >> 40 & (buckets - 1))
	r.n++
}

func bit(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

// features of word i, which is part of run r.
func (s *Sentence) features(i int, r *run, f *rows) {
	w := &s.words[i]
	f.n = 0
	text := w.Text(s.text)
	start := bit(i == 0)
	inRun := uint64(min(i-r.from, 3)) | uint64(min(r.to-1-i, 3))<<2
	f.add(0, 1)
	s.wordFeatures(i, f)
	f.add3(8, s.shape(i-1), s.shape(i), s.shape(i+1))
	f.add3(9, s.shape(i), start, uint64(min(len(text), 8)))
	f.add(10, suffix(text, 3))
	f.add2(11, suffix(text, 4), s.shape(i))
	f.add(12, suffix(text, 2))
	f.add(13, prefix(text, 4))
	f.add2(14, s.known(i), uint64(w.Shape))
	f.add2(15, s.known(i), s.known(i+1))
	f.add2(16, s.known(i-1), s.known(i))
	f.add3(17, s.person(i-1), s.person(i), s.person(i+1))
	f.add2(18, r.left, inRun)
	f.add2(19, r.right, inRun)
	f.add3(20, r.left, r.right, uint64(r.to-r.from))
	f.add3(21, inRun, s.shape(i), start)
	f.add3(22, uint64(w.common), start, uint64(w.Shape))
	f.add2(23, r.head, uint64(min(r.to-1-i, 3)))
	f.add2(24, r.beginsWith, uint64(min(i-r.from, 3)))
	f.add3(25, bit(r.orgWord), inRun, s.person(i))
	f.add3(26, bit(s.Sport), s.known(i), s.shape(i+1))
	f.add3(27, bit(s.Sport)|bit(s.table)<<1, inRun, s.shape(i+1)|s.shape(i-1)<<4|start<<8)
	f.add3(28, s.hash(i-1), s.known(i), 0)
	f.add3(29, s.hash(i+1), s.known(i), 0)
	f.add3(30, r.left, s.person(r.from), inRun)
	f.add3(31, bit(s.Sport), r.left, r.right)
	f.add3(32, s.hash(i+1), s.hash(i+2), s.shape(i))
	f.add3(33, s.hash(i-2), s.hash(i-1), s.shape(i))
	f.add3(34, s.known(r.from), s.known(r.to-1), inRun)
	f.add3(35, s.person(r.from), s.person(r.to-1), inRun)
}

func (s *Sentence) wordFeatures(i int, f *rows) {
	f.add(1, s.hash(i))
	f.add(2, s.hash(i-1))
	f.add(3, s.hash(i+1))
	f.add(4, s.hash(i-2))
	f.add(5, s.hash(i+2))
	f.add2(6, s.hash(i-1), s.hash(i))
	f.add2(7, s.hash(i), s.hash(i+1))
}

func suffix(s string, n int) uint64 {
	if len(s) < n {
		return 7
	}
	return token.Hash(s[len(s)-n:])
}

func prefix(s string, n int) uint64 {
	if len(s) < n {
		return 7
	}
	return token.Hash(s[:n])
}
