package classify

import "math"

// Learning holds the parameters of Train.
type Learning struct {
	Epochs  int
	Rate    float64
	Decay   float64 // of weights, for each example
	Balance float64 // 0: all examples count the same; 1: all topics do
	Least   int     // how many examples a feature needs
}

// Untrained gives a classifier that knows the vocabulary alone.
func Untrained() (*Classifier, error) { return vocabulary(listing) }

// Train learns weights for what the vocabulary leaves open, by stochastic gradient
// descent (AdaGrad) in the order of the examples. It replaces what was learnt
// before, and returns the weights for Encode.
func (c *Classifier) Train(examples []Example, l Learning) (classes uint32, bias [Classes]float64, features map[Hash][Classes]float64) {
	c.forget()
	count := [Classes]float64{}
	for _, e := range examples {
		count[e.Class]++
		classes |= 1 << e.Class
		c.spoken[e.Class] = true
	}
	c.know(examples, l.Least)
	t := trainer{c: c, rate: l.Rate, decay: l.Decay, squares: map[Hash]*[Classes]float64{}}
	var vectors [][]Feature
	for _, e := range examples {
		vectors = append(vectors, c.Features(e.Title, e.Text))
	}
	for range l.Epochs {
		for i, e := range examples {
			t.step(vectors[i], e.Class, math.Pow(float64(len(examples))/count[e.Class]/float64(len(count)), l.Balance))
		}
	}
	features = map[Hash][Classes]float64{}
	for h, row := range c.rows {
		if row.trained {
			features[h] = wide(row.Learnt)
		}
	}
	return classes, wide(c.bias), features
}

func wide(in [Classes]float32) (out [Classes]float64) {
	for i, v := range in {
		out[i] = float64(v)
	}
	return out
}

func (c *Classifier) forget() {
	c.bias, c.spoken = [Classes]float32{}, [Classes]bool{}
	for h, row := range c.rows {
		if !row.listed {
			delete(c.rows, h)
			continue
		}
		row.trained, row.Learnt = false, [Classes]float32{}
	}
}

// know makes rows for what occurs in enough examples.
func (c *Classifier) know(examples []Example, least int) {
	in := map[Hash]int{}
	for _, e := range examples {
		seen := map[Hash]bool{}
		see := func(h Hash) {
			if !seen[h] {
				seen[h] = true
				in[h]++
			}
		}
		Words(e.Title, see)
		Words(e.Text, see)
	}
	for h, n := range in {
		if n >= least {
			c.row(h).trained = true
		}
	}
}

type trainer struct {
	c           *Classifier
	rate, decay float64
	squares     map[Hash]*[Classes]float64
	biasSquares [Classes]float64
}

func (t *trainer) step(all []Feature, class int, weight float64) {
	z, _ := t.c.logits(all)
	p := softmax(z)
	scale := Scale(all)
	for i := range p {
		if !t.c.spoken[i] {
			p[i] = 0
			continue
		}
		if i == class {
			p[i]--
		}
		p[i] *= weight
		t.biasSquares[i] += p[i] * p[i]
		t.c.bias[i] -= float32(t.rate * 0.1 * p[i] / math.Sqrt(t.biasSquares[i]+1e-6))
	}
	for _, f := range all {
		if f.Row.trained {
			t.update(f, scale*f.weight(), p)
		}
	}
}

func (t *trainer) update(f Feature, x float64, gradient [Classes]float64) {
	s := t.squares[f.Hash]
	if s == nil {
		s = &[Classes]float64{}
		t.squares[f.Hash] = s
	}
	for i, g := range gradient {
		if !t.c.spoken[i] {
			continue
		}
		g = g*x + t.decay*float64(f.Row.Learnt[i])
		s[i] += g * g
		f.Row.Learnt[i] -= float32(t.rate * g / math.Sqrt(s[i]+1e-6))
	}
}
