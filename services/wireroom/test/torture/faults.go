package torture

import (
	"context"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/services/wireroom/test/rig"
)

// apply does one fault and undoes it, so that the next one meets a wire that is coming back.
func (w *world) apply(f Fault) {
	w.t.Helper()
	service := w.Proc(rig.Names()[f.Target%len(rig.Names())])
	node := w.Nodes[f.Target%len(w.Nodes)]
	switch f.Kind {
	case Kill:
		w.again(service)
	case KillTwice:
		w.again(service)
		time.Sleep(f.For)
		w.again(service)
	case KillDrain:
		service.Send(syscall.SIGTERM)
		time.Sleep(f.For / 4)
		w.again(service)
	case Suspend:
		w.suspend(service, f.For)
	case NATSKill:
		node = w.Nodes[w.leader()]
		node.Kill()
		time.Sleep(f.For / 2)
		require.NoError(w.t, node.Start())
	case NATSStop:
		w.suspend(node, f.For)
	case NATSQuorum:
		w.quorum(f)
	case LinkSlow:
		w.link.Slow(20 * time.Millisecond)
		time.Sleep(f.For)
		w.link.Slow(0)
	case LinkCut:
		w.link.Cut()
	case DiskFull, DiskSlow, PowerCut:
		w.disk(f)
	case ClockBack, ClockAhead:
		w.clock(f)
	case OldStage:
		w.older(service, f.For)
	default:
		w.redis(f)
	}
}

func (w *world) again(p *rig.Proc) {
	w.t.Helper()
	p.Kill()
	require.NoError(w.t, p.Start())
}

func (w *world) suspend(p *rig.Proc, d time.Duration) {
	p.Send(syscall.SIGSTOP)
	time.Sleep(d)
	p.Send(syscall.SIGCONT)
}

// quorum takes most servers away for a while.
func (w *world) quorum(f Fault) {
	w.t.Helper()
	var gone []*rig.Proc
	for i := range len(w.Nodes)/2 + 1 {
		p := w.Nodes[(f.Target+i)%len(w.Nodes)]
		p.Kill()
		gone = append(gone, p)
	}
	time.Sleep(f.For)
	for _, p := range gone {
		require.NoError(w.t, p.Start())
	}
}

// disk does what a disk can do. A server whose disk was full takes nothing until it is started
// again, as docs/runbooks/disk-full.md says.
func (w *world) disk(f Fault) {
	w.t.Helper()
	if len(w.Disks) == 0 {
		w.t.Logf("left out, since no disk can be mounted here: %v", w.NoDisks)
		return
	}
	one := f.Target % len(w.Disks)
	switch f.Kind {
	case DiskFull:
		w.Disks[one].Full(true)
		time.Sleep(f.For)
		w.Disks[one].Full(false)
		w.again(w.Nodes[one])
	case DiskSlow:
		w.slowDisks(20 * time.Millisecond)
		time.Sleep(f.For)
		w.slowDisks(0)
	case PowerCut:
		cut := []int{one}
		if f.Target%2 == 0 {
			cut = w.all()
		}
		w.power(cut)
	}
}

// clock sets a clock, and puts it right again. What is due is due by the clock of NATS, which
// is therefore never ahead here, and never so far behind that an embargo is late by more than
// the bound.
func (w *world) clock(f Fault) {
	w.t.Helper()
	if !w.options.Clocks {
		w.t.Log("left out, since the processes are built without clocks that can be set")
		return
	}
	p, step := w.Proc(rig.Names()[f.Target%len(rig.Names())]), time.Hour
	switch {
	case f.Kind == ClockBack && f.Target%3 == 0:
		p, step = w.Nodes[f.Target%len(w.Nodes)], -20*time.Second
	case f.Kind == ClockBack:
		step = -time.Hour
	}
	w.SetClock(p, step)
	time.Sleep(f.For)
	w.SetClock(p, 0)
}

// older has a service run an earlier version for a while.
func (w *world) older(p *rig.Proc, d time.Duration) {
	w.t.Helper()
	if w.options.Old == "" {
		w.t.Log("left out, since no earlier version is built")
		return
	}
	w.Older(p.Name, true)
	w.again(p)
	time.Sleep(2*d + time.Second) // it has to start
	w.Older(p.Name, false)
	w.again(p)
}

func (w *world) all() []int {
	out := make([]int, len(w.Nodes))
	for i := range out {
		out[i] = i
	}
	return out
}

func (w *world) slowDisks(d time.Duration) {
	for _, disk := range w.Disks {
		disk.Slow(d)
	}
}

// power cuts the power of servers at once. Each file has lost all that was not synced, or
// nothing: what a disk had written by itself nobody knows.
func (w *world) power(nodes []int) {
	w.t.Helper()
	w.slowDisks(10 * time.Millisecond) // so that much is between a write and its sync
	time.Sleep(100 * time.Millisecond)
	for _, i := range nodes {
		w.Nodes[i].Send(syscall.SIGSTOP) // so that they end together
	}
	defer w.slowDisks(0)
	for _, i := range nodes {
		w.Nodes[i].Kill()
	}
	for _, i := range nodes {
		lost, err := w.Disks[i].PowerCut(func() bool { return w.rng.IntN(2) == 0 })
		require.NoError(w.t, err)
		w.t.Logf("%s: %d files lost what was not synced", w.Nodes[i].Name, lost)
		require.NoError(w.t, w.Nodes[i].Start())
	}
}

// leader gives the number of the server that leads NEWS, 0 where nobody does.
func (w *world) leader() int {
	ctx, cancel := context.WithTimeout(w.t.Context(), 2*time.Second)
	defer cancel()
	s, err := w.js.Stream(ctx, contract.StreamNews)
	if err != nil || s.CachedInfo().Cluster == nil {
		return 0
	}
	n, err := strconv.Atoi(strings.TrimPrefix(s.CachedInfo().Cluster.Leader, "n"))
	if err != nil || n >= len(w.Nodes) {
		return 0
	}
	return n
}

func (w *world) redis(f Fault) {
	w.t.Helper()
	w.tell("PING") // after a kill it is started again by itself
	switch f.Kind {
	case RedisKill:
		w.Redis.Kill()
	case RedisAway:
		w.Redis.Stop()
		time.Sleep(f.For)
		w.Redis.Start()
	case RedisEmpty:
		w.tell("FLUSHALL")
	case RedisFull:
		w.tell("CONFIG", "SET", "maxmemory", "1")
		time.Sleep(f.For)
		w.tell("CONFIG", "SET", "maxmemory", "0")
	case RedisRead:
		w.tell("REPLICAOF", "127.0.0.1", "1")
		time.Sleep(f.For)
		w.tell("REPLICAOF", "NO", "ONE")
	}
}

// tell has Redis do something, once it answers.
func (w *world) tell(command ...any) {
	w.t.Helper()
	localtest.Eventually(w.t, 30*time.Second, func() error { return w.Redis.Client().Do(w.t.Context(), command...).Err() })
}

// calm ends all faults.
func (w *world) calm() {
	w.t.Helper()
	w.link.Slow(0)
	for _, disk := range w.Disks {
		disk.Full(false)
		disk.Slow(0)
	}
	for _, name := range rig.Names() {
		if p := w.Proc(name); !p.Running() {
			w.t.Errorf("%s has ended by itself", name)
			require.NoError(w.t, p.Start())
		}
	}
	w.tell("CONFIG", "SET", "maxmemory", "0")
	w.tell("REPLICAOF", "NO", "ONE")
}
