package relate

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/dedup"
	"github.com/wireroom/wireroom/pkg/dedup/near"
	"github.com/wireroom/wireroom/pkg/dedup/window"
	"github.com/wireroom/wireroom/services/publish/internal/lastword"
)

const data = `{"uri":"urn:a","headlines":[{"value":"Storm over the harbour"}],"bodies":[{"contentType":"text/plain",` +
	`"value":"A storm broke the harbour wall of Northby on Monday, and three trawlers sank at their moorings while the ferry stayed away."}]}`

// page is NEWS with one article, once that is there.
type page struct {
	there atomic.Bool
	asked chan struct{}
}

func (p *page) Read(context.Context, string) (*lastword.Last, error) {
	select {
	case p.asked <- struct{}{}:
	default:
	}
	if !p.there.Load() {
		return nil, nil //nolint:nilnil // as the interface says
	}
	return &lastword.Last{Sequence: 1, Envelope: &contract.Envelope{Story: "story", Version: dedup.Version{Status: dedup.Usable}}}, nil
}

func envelope(name string, lane contract.Lane) *contract.Envelope {
	return &contract.Envelope{Article: (name + strings.Repeat("x", 16))[:16], Provider: "p", Lane: lane}
}

func TestACopyWaitsForItsOriginalToBePublished(t *testing.T) {
	t.Parallel()
	news := &page{asked: make(chan struct{}, 1)}
	now := time.Now() // stands still: the wait ends because the article came, not by time
	r := New(window.NewMemory(10, time.Hour), news, func() time.Time { return now }, zap.NewNop())
	first, second := envelope("first", contract.Bulk), envelope("second", contract.Bulk)
	a, err := r.Look(t.Context(), first, []byte(data))
	require.NoError(t, err)
	require.Equal(t, window.Answer{Story: first.Article}, a)
	answers := make(chan window.Answer, 1)
	go func() {
		a, err := r.Look(t.Context(), second, []byte(data))
		if err == nil {
			answers <- a
		}
	}()
	<-news.asked // it has looked, and there was nothing
	news.there.Store(true)
	r.Published(first.Article)
	require.Equal(t, window.Answer{Original: first.Article, Similarity: 1, Kind: near.Exact, Story: "story"}, <-answers)
	require.Empty(t, r.came.awaited)
}

// A flash waits a moment, and goes on without the article that is still on its way.
func TestAFlashDoesNotWaitForLessUrgentWork(t *testing.T) {
	t.Parallel()
	now := time.Now() // stands still: by this clock the other article is on its way for ever
	r := New(window.NewMemory(10, time.Hour), &page{}, func() time.Time { return now }, zap.NewNop())
	_, err := r.Look(t.Context(), envelope("first", contract.Bulk), []byte(data))
	require.NoError(t, err)
	flash := envelope("flash", contract.Flash)
	a, err := r.Look(t.Context(), flash, []byte(data))
	require.NoError(t, err)
	require.Equal(t, window.Answer{Story: flash.Article}, a)
}

func TestWhoExpectsAnArticleIsToldOnce(t *testing.T) {
	t.Parallel()
	var a arrivals
	first, leave := a.expect("a")
	second, leaveToo := a.expect("a")
	other, leaveOther := a.expect("b")
	a.tell("a")
	<-first
	<-second
	leave()
	leaveToo()
	select {
	case <-other:
		require.Fail(t, "another article came")
	default:
	}
	leaveOther()
	require.Empty(t, a.awaited)
	a.tell("a") // nobody waits
}
