package views

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestWhatNewsHoldsIsRememberedForSeconds(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_800_000_000, 0)
	a := newArticles(nil, func() time.Time { return now })
	a.remember("known")
	require.Equal(t, []string{"new", "other"}, a.unknown([]string{"new", "known", "new", "other", "known"}), "each is asked about once")
	now = now.Add(knownFor)
	require.Equal(t, []string{"known"}, a.unknown([]string{"known"}), "it may be gone by now")
}

func TestWhatIsRememberedOfNewsIsBounded(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_800_000_000, 0)
	a := newArticles(nil, func() time.Time { return now })
	for i := range maxKnown / 2 {
		a.remember("early " + strconv.Itoa(i))
	}
	now = now.Add(knownFor / 2)
	for i := range maxKnown / 2 {
		a.remember("late " + strconv.Itoa(i))
	}
	require.Len(t, a.until, maxKnown)
	now = now.Add(knownFor / 2)
	a.remember("one more")
	require.Len(t, a.until, maxKnown/2+1, "what has run out goes first")
	for i := range maxKnown/2 - 1 {
		a.remember("later " + strconv.Itoa(i))
	}
	require.Len(t, a.until, maxKnown)
	require.Empty(t, a.unknown([]string{"late 0"}))
	a.remember("too many")
	require.Len(t, a.until, 1, "where nothing has run out, all goes")
}
