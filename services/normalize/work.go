package normalize

import (
	"context"
	"sync"

	"golang.org/x/sync/semaphore"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
)

// The budget of bytes in work. A document takes up to 25 times its bytes while it is
// read (TestCostTable measures it), and what was made of it stays until the last of it is
// written.
const (
	// workBytes is how many bytes of documents are in work at once, of all lanes
	// together but flash, which has as many of its own. A longer document has all of it
	// to itself.
	workBytes = 8 << 20
	// smallBytes is what takes nothing of the budget: the number of messages in flight
	// bounds what such documents take together.
	smallBytes = 32 << 10
)

// workBudget bounds the bytes of documents in work. Who waits first is served first.
type workBudget struct{ flash, others *semaphore.Weighted }

func newWorkBudget() workBudget {
	return workBudget{semaphore.NewWeighted(workBytes), semaphore.NewWeighted(workBytes)}
}

// take waits for a share and gives what gives it back, which may be called again.
func (b workBudget) take(lane contract.Lane, size int) (free func()) {
	if size <= smallBytes {
		return func() {}
	}
	share, weight := b.others, int64(min(size, workBytes))
	if lane == contract.Flash {
		share = b.flash
	}
	_ = share.Acquire(context.Background(), weight) // no end of a context: it can't fail
	return sync.OnceFunc(func() { share.Release(weight) })
}

// decode takes a message's share before its handler's time begins: the wait for it is
// none of the message's doing.
func (b workBudget) decode(m bus.Msg) (Delivery, error) {
	d, err := decode(m)
	if err == nil {
		d.free = b.take(d.Lane, len(d.Data))
	}
	return d, err
}
