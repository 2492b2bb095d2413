package bus

import (
	"context"
	"errors"
	"sync"

	"github.com/nats-io/nats.go"
)

// acker acknowledges what one consumer delivered, many at once: the server takes the
// acknowledgements of a consumer in the order in which a connection sends them, so that
// the reply to the last one confirms the batch. A lone one waits for nobody.
type acker struct {
	nc      *nats.Conn
	publish func(subject string, data []byte) error // nc.Publish
	mu      sync.Mutex
	pending []ack
	flying  bool
}

type ack struct {
	reply string // of the delivery
	done  chan error
}

// await acknowledges the delivery with this reply subject and waits for the broker's reply.
func (a *acker) await(ctx context.Context, reply string) error {
	done := make(chan error, 1)
	a.mu.Lock()
	a.pending = append(a.pending, ack{reply, done})
	first := !a.flying
	a.flying = true
	a.mu.Unlock()
	if first {
		go a.fly(ctx)
	}
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// fly acknowledges until nothing is left.
func (a *acker) fly(ctx context.Context) {
	for {
		a.mu.Lock()
		batch := a.pending
		a.pending = nil
		if len(batch) == 0 {
			a.flying = false
			a.mu.Unlock()
			return
		}
		a.mu.Unlock()
		a.serve(ctx, batch)
	}
}

// plainAck is what acknowledges a message (ADR-15), and progress what asks for more
// time.
var (
	plainAck = []byte("+ACK")
	progress = []byte("+WPI")
)

// serve sends a batch and awaits the reply to its last. Where that does not come, or
// comes over another connection than the others went, nobody knows of them, and each is
// asked for by itself.
func (a *acker) serve(ctx context.Context, batch []ack) {
	last := len(batch) - 1
	connection := a.nc.Stats().Reconnects
	var err error
	for _, one := range batch[:last] {
		err = errors.Join(err, a.publish(one.reply, plainAck))
	}
	own := a.ask(ctx, batch[last].reply)
	batch[last].done <- own
	known := err == nil && own == nil && a.nc.Stats().Reconnects == connection
	for _, one := range batch[:last] {
		if known {
			one.done <- nil
		} else {
			one.done <- a.ask(ctx, one.reply)
		}
	}
}

// ask acknowledges one delivery and awaits the reply.
func (a *acker) ask(ctx context.Context, reply string) error {
	ctx, cancel := context.WithTimeout(ctx, publishTimeout)
	defer cancel()
	_, err := a.nc.RequestWithContext(ctx, reply, plainAck)
	return err
}
