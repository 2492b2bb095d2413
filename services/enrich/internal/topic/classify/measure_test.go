package classify_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/services/enrich/internal/topic/classify"
)

func TestMeasureTopics(t *testing.T) {
	t.Parallel()
	c := load(t)
	_, f1 := measure(c, examples(t, "bbc"))
	localtest.Measured(t, localtest.Measurement{Set: "`topics/` BBC", Measure: "topic, macro F1", Value: f1, Bar: 0.90, Goal: 0.95})
	var held []classify.Example
	for _, e := range examples(t, "huffpost") {
		if classify.HeldBack(e.Title) {
			held = append(held, e)
		}
	}
	accuracy, f1 := measure(c, held)
	localtest.Measured(t, localtest.Measurement{Set: "`topics/` HuffPost", Measure: "topic, accuracy", Value: accuracy, Bar: 0.82, Goal: 0.87})
	localtest.Measured(t, localtest.Measurement{Set: "`topics/` HuffPost", Measure: "topic, macro F1", Value: f1, Bar: 0.62, Goal: 0.72})
}

func examples(t *testing.T, set string) []classify.Example {
	t.Helper()
	all, err := classify.ReadExamples(localtest.Corpus(t, "topics", set+".ndjson.gz"))
	require.NoError(t, err)
	require.NotEmpty(t, all)
	return all
}

// measure counts an abstention as an error. The mean of F1 is over the topics that
// the set has.
func measure(c *classify.Classifier, set []classify.Example) (accuracy, macro float64) {
	var hit, missed, wrong [classify.Classes]float64
	for _, e := range set {
		topic, _, ok := c.Topic(e.Title, e.Text)
		switch {
		case ok && topic == contract.Topics()[e.Class]:
			hit[e.Class]++
			accuracy += 1 / float64(len(set))
			continue
		case ok:
			for i, t := range contract.Topics() {
				if t == topic {
					wrong[i]++
				}
			}
		}
		missed[e.Class]++
	}
	topics := 0.0
	for i := range hit {
		if hit[i]+missed[i] > 0 {
			topics++
			macro += 2 * hit[i] / (2*hit[i] + wrong[i] + missed[i])
		}
	}
	return accuracy, macro / topics
}
