package normalize

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/dedup"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

// Ten large documents: two are in work, the others wait, and neither a flash nor a
// small document does.
func TestLargeDocumentsShareABudgetOfBytes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newWorkBudget()
		taken := make(chan func(), 10)
		for range 10 {
			go func() { taken <- b.take(contract.Wire, workBytes/2) }()
		}
		synctest.Wait()
		require.Len(t, taken, 2)
		b.take(contract.Flash, workBytes)()
		b.take(contract.Bulk, smallBytes)()
		first := <-taken
		first()
		first() // counts once
		synctest.Wait()
		require.Len(t, taken, 2)
		for range 9 {
			(<-taken)()
		}
		b.take(contract.Bulk, 2*workBytes)() // what is longer has all of it
	})
}

// What a delivery took it gives back with its last message, and where it ends
// without one.
func TestTheShareIsGivenBack(t *testing.T) {
	t.Parallel()
	n := &normalizer{settings: func(string) Settings { return Settings{} }, clock: time.Now}
	freed := 0
	d := Delivery{ID: "t1-5", Provider: "acme", Lane: contract.Wire, Data: []byte("[" + simple("a") + "," + simple("b") + "]"), free: func() { freed++ }}
	articles, err := n.parse(t.Context(), d)
	require.NoError(t, err)
	require.Len(t, articles, 2)
	out := n.outputs(t.Context(), d, articles, make([]dedup.Verdict, 2))
	require.Len(t, out, 2)
	for i, o := range out {
		require.Zero(t, freed, "before message %d", i)
		_, err := encodeOutput(d, o)
		require.NoError(t, err)
	}
	require.Equal(t, 1, freed)
	n.ended(bus.Msg{}, &d, contract.Dead, contract.ReasonMalformed, nil)
	require.Equal(t, 2, freed)
}

// The end of the handler's time ends the work between two articles.
func TestParsingEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	seen := 0
	_, err := parse(ctx, delivery([]byte("["+simple("a")+","+simple("b")+","+simple("c")+"]")), Settings{}, func(*Article) {
		if seen++; seen == 2 {
			cancel()
		}
	})
	require.ErrorIs(t, err, context.Canceled)
	require.Equal(t, 2, seen)
}

// Each target of a kill is an article, and counts.
func TestTheTargetsOfKillsCount(t *testing.T) {
	t.Parallel()
	kill := format.Article{Targets: make([]string, contract.MaxArticles)}
	require.NoError(t, spent("a", []format.Article{kill}))
	err := spent("a", []format.Article{kill, {}})
	require.Equal(t, contract.ReasonTooManyArticles, ReasonOf(err))
}

// A dead letter tells of the first articles that can't be read, and how many more
// there are.
func TestADeadLettersErrorIsBounded(t *testing.T) {
	t.Parallel()
	articles := make([]Article, 10_000)
	for i := range articles {
		articles[i].Err = &Fault{contract.ReasonInvalid, errors.New("bad")}
		articles[i].Envelope.Position = i + 1
	}
	reason, cause := causeOf(articles)
	require.Equal(t, contract.ReasonInvalid, reason)
	require.Contains(t, cause.Error(), "article 10: bad")
	require.NotContains(t, cause.Error(), "article 11")
	require.Contains(t, cause.Error(), "and 9990 more")
}

func simple(id string) string { return `{"uri":"urn:a:` + id + `","headlines":[{"value":"A"}]}` }
