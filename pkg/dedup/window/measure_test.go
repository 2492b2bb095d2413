package window_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/dedup/near"
	"github.com/wireroom/wireroom/pkg/dedup/story"
	"github.com/wireroom/wireroom/pkg/dedup/window"
	"github.com/wireroom/wireroom/pkg/local/localtest"
)

type row struct{ Key, Of, Kind, Story, Title, Text string }

func read(t testing.TB, elem ...string) (rows []row) {
	t.Helper()
	f, err := os.Open(localtest.Corpus(t, elem...))
	require.NoError(t, err)
	defer func() { _ = f.Close() }()
	z, err := gzip.NewReader(f)
	require.NoError(t, err)
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<22)
	for lines.Scan() {
		var r row
		require.NoError(t, json.Unmarshal(lines.Bytes(), &r))
		rows = append(rows, r)
	}
	require.NoError(t, lines.Err())
	return rows
}

// pass takes the rows in their order, as the wire would, and gives the answers.
func pass(t testing.TB, rows []row) []window.Answer {
	t.Helper()
	index := window.NewMemory(len(rows), time.Hour)
	out := make([]window.Answer, len(rows))
	for i, r := range rows {
		e := window.Entry{Article: r.Key, Print: near.Of(r.Title, r.Text), Features: story.Of(r.Title, r.Text)}
		found, err := index.Claim(t.Context(), []window.Entry{e})
		require.NoError(t, err)
		out[i] = window.Decide(e, found[0])
		e.Original, e.Story = out[i].Original, out[i].Story
		require.NoError(t, index.Put(t.Context(), []window.Entry{e}))
	}
	return out
}

// pairs counts the pairs of article and original that were found.
type pairs struct {
	right, wrong, missed int
	wrongOf, rightOf, of map[string]int // by kind
}

func count(rows []row, answers []window.Answer) pairs {
	p := pairs{wrongOf: map[string]int{}, rightOf: map[string]int{}, of: map[string]int{}}
	at := map[string]row{}
	for _, r := range rows {
		at[r.Key] = r
		p.of[r.Kind]++
		if r.Of != "" {
			p.missed++
		}
	}
	for i, a := range answers {
		if a.Original == "" {
			continue
		}
		r, o := rows[i], at[a.Original]
		switch {
		case r.Of == o.Key:
			p.rightOf[r.Kind]++
		case o.Of == r.Key:
			p.rightOf[o.Kind]++
		default:
			p.wrong++
			p.wrongOf[r.Kind]++
			p.wrongOf[o.Kind]++
			continue
		}
		p.right++
		p.missed--
	}
	return p
}

func (p pairs) f1() float64 {
	return 2 * float64(p.right) / float64(2*p.right+p.wrong+p.missed)
}

func (p pairs) recall(kind string) float64 { return float64(p.rightOf[kind]) / float64(p.of[kind]) }

func (p pairs) wrongly(kind string) float64 { return float64(p.wrongOf[kind]) / float64(p.of[kind]) }

// bcubed gives precision, recall and F1 of the stories of answers.
func bcubed(rows []row, answers []window.Answer) (precision, recall, f1 float64) {
	type pair struct{ got, want string }
	got, want, both := map[string]float64{}, map[string]float64{}, map[pair]float64{}
	for i, r := range rows {
		got[answers[i].Story]++
		want[r.Story]++
		both[pair{answers[i].Story, r.Story}]++
	}
	for i, r := range rows {
		n := both[pair{answers[i].Story, r.Story}]
		precision += n / got[answers[i].Story]
		recall += n / want[r.Story]
	}
	precision, recall = precision/float64(len(rows)), recall/float64(len(rows))
	return precision, recall, 2 * precision * recall / (precision + recall)
}

func TestMeasureDuplicates(t *testing.T) {
	t.Parallel()
	rows := read(t, "neardup", "pairs.ndjson.gz")
	p := count(rows, pass(t, rows))
	t.Logf("wrong %d, missed %d", p.wrong, p.missed)
	for _, m := range []localtest.Measurement{
		{Measure: "duplicates, F1", Value: p.f1(), Baseline: "0.83 (SimHash)", Bar: 0.99, Goal: 0.998},
		{Measure: "recall of cut texts", Value: p.recall("cut"), Baseline: "0.36 (SimHash)", Bar: 0.98},
		{Measure: "recall of heavily edited texts", Value: p.recall("heavy"), Baseline: "0.12 (SimHash)", Bar: 0.95},
	} {
		m.Set = "`neardup/pairs`"
		localtest.Measured(t, m)
	}

	rows = read(t, "neardup", "hard.ndjson.gz")
	p = count(rows, pass(t, rows))
	t.Logf("wrong %d, missed %d", p.wrong, p.missed)
	for _, m := range []localtest.Measurement{
		{Measure: "duplicates, F1", Value: p.f1(), Baseline: "0.88 (exact shingles, best threshold)", Bar: 0.96, Goal: 0.985},
		{Measure: "notices with other figures kept apart", Value: 1 - p.wrongly("other-figures"), Bar: 0.98},
		{Measure: "follow-ups kept apart", Value: 1 - p.wrongly("follow-up"), Bar: 0.98},
	} {
		m.Set = "`neardup/hard`"
		localtest.Measured(t, m)
	}
}

func TestMeasureStories(t *testing.T) {
	t.Parallel()
	rows := read(t, "stories", "ecbplus.ndjson.gz")
	p, r, given := bcubed(rows, pass(t, rows))
	t.Logf("stories in the given order: precision %.3f, recall %.3f, F1 %.4f", p, r, given)
	all := make([]float64, 5)
	for seed := range all {
		shuffled := slices.Clone(rows)
		rand.New(rand.NewPCG(uint64(seed), 1)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		p, r, all[seed] = bcubed(shuffled, pass(t, shuffled))
		t.Logf("shuffled: precision %.3f, recall %.3f, F1 %.4f", p, r, all[seed])
	}
	slices.Sort(all)
	localtest.Measured(t, localtest.Measurement{Set: "`stories/`", Measure: "BCubed F1, median of five orders", Value: all[2],
		Baseline: "0.88 (TF-IDF, tuned on the set)", Bar: 0.88, Goal: 0.92})
}
