package bus

import (
	"context"
	"slices"

	"github.com/nats-io/nats.go"

	"github.com/wireroom/wireroom/pkg/contract"
)

// messageOverhead is about what an encoded message takes in memory beside its bytes:
// a map of some thirty headers, each a list of one value.
const messageOverhead = 3 << 10

// defaultGrowth is how many times its own bytes the outputs of a message may take where
// a loop does not say.
const defaultGrowth = 4

// maxGrowth is how many bytes the messages of one provider in a lane may be about to
// make. Twice as many are those of all providers.
const maxGrowth = 48 << 20

// growing is a job that waits until it may make outputs.
type growing struct {
	j    *job
	size int
	turn chan struct{}
}

// grow asks for room for what a job may make, of which nothing is known yet but the
// bytes of its input. It gives a channel that is closed when there is room; a provider's
// jobs get it in turn. The room is set aside until hold or shrink.
func (in *intake) grow(j *job, factor int) (turn <-chan struct{}) {
	in.mu.Lock()
	defer in.mu.Unlock()
	l := in.lines[j.provider]
	g := &growing{j: j, size: min(len(j.msg.Data)*factor+messageOverhead, in.limits.growth), turn: make(chan struct{})}
	l.growing = append(l.growing, g)
	in.admit(l)
	return g.turn
}

// admit lets those of a provider make outputs for whom there is room. The lock must be
// held.
func (in *intake) admit(l *line) {
	for len(l.growing) > 0 && in.mayGrow(l, l.growing[0]) {
		g := l.growing[0]
		l.growing = l.growing[1:]
		g.j.expected += g.size
		l.expected += g.size
		in.expected += g.size
		close(g.turn)
	}
}

// mayGrow reports whether there is room: not while others of the provider hold as much
// as one may have, or hold any while all is in use, nor while what is being made may
// become too much.
func (in *intake) mayGrow(l *line, g *growing) bool {
	switch {
	case l.outputs > g.j.outputs && (l.bytes > most(in.limits.bytes) || in.used(l) > in.limits.bytes):
		return false
	case l.expected > 0 && l.expected+g.size > in.limits.growth:
		return false
	default:
		return in.expected == 0 || in.expected+g.size <= 2*in.limits.growth
	}
}

// shrink gives back what was set aside for a job that made nothing, or waits for room
// no longer.
func (in *intake) shrink(j *job) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.unexpect(j)
	in.admitAll()
}

// unexpect gives back what was set aside. The lock must be held.
func (in *intake) unexpect(j *job) {
	l := in.lines[j.provider]
	l.growing = slices.DeleteFunc(l.growing, func(g *growing) bool { return g.j == j })
	l.expected -= j.expected
	in.expected -= j.expected
	j.expected = 0
}

// admitAll is admit for every provider.
func (in *intake) admitAll() {
	for _, l := range in.lines {
		in.admit(l)
	}
}

// hold counts the outputs of a job as bytes in work, until it is done: they are often
// many times as large as the input.
func (in *intake) hold(j *job, msgs []*nats.Msg) {
	n := 0
	for _, m := range msgs {
		n += len(m.Data) + contract.HeaderSize(m.Header) + messageOverhead
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	in.unexpect(j)
	j.outputs += n
	j.size += n
	in.bytes += n
	in.outputs += n
	l := in.lines[j.provider]
	l.bytes += n
	l.outputs += n
	in.admitAll()
}

// grow waits, its job parked, until there is room for what the job may make.
func (w *worker[In, Out]) grow(ctx context.Context, j *job) error {
	turn := w.intake.grow(j, w.growth())
	select {
	case <-turn:
		return nil
	default:
	}
	w.park(j)
	defer w.unpark(j)
	select {
	case <-turn:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (w *worker[In, Out]) growth() int {
	if w.Growth == 0 {
		return defaultGrowth
	}
	return w.Growth
}
