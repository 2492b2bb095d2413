package tagger

import (
	"math/rand/v2"
	"slices"

	"github.com/wireroom/wireroom/services/enrich/internal/names/token"
)

// Example is a sentence with the right label of each of its tokens.
type Example struct {
	Text   string
	Tokens []token.Token
	Labels []Label
	Sport  bool
}

// Trainer learns a model from examples as an averaged perceptron.
type Trainer struct {
	tagger      *Tagger
	sum         []float32 // of the weights over all steps, for each bucket and label
	weights     []float32
	transitions [2][Labels][Labels]float32
	step        float32
}

// NewTrainer makes a trainer whose features know the lists.
func NewTrainer(t *Tagger) *Trainer {
	return &Trainer{tagger: t, sum: make([]float32, buckets*Labels), weights: make([]float32, buckets*Labels), step: 1}
}

// lesson is a run of active words with their features and the right labels.
type lesson struct {
	features [][]uint32
	gold     []Label
}

// Train goes over the examples, in an order that seed decides, as often as rounds
// says.
func (tr *Trainer) Train(examples []Example, rounds int, seed uint64) {
	var lessons []lesson
	var s Sentence
	for i := range examples {
		e := &examples[i]
		tr.tagger.read(&s, e.Text, e.Tokens)
		s.Sport = e.Sport
		lessons = s.lessons(e.Labels, lessons)
	}
	random := rand.New(rand.NewPCG(seed, seed))
	for range rounds {
		random.Shuffle(len(lessons), func(i, j int) { lessons[i], lessons[j] = lessons[j], lessons[i] })
		for i := range lessons {
			tr.learn(&lessons[i])
		}
	}
}

func (s *Sentence) lessons(labels []Label, list []lesson) []lesson {
	var f rows
	for i := 0; i < len(s.words); {
		if !s.words[i].active {
			i++
			continue
		}
		r := s.runAt(i)
		var l lesson
		previous := Outside
		for k := r.from; k < min(r.to, r.from+longestRun); k++ {
			s.features(k, &r, &f)
			gold := labels[k]
			if !follows(previous, gold) {
				gold = gold.Class().Begin()
			}
			l.features, l.gold = append(l.features, slices.Clone(f.list[:f.n])), append(l.gold, gold)
			previous = gold
		}
		list = append(list, l)
		i = r.to
	}
	return list
}

func (tr *Trainer) learn(l *lesson) {
	tr.step++
	guess := tr.guess(l)
	a, b := Outside, Outside
	for i, gold := range l.gold {
		if guess[i] != gold {
			tr.update(l.features[i], gold, 1)
			tr.update(l.features[i], guess[i], -1)
		}
		if guess[i] != gold || a != b {
			tr.move(a, gold, 1)
			tr.move(b, guess[i], -1)
		}
		a, b = gold, guess[i]
	}
	if a != b {
		tr.move(a, Outside, 1)
		tr.move(b, Outside, -1)
	}
}

func (tr *Trainer) update(features []uint32, l Label, by float32) {
	for _, f := range features {
		at := int(f)*Labels + int(l)
		tr.weights[at] += by
		tr.sum[at] += by * tr.step
	}
}

func (tr *Trainer) move(a, b Label, by float32) {
	tr.transitions[0][a][b] += by
	tr.transitions[1][a][b] += by * tr.step
}

// guess is the best sequence by the present weights.
func (tr *Trainer) guess(l *lesson) []Label {
	back := make([][Labels]Label, len(l.gold))
	var score [Labels]float32
	for i := range score {
		score[i] = -1e9
	}
	score[Outside] = 0
	for i, features := range l.features {
		var next [Labels]float32
		for b := range Label(Labels) {
			best, at := float32(-2e9), Outside
			for a := range Label(Labels) {
				if s := score[a] + tr.transitions[0][a][b]; follows(a, b) && s > best {
					best, at = s, a
				}
			}
			for _, f := range features {
				best += tr.weights[int(f)*Labels+int(b)]
			}
			next[b], back[i][b] = best, at
		}
		score = next
	}
	best := Outside
	for b := range Label(Labels) {
		if score[b]+tr.transitions[0][b][Outside] > score[best]+tr.transitions[0][best][Outside] {
			best = b
		}
	}
	out := make([]Label, len(l.gold))
	for i := len(out) - 1; i >= 0; i-- {
		out[i], best = best, back[i][best]
	}
	return out
}

// Model gives the average of all steps in whole numbers.
func (tr *Trainer) Model() *Model {
	m := &Model{table: make([]row, buckets)}
	var sizes []float32
	average := func(w, sum float32) float32 { return w - sum/tr.step }
	for i := range tr.weights {
		tr.sum[i] = average(tr.weights[i], tr.sum[i])
		if size := max(tr.sum[i], -tr.sum[i]); size > 0 {
			sizes = append(sizes, size)
		}
	}
	slices.Sort(sizes)
	scale := 127 / sizes[len(sizes)*9999/10000]
	for i, w := range tr.sum {
		m.table[i/Labels][i%Labels] = uint8(int(min(max(w*scale, -127), 127)) + bias)
	}
	for a := range Label(Labels) {
		for b := range Label(Labels) {
			m.transitions[a][b] = int32(average(tr.transitions[0][a][b], tr.transitions[1][a][b]) * scale)
		}
	}
	return m
}
