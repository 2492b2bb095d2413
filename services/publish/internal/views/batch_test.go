package views

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wireroom/wireroom/pkg/contract"
)

// named gives when each viewer who was named viewed an article, in unix seconds.
func named(list ...map[int]batch) map[string][]int64 {
	out := map[string][]int64{}
	for _, shards := range list {
		for _, b := range shards {
			for article, v := range b.Views {
				for i, viewer := range v.Viewers {
					out[article+" "+viewer] = append(out[article+" "+viewer], b.At-v.ago(i))
				}
			}
		}
	}
	return out
}

func drawRequest(r *rapid.T) request {
	q := request{at: 1_800_000_000 + int64(rapid.IntRange(0, 3).Draw(r, "at"))}
	timed := rapid.Bool().Draw(r, "timed")
	for range rapid.IntRange(1, 8).Draw(r, "views") {
		v := hashed{article: article(rapid.IntRange(0, 4).Draw(r, "article")), viewer: rapid.SampledFrom([]string{"", "x", "y"}).Draw(r, "viewer")}
		v.shard = contract.ViewShard(v.article)
		if timed {
			v.ago = int64(rapid.IntRange(0, 9999).Draw(r, "ago"))
		}
		q.views, q.shards[v.shard] = append(q.views, v), true
	}
	return q
}

// sumOf adds up batches of all shards, as they are read from VIEWS.
func sumOf(r *rapid.T, list ...map[int]batch) (map[string]viewed, map[string]float64) {
	out, scores := map[string]viewed{}, map[string]float64{}
	byShard := map[int][]batch{}
	for _, shards := range list {
		for shard, b := range shards {
			read, err := decodeBatch(b.encode())
			require.NoError(r, err)
			require.Equal(r, b, read)
			byShard[shard] = append(byShard[shard], read)
		}
	}
	for _, batches := range byShard {
		change, _ := sum(batches, time.Hour)
		for a, v := range change.Views {
			out[a], scores[a] = viewed{Count: v.Count, Viewers: v.Viewers, Ago: []int64{v.At}}, v.Score
		}
	}
	return out, scores
}

// Requests that are stored together count as they do one by one: how often, whom, and by
// what score.
func TestRequestsStoredTogetherCountAsEachByItself(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		var list []request
		var each []map[int]batch
		for range rapid.IntRange(1, 4).Draw(r, "requests") {
			list = append(list, drawRequest(r))
			each = append(each, spread(list[len(list)-1:]))
		}
		want, wantScores := sumOf(r, each...)
		got, scores := sumOf(r, spread(list))
		require.Equal(r, named(each...), named(spread(list)), "who viewed what, and when")
		require.Equal(r, want, got)
		for a, w := range wantScores {
			require.InDelta(r, w, scores[a], 1e-9)
		}
	})
}

func TestABatchIsWrittenAsEncodingJSONWould(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		for _, b := range spread([]request{drawRequest(r), drawRequest(r)}) {
			b.Forget = rapid.SliceOfN(rapid.SampledFrom([]string{article(8), article(9)}), 0, 3).Draw(r, "forget")
			want, err := json.Marshal(b)
			require.NoError(r, err)
			require.Equal(r, string(want), string(b.encode()))
		}
	})
}

// What is read the quick way is read as encoding/json reads it; what is not plain is left
// to that.
func TestPlainJSONIsReadAsEncodingJSONReadsIt(t *testing.T) {
	t.Parallel()
	piece := rapid.SampledFrom([]string{"[", "]", "{", "}", ",", ":", " ", "\n", `"article"`, `"viewer"`, `"at"`, `"agent"`, `"Article"`, `"views"`, `"v"`, `"n"`, `"u"`, `"t"`, `"f"`,
		`"aaaaaaaaaaaaaaaa"`, `""`, `"\u0061"`, `"é"`, "\"\t\"", "\"\xff\"", "0", "7", "-1", "007", "-0", "1.5", "1e3", "99999999999999999999", "null", "true",
		`{"article":"aaaaaaaaaaaaaaaa","viewer":"x"}`, `"aaaaaaaaaaaaaaaa":{"n":2,"u":["h"],"t":[1,0]}`, `"v":{`, `"at":5`})
	rapid.Check(t, func(r *rapid.T) {
		var data []byte
		for _, s := range rapid.SliceOfN(piece, 0, 12).Draw(r, "pieces") {
			data = append(data, s...)
		}
		if list, ok := plainViews(data); ok {
			var want []view
			if json.Unmarshal(data, &want) != nil {
				want = make([]view, 1)
				require.NoError(r, json.Unmarshal(data, &want[0]), "%s", data)
			}
			require.Equal(r, fmt.Sprint(want), fmt.Sprint(list), "%s", data)
		}
		if b, ok := plainBatch(data); ok {
			var want batch
			require.NoError(r, json.Unmarshal(data, &want), "%s", data)
			require.Equal(r, fmt.Sprint(want), fmt.Sprint(b), "%s", data)
		}
	})
}

func TestWhatProgramsWriteIsPlain(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`[{"article":"aaaaaaaaaaaaaaaa","viewer":"a b","at":"2026-03-01T08:00:00Z","agent":"x/1"}, {"article":"bbbbbbbbbbbbbbbb"}]`,
		"{\n  \"article\": \"aaaaaaaaaaaaaaaa\"\n}\n",
	} {
		_, ok := plainViews([]byte(body))
		require.True(t, ok, body)
	}
	for _, body := range []string{`[{"article":"aaaaaaaaaaaaaaaa","viewer":"é"}]`, `{}`, `[]x`, `{"views":[]}`, `[{"article":"a","other":"b"}]`, `[{"article":"a"},]`, `[{"article":"a"}`} {
		_, ok := plainViews([]byte(body))
		require.False(t, ok, body)
	}
	_, ok := plainBatch([]byte(`{"v":{"a":{"n":2,"u":["x"],"t":[0,1]}},"f":["b"],"at":7}`))
	require.True(t, ok)
}
