package bus

import (
	"context"
	"errors"
	"sync"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// acker acknowledges what one consumer delivered, many at once: the server takes the
// acknowledgements of a consumer in the order in which a connection sends them, so that
// the reply to the last one confirms the batch. A lone one waits for nobody.
type acker struct {
	nc      *nats.Conn
	mu      sync.Mutex
	pending []ack
	flying  bool
}

type ack struct {
	msg  jetstream.Msg
	done chan error
}

// await acknowledges msg and waits for the broker's reply.
func (a *acker) await(ctx context.Context, msg jetstream.Msg) error {
	done := make(chan error, 1)
	a.mu.Lock()
	a.pending = append(a.pending, ack{msg, done})
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

// plainAck is what acknowledges a message (ADR-15). It is sent past the client's
// message, which would take it for acknowledged and not be asked again.
var plainAck = []byte("+ACK")

// serve sends a batch and awaits the reply to its last. Where that does not come, or
// comes over another connection than the others went, nobody knows of them, and each is
// asked for by itself.
func (a *acker) serve(ctx context.Context, batch []ack) {
	last := len(batch) - 1
	connection := a.nc.Stats().Reconnects
	var err error
	for _, one := range batch[:last] {
		err = errors.Join(err, a.nc.Publish(one.msg.Reply(), plainAck))
	}
	own := doubleAck(ctx, batch[last].msg)
	batch[last].done <- own
	known := err == nil && own == nil && a.nc.Stats().Reconnects == connection
	for _, one := range batch[:last] {
		if known {
			one.done <- nil
		} else {
			one.done <- doubleAck(ctx, one.msg)
		}
	}
}
