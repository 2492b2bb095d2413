package publish

import (
	"context"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/service"
)

// releaseEvery is how often what HELD gave free is looked through.
const releaseEvery = 10 * time.Second

// released is the source of what the broker releases after an embargo: it is awaited,
// and no bulk.
func released() bus.Source {
	return bus.Source{Stage: contract.Publish, Stream: contract.StreamHeld, Lane: "release", Filter: contract.ReleaseSubject(">")}
}

// settled removes what was released once its receipt is stored: before, a process that
// dies between the two would leave its provider without one. What can't be removed now
// goes with the next sweep.
func (p *publisher) settled(ctx context.Context, m bus.Msg) {
	if m.Stream != contract.StreamHeld {
		return
	}
	if err := p.held.Delete(ctx, m.Sequence); err != nil {
		p.log.Debug("a settled article stays on HELD for now", zap.Uint64("sequence", m.Sequence), zap.Error(err))
	}
}

// sweepReleased removes what was released and is settled, again and again until ctx
// ends. Most is gone by then; what became a dead letter is not, whoever gave it up.
func (p *publisher) sweepReleased(ctx context.Context, js jetstream.JetStream) {
	for service.Pause(ctx, releaseEvery) == nil {
		if err := p.sweepOnce(ctx, js); err != nil && ctx.Err() == nil {
			p.log.Warn("settled articles stay on HELD for now", zap.Error(err))
		}
	}
}

func (p *publisher) sweepOnce(ctx context.Context, js jetstream.JetStream) error {
	cons, err := js.Consumer(ctx, contract.StreamHeld, released().Durable())
	if err != nil {
		return fmt.Errorf("look up consumer %s: %w", released().Durable(), err)
	}
	p.compareClocks(cons.CachedInfo().TimeStamp)
	// all that comes before the floor is acknowledged or terminated: its dead letter is
	// stored
	if floor := cons.CachedInfo().AckFloor.Stream; floor > 0 {
		return p.held.PurgeBefore(ctx, released().Filter, floor+1)
	}
	return nil
}

// clocksAgree is by how much clocks may differ before an operator is told.
const clocksAgree = time.Second

// compareClocks tells an operator when the clock of NATS and ours come to differ, or agree
// again: an embargo ends when both say so.
func (p *publisher) compareClocks(nats time.Time) {
	ahead := nats.Sub(p.clock())
	p.metrics.clocks.Set(ahead.Seconds())
	differ := ahead.Abs() > clocksAgree
	if p.clocksDiffer.Swap(differ) == differ {
		return
	}
	if differ {
		p.log.Warn("the clocks of NATS and of this process differ: embargoes end when both say so", zap.Duration("ahead", ahead))
	} else {
		p.log.Info("the clocks of NATS and of this process agree again")
	}
}
