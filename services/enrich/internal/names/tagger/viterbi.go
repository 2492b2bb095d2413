package tagger

// decode finds the best labels of a sentence. What is not active is Outside.
func (t *Tagger) decode(s *Sentence, cells *[longestRun]cell, out []Label) []Label {
	out = append(out[:0], make([]Label, len(s.words))...)
	for i := 0; i < len(s.words); {
		if !s.words[i].active {
			i++
			continue
		}
		r := s.runAt(i)
		t.decodeRun(s, &r, cells, out)
		i = r.to
	}
	return out
}

// start is what comes before a run.
var start = cell{score: [Labels]int32{0, never, never, never, never, never, never, never, never}}

const never = -1 << 28

type cell struct {
	score [Labels]int32
	back  [Labels]Label
}

// longestRun bounds what is decoded at once; the table of a page of capitals is cut.
const longestRun = 64

func (t *Tagger) decodeRun(s *Sentence, r *run, cells *[longestRun]cell, out []Label) {
	for from := r.from; from < r.to; from += longestRun {
		t.decodePart(s, r, from, min(from+longestRun, r.to), cells, out)
	}
}

func (t *Tagger) decodePart(s *Sentence, r *run, from, to int, cells *[longestRun]cell, out []Label) {
	var f rows
	previous := &start
	for i := from; i < to; i++ {
		s.features(i, r, &f)
		c := &cells[i-from]
		t.model.emit(&f, &c.score)
		t.model.step(previous, c)
		previous = c
	}
	best := Outside
	for l := range Label(Labels) {
		if previous.score[l]+t.model.transitions[l][Outside] > previous.score[best]+t.model.transitions[best][Outside] {
			best = l
		}
	}
	for i := to - 1; i >= from; i-- {
		out[i] = best
		best = cells[i-from].back[best]
	}
}

// step adds the best way from the previous word to each label.
func (m *Model) step(previous, c *cell) {
	for b := range Label(Labels) {
		best, at := int32(-1<<30), Outside
		for a := range Label(Labels) {
			if !follows(a, b) {
				continue
			}
			if score := previous.score[a] + m.transitions[a][b]; score > best {
				best, at = score, a
			}
		}
		c.score[b] += best
		c.back[b] = at
	}
}
