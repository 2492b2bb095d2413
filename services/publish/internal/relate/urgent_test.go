package relate

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/dedup/window"
)

// slow is an index whose answers to all but flashes wait.
type slow struct {
	window.Index
	asked chan struct{}
	free  chan struct{}
}

func (s slow) Claim(ctx context.Context, entries []window.Entry) ([][]window.Candidate, error) {
	if !strings.HasPrefix(entries[0].Article, "flash") {
		s.asked <- struct{}{}
		<-s.free
	}
	return s.Index.Claim(ctx, entries)
}

// However many look-ups are on their way and wait for their turn, a flash is behind none.
func TestAFlashIsLookedUpAheadOfAllThatWaits(t *testing.T) {
	t.Parallel()
	index := slow{window.NewMemory(100, time.Hour), make(chan struct{}, 100), make(chan struct{})}
	news := &page{}
	news.there.Store(true)
	r := New(index, news, time.Now, zap.NewNop())
	var bulk sync.WaitGroup
	for i := range 2 * callsAtOnce * maxBatch {
		text := strings.ReplaceAll(data, "Northby", fmt.Sprintf("Northby on day %d", i))
		bulk.Go(func() {
			_, err := r.Look(context.Background(), envelope(fmt.Sprintf("bulk%d", i), contract.Bulk), []byte(text))
			if err != nil {
				t.Error(err)
			}
		})
	}
	for range callsAtOnce {
		<-index.asked
	}
	flash := envelope("flash", contract.Flash)
	a, err := r.Look(t.Context(), flash, []byte(data))
	require.NoError(t, err)
	require.Equal(t, window.Answer{Story: flash.Article}, a)
	close(index.free)
	bulk.Wait()
}
