// Package torture runs the wire as separate processes, does to them what a seeded plan says
// while providers push and readers read, and holds the history against the promises
// afterwards.
//
// The checker knows nothing of the wire but what providers were answered and readers got; it
// must not share code with the wire.
package torture

import (
	"fmt"
	"math/rand/v2"
	"time"
)

// Kind is what a fault does.
type Kind string

// The kinds of faults.
const (
	Kill       Kind = "kill -9"           // of a service, started again at once
	KillTwice  Kind = "kill -9 in start"  // and again a moment after its start
	KillDrain  Kind = "kill -9 in drain"  // a moment after SIGTERM
	Suspend    Kind = "SIGSTOP"           // of a service, for a while
	NATSKill   Kind = "nats: kill -9"     // of the leader of NEWS where there are three
	NATSStop   Kind = "nats: SIGSTOP"     // of one server
	NATSQuorum Kind = "nats: quorum lost" // two of three killed; on one server: away for a while
	RedisKill  Kind = "redis: kill -9"    //
	RedisAway  Kind = "redis: away"       //
	RedisEmpty Kind = "redis: FLUSHALL"   //
	RedisFull  Kind = "redis: full"       // maxmemory of a byte
	RedisRead  Kind = "redis: read-only"  // a replica of nothing
	LinkSlow   Kind = "network: slow"     // each piece of data between services and NATS is late
	LinkCut    Kind = "network: cut"      // all connections between services and NATS
	DiskFull   Kind = "disk: full"        // of one nats-server, which is started again once there is room
	DiskSlow   Kind = "disk: slow"        // of all nats-servers
	PowerCut   Kind = "power cut"         // of all nats-servers or of one: what was not synced is gone
	ClockBack  Kind = "clock: set back"   // of a service or a nats-server for a while
	ClockAhead Kind = "clock: set ahead"  // of a service for a while
	OldStage   Kind = "version before"    // of a service for a while
)

// Fault is one step of a plan.
type Fault struct {
	Kind   Kind
	Target int           // of services or servers, taken modulo their number
	After  time.Duration // since the fault before was over
	For    time.Duration // how long it lasts
}

func (f Fault) String() string {
	return fmt.Sprintf("after %s: %s, target %d, for %s", f.After, f.Kind, f.Target, f.For)
}

// kinds by how often they come.
func kinds() []Kind {
	return []Kind{Kill, Kill, Kill, KillTwice, KillTwice, KillDrain, KillDrain, Suspend, Suspend, NATSKill, NATSKill, NATSStop, NATSQuorum,
		RedisKill, RedisAway, RedisEmpty, RedisFull, RedisRead, LinkSlow, LinkCut, LinkCut,
		DiskFull, DiskSlow, PowerCut, PowerCut, ClockBack, ClockAhead, OldStage}
}

// steady are the kinds by which no service ends.
func steady() []Kind {
	return []Kind{Suspend, NATSKill, NATSStop, NATSQuorum, RedisKill, RedisAway, RedisEmpty, RedisFull, RedisRead, LinkSlow, LinkCut, LinkCut,
		DiskFull, DiskSlow, PowerCut}
}

// Plan gives n faults, none of which lasts longer than longest, and most much shorter; the
// same seed gives the same ones.
func Plan(seed uint64, n int, longest time.Duration) []Fault {
	return draw(rand.New(rand.NewPCG(seed, 1)), kinds(), n, longest) //nolint:gosec // repeatable
}

func draw(rng *rand.Rand, all []Kind, n int, longest time.Duration) []Fault {
	out := make([]Fault, n)
	for i := range out {
		x := rng.Float64()
		out[i] = Fault{Kind: all[rng.IntN(len(all))], Target: rng.IntN(12), After: time.Duration(20+rng.IntN(280)) * time.Millisecond,
			For: time.Millisecond + time.Duration(x*x*x*float64(longest)).Truncate(time.Millisecond)}
	}
	return out
}

// Step is what a provider does with one article.
type Step struct {
	Do    Do
	After time.Duration
	Twice bool // pushed by two at once, under one key
	Abort bool // a first try is cut off within the request
}

// Do is the kind of a step.
type Do string

// The kinds of steps.
const (
	Write   Do = "write"
	Embargo Do = "embargo" // a first version that is held for a moment
	Take    Do = "kill"
	Poison  Do = "poison" // a document that nothing reads
)

// Story is the steps of one article, in order; the last one may be a kill.
func Story(rng *rand.Rand) []Step {
	n, first := 1+rng.IntN(4), Write
	switch rng.IntN(10) {
	case 0:
		return []Step{{Do: Poison}}
	case 1:
		n, first = 1, Embargo
	}
	steps := make([]Step, n, n+1)
	for i := range steps {
		steps[i] = Step{Do: Write, After: time.Duration(rng.IntN(200)) * time.Millisecond, Twice: rng.IntN(5) == 0, Abort: rng.IntN(5) == 0}
	}
	steps[0].Do = first
	if first == Write && rng.IntN(4) == 0 {
		steps = append(steps, Step{Do: Take, Abort: rng.IntN(3) == 0})
	}
	return steps
}
