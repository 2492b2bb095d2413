package lists

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wireroom/wireroom/pkg/local/localtest"
)

func TestMemoryForgetsTheOldestBeyondItsBound(t *testing.T) {
	t.Parallel()
	m := NewMemory(3)
	_, err := m.Apply(t.Context(), "a1", 0, 5, []Entry{
		entry("a", 1, 10, "topic/sport"), entry("b", 2, 10), {Article: "k", Seq: 3, At: 10, Lists: []string{Kills}}, entry("c", 4, 10), entry("a", 5, 10),
	}, time.UnixMilli(0))
	require.NoError(t, err)
	require.Equal(t, []string{"a5", "c4"}, page(t, m, All))
	require.Equal(t, []string{"k3"}, page(t, m, Kills))
	require.Empty(t, page(t, m, "topic/sport"))
	_, err = m.Apply(t.Context(), "a1", 5, 6, []Entry{entry("d", 6, 10)}, time.UnixMilli(0))
	require.NoError(t, err)
	require.Equal(t, []string{"d6", "a5", "c4"}, page(t, m, All))
	require.Empty(t, page(t, m, Kills))
	_, err = m.Apply(t.Context(), "a1", 6, 7, []Entry{entry("e", 7, 10)}, time.UnixMilli(20))
	require.NoError(t, err)
	require.Empty(t, m.articles)
	require.Empty(t, m.lists)
}

// What comes in and what is read is the same, whatever fields are empty.
func TestMemoryGivesWhatItWasGiven(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SampledFrom([]string{"", "a", "urn:a:b", "ü", strings.Repeat("x", 300)})
		e := Entry{Article: "id" + text.Draw(t, "article"), Seq: rapid.Uint64Min(1).Draw(t, "sequence"), At: rapid.Int64().Draw(t, "time"), Subject: text.Draw(t, "subject"),
			URI: text.Draw(t, "uri"), Use: text.Draw(t, "use"), Story: text.Draw(t, "story"), CopyOf: text.Draw(t, "copy"),
			Lists: append([]string{All}, rapid.SliceOfNDistinct(text, 0, 3, rapid.ID).Draw(t, "lists")...)}
		m := NewMemory(2)
		_, err := m.Apply(t.Context(), "a1", 0, e.Seq, []Entry{e}, time.UnixMilli(e.At))
		require.NoError(t, err)
		got, err := m.Entries(t.Context(), "a1", []string{e.Article})
		require.NoError(t, err)
		require.Equal(t, map[string]Entry{e.Article: e}, got)
	})
}

// The fields of an entry are parts of a message's headers: of those nothing else stays.
func TestMemoryKeepsNoHeaders(t *testing.T) { //nolint:paralleltest // measures the heap
	const n, block = 2000, 16 << 10
	m := NewMemory(n)
	grown := localtest.HeapGrowth(t, func() {
		for i := range uint64(n) {
			headers := fmt.Sprintf("article%d news.a urn:a:%d us st co", i, i) + strings.Repeat(" ", block)
			f := strings.Fields(headers)
			_, err := m.Apply(t.Context(), "a1", i, i+1, []Entry{{Article: f[0], Seq: i + 1, At: 1, Subject: f[1], URI: f[2], Use: f[3], Story: f[4], CopyOf: f[5],
				Lists: []string{All, f[5]}}}, time.UnixMilli(0))
			require.NoError(t, err)
		}
	})
	require.Less(t, grown, uint64(n*block/4))
	require.Len(t, page(t, m, All), 100)
}
