package normalize

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

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
		articles[i].Err = &bus.Fault{Reason: contract.ReasonInvalid, Err: errors.New("bad")}
		articles[i].Envelope.Position = i + 1
	}
	reason, cause := causeOf(articles)
	require.Equal(t, contract.ReasonInvalid, reason)
	require.Contains(t, cause.Error(), "article 10: bad")
	require.NotContains(t, cause.Error(), "article 11")
	require.Contains(t, cause.Error(), "and 9990 more")
}

func simple(id string) string { return `{"uri":"urn:a:` + id + `","headlines":[{"value":"A"}]}` }
