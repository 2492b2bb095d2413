package faults

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/services/wireroom/test/rig"
)

// The power fails while providers push: the store is cut back to what was synced.
func TestAPowerFailureLosesNothingThatWasAcknowledgedIfNATSSyncsAlways(t *testing.T) {
	acknowledged, lost := powerFailure(t, true)
	require.NotZero(t, acknowledged)
	require.Empty(t, lost, "of %d", acknowledged)
}

// The same with NATS's default is what docs/operators.md warns of; it shows that the test
// above can fail.
func TestAPowerFailureWithTheDefaultOfNATSLosesTheLastMinutes(t *testing.T) {
	acknowledged, lost := powerFailure(t, false)
	require.NotEmpty(t, lost)
	t.Logf("%d of %d acknowledged deliveries of the time since the last sync are lost", len(lost), acknowledged)
}

// enough deliveries for the power to fail in the middle of others.
const enough = 150

func powerFailure(t *testing.T, always bool) (acknowledged int, lost []string) {
	t.Helper()
	r := rig.Start(t, &binaries, rig.Options{Sync: always, Disks: true})
	if len(r.Disks) == 0 {
		t.Skip("no disk can be mounted here: ", r.NoDisks)
	}
	require.NoError(t, r.Disks[0].Sync(), "the streams are older than what is pushed now")
	ids := pushUntilKilled(t, r)
	files, err := r.Disks[0].PowerCut(func() bool { return false })
	require.NoError(t, err)
	t.Logf("%d files lost what was not synced", files)
	require.NoError(t, r.Nodes[0].Start())
	r.AwaitUp()
	for _, id := range ids {
		if !ended(t, r, id) {
			lost = append(lost, id)
		}
	}
	return len(ids), lost
}

// pushUntilKilled pushes, kills NATS meanwhile, and gives the deliveries that were acknowledged.
func pushUntilKilled(t *testing.T, r *rig.Rig) []string {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	var mu sync.Mutex
	var ids []string
	var running sync.WaitGroup
	for i := range pushers {
		running.Go(func() {
			for n := i; ctx.Err() == nil; n += pushers {
				if id, status, err := r.Push(ctx, document(n)); err == nil && status == http.StatusAccepted {
					mu.Lock()
					ids = append(ids, id)
					mu.Unlock()
				}
			}
		})
	}
	localtest.Eventually(t, time.Minute, func() error {
		mu.Lock()
		defer mu.Unlock()
		if len(ids) < enough {
			return fmt.Errorf("%d pushes are acknowledged", len(ids))
		}
		return nil
	})
	r.Nodes[0].Kill()
	stop()
	running.Wait()
	return ids
}

// ended waits for the end of a delivery; one that nobody knows has none.
func ended(t *testing.T, r *rig.Rig, id string) (there bool) {
	t.Helper()
	localtest.Eventually(t, time.Minute, func() error {
		d, err := r.Delivery(t.Context(), id)
		there = err == nil && len(d.Articles) > 0
		if there || errors.Is(err, rig.ErrUnknown) {
			return nil
		}
		return fmt.Errorf("delivery %s is %q: %w", id, d.State, err)
	})
	return there
}
