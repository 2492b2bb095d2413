package lastword_test

import (
	"context"
	"testing"

	"github.com/nats-io/nats.go"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/dedup"
	"github.com/wireroom/wireroom/services/publish/internal/lastword"
)

// sequences are those of an article's messages below one, as Each gives them.
func sequences(t *testing.T, w *lastword.Writer, filter string, below uint64) (out []uint64) {
	t.Helper()
	require.NoError(t, w.Each(t.Context(), filter, below, func(l *lastword.Last) { out = append(out, l.Sequence) }))
	return out
}

func TestTheMessagesOfAnArticleAreReadAndPurged(t *testing.T) {
	t.Parallel()
	w, js := writer(t)
	for number := range uint64(3) {
		write(t, w, envelope(1, number+1, number+1, dedup.Usable, "a"))
		write(t, w, envelope(2, number+10, number+1, dedup.Usable, "b")) // sequences 2, 4, 6
	}
	filter := contract.NewsOfArticle(envelope(1, 1, 1, dedup.Usable, "a").Article)
	_, err := js.PublishMsg(t.Context(), &nats.Msg{Subject: "lastword." + filter[len("news."):len(filter)-1] + "update.4.en.sport.acme", Data: []byte("not ours")})
	require.NoError(t, err)
	write(t, w, envelope(2, 20, 9, dedup.Usable, "c"))

	require.Equal(t, []uint64{1, 3, 5}, sequences(t, w, filter, 100), "what can't be understood is left out")
	require.Equal(t, []uint64{1, 3}, sequences(t, w, filter, 5), "older than the sequence")
	n, err := w.Count(t.Context(), filter)
	require.NoError(t, err)
	require.EqualValues(t, 4, n)
	for from, want := range map[uint64]uint64{1: 1, 2: 3, 4: 5} {
		m, err := w.Next(t.Context(), filter, from)
		require.NoError(t, err)
		require.Equal(t, want, m.Sequence)
		require.Equal(t, "{}", string(m.Data))
	}
	m, err := w.Next(t.Context(), filter, 6)
	require.NoError(t, err)
	require.Nil(t, m, "past what can't be understood is nothing")

	require.NoError(t, w.PurgeBefore(t.Context(), filter, 5))
	require.NoError(t, w.PurgeBefore(t.Context(), filter, 5))
	require.Equal(t, []uint64{5}, sequences(t, w, filter, 100))
	n, err = w.Count(t.Context(), "news.>")
	require.NoError(t, err)
	require.EqualValues(t, 6, n, "of the other article nothing is gone")
}

func TestReadingTellsOfABrokerThatIsAway(t *testing.T) {
	t.Parallel()
	w, _ := writer(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := w.Next(ctx, "news.>", 1)
	require.ErrorIs(t, err, context.Canceled)
	_, err = w.Count(ctx, "news.>")
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorIs(t, w.Each(ctx, "news.>", 1, func(*lastword.Last) {}), context.Canceled)
	require.ErrorIs(t, w.PurgeBefore(ctx, "news.>", 1), context.Canceled)
	require.ErrorIs(t, w.Delete(ctx, 1), context.Canceled)
}
