// Package classify tells which IPTC Media Topic of the first level an English text
// is about, from its words: a logistic regression where there were examples, and
// a vocabulary of our own for all topics.
//
// It abstains where the words don't tell. The weights are made by
// ../cmd/topicmodel out of stories of HuffPost (CC BY 4.0, see NOTICE). The package
// must not look at what a provider says of the topic: package topic does.
package classify

import (
	_ "embed"
	"fmt"
	"math"
	"slices"
	"sync"

	"github.com/wireroom/wireroom/pkg/contract"
)

//go:embed weights.gz
var file []byte

//go:embed vocabulary.txt
var listing string

// Classes is the number of topics of the first level.
const Classes = 17

// knownBits is how many bits tell that there may be a row.
const knownBits = 1 << 17

func (c *Classifier) mark(h Hash) { c.known[h%knownBits/64] |= 1 << (h % 64) }

func (c *Classifier) find(h Hash) *Row {
	if c.known[h%knownBits/64]&(1<<(h%64)) == 0 {
		return nil
	}
	return c.rows[h]
}

// Row is what a word or pair of words says of each topic: by the vocabulary, 0 to
// 3, and by the weights that were learnt.
type Row struct {
	Vocabulary [Classes]uint8
	Learnt     [Classes]float32
	listed     bool
	trained    bool
}

// Classifier is read-only once made.
type Classifier struct {
	rows map[Hash]*Row
	// known has a bit for each row's hash: most words and pairs have no row, and a look
	// at the bits, which stay in the nearest cache, tells it for seven of eight
	known [knownBits / 64]uint64
	bias  [Classes]float32
	// spoken are the topics that there were examples of
	spoken [Classes]bool
}

var load = sync.OnceValues(func() (*Classifier, error) {
	c, err := vocabulary(listing)
	if err != nil {
		return nil, err
	}
	return c, c.Read(file)
})

// Load gives the classifier that is built in; an error is a defect of its files.
func Load() (*Classifier, error) {
	c, err := load()
	if err != nil {
		return nil, fmt.Errorf("load topic classifier: %w", err)
	}
	return c, nil
}

// Settings of the decision, chosen by cross-validation on the part that is learnt
// from.
const (
	// strength is what a unit of vocabulary counts in a logit.
	strength = 0.55
	// power of the number of words by which their sum is divided.
	power = 0.2
	// unspoken is the bias of a topic without examples.
	unspoken = -2.5
	// sure is the least probability of a topic that is named.
	sure = 0.35
)

// Topic gives the topic of a text and its probability, 0 to 1; false if the words
// don't tell one.
func (c *Classifier) Topic(title, text string) (contract.Topic, float64, bool) {
	p, known := c.Probabilities(title, text)
	best := 0
	for i := range p {
		if p[i] > p[best] {
			best = i
		}
	}
	if known < 2 || p[best] < sure {
		return contract.Topic{}, 0, false
	}
	return contract.Topics()[best], p[best], true
}

// Probabilities gives that of each topic, and how many different words of the text
// say anything.
func (c *Classifier) Probabilities(title, text string) (p [Classes]float64, known int) {
	z, known := c.logits(c.Features(title, text))
	return softmax(z), known
}

func softmax(z [Classes]float64) (p [Classes]float64) {
	most, sum := slices.Max(z[:]), 0.0
	for i := range z {
		p[i] = math.Exp(z[i] - most)
		sum += p[i]
	}
	for i := range p {
		p[i] /= sum
	}
	return p
}

func (c *Classifier) logits(all []Feature) (z [Classes]float64, known int) {
	z = Offsets(all)
	learnt := Scale(all)
	for i := range z {
		z[i] += float64(c.bias[i])
		if !c.spoken[i] {
			z[i] += unspoken
		}
	}
	for _, f := range all {
		if f.Row.trained {
			for i, w := range f.Row.Learnt {
				z[i] += learnt * f.weight() * float64(w)
			}
		}
	}
	return z, len(all)
}

// Offsets is what the vocabulary says of each topic, as the part of a logit. A long
// text has more words of every topic: the sum is divided by a power of their number.
func Offsets(all []Feature) (z [Classes]float64) {
	listed := 3.0
	for _, f := range all {
		if !f.Row.listed {
			continue
		}
		listed += f.weight()
		for i, v := range f.Row.Vocabulary {
			z[i] += f.weight() * float64(v)
		}
	}
	for i := range z {
		z[i] *= strength / math.Pow(listed, power)
	}
	return z
}

// Scale is what each feature counts, so that the vectors of all texts have the
// same length.
func Scale(all []Feature) float64 {
	sum := 0.0
	for _, f := range all {
		if f.Row.trained {
			sum += f.weight() * f.weight()
		}
	}
	if sum == 0 {
		return 0
	}
	return 1 / math.Sqrt(sum)
}

func (f Feature) weight() float64 { return 1 + math.Log(float64(f.Count)) }
