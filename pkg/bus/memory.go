package bus

import (
	"context"

	"github.com/nats-io/nats.go"

	"github.com/wireroom/wireroom/pkg/contract"
)

// messageOverhead is about what an encoded message takes in memory beside its bytes.
const messageOverhead = 1 << 10

// hold counts the outputs of a job as bytes in work, until it is done: they are often
// many times as large as the input.
func (in *intake) hold(j *job, msgs []*nats.Msg) {
	n := 0
	for _, m := range msgs {
		n += len(m.Data) + contract.HeaderSize(m.Header) + messageOverhead
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	j.outputs += n
	j.size += n
	in.bytes += n
	in.outputs += n
	l := in.lines[j.provider]
	l.bytes += n
	l.outputs += n
}

// crowded gives a channel that is closed when a job should look again whether it may
// make outputs; nil if it may. It may not while others of its provider hold as much as
// one may have, or hold any while all is in use.
func (in *intake) crowded(j *job) <-chan struct{} {
	in.mu.Lock()
	defer in.mu.Unlock()
	own := in.lines[j.provider]
	if own == nil || own.outputs <= j.outputs || own.bytes <= most(in.limits.bytes) && in.used(own) <= in.limits.bytes {
		return nil
	}
	if in.fewer == nil {
		in.fewer = make(chan struct{})
	}
	return in.fewer
}

// slot waits for a slot, and for bytes that the outputs may take. The wait does not
// count against the handler's time. If ctx ends first there is nothing to free.
func (w *worker[In, Out]) slot(ctx context.Context, j *job) (free func()) {
	for {
		free = w.slots.Take(ctx, w.source.Lane, j.provider)
		crowded := w.intake.crowded(j)
		if crowded == nil {
			return free
		}
		free()
		start := attemptOf(ctx).stopClock()
		select {
		case <-crowded:
		case <-ctx.Done():
		}
		start()
		if ctx.Err() != nil {
			return func() {}
		}
	}
}
