package journal

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/metric"
	"github.com/wireroom/wireroom/pkg/service"
)

// Guard keeps the journal of a data folder, and mends what would do harm after damage.
type Guard struct {
	Dir     string // the data folder
	JS      jetstream.JetStream
	Streams contract.StreamOptions // of a stream that is made again
	Clock   func() time.Time
	Log     *zap.Logger

	marks Marks
	lost  *prometheus.GaugeVec
}

// Register registers the metric.
func (g *Guard) Register(r prometheus.Registerer) error {
	g.lost = prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "wireroom_stream_damaged",
		Help: "Sequences that a stream of the embedded NATS had given out and lost with damaged files; absent once `wireroom check --settle` was run."}, []string{"stream"})
	return metric.Register(r, g.lost)
}

// every is how often the journal is written, where something has changed.
const every = time.Second

// Start compares and mends before anything is written to the streams. What could not be
// mended is tried again by Follow: a stream that is full, for instance, takes no pushes
// either.
func (g *Guard) Start(ctx context.Context) {
	var err error
	if g.marks, err = LoadMarks(g.Dir); err != nil {
		g.Log.Error("the journal of the streams can't be read and is begun anew: damage before this start is not found", zap.Error(err))
		g.marks = Marks{}
	}
	if err := g.look(ctx); err != nil {
		g.Log.Error("the journal of the streams is not kept for now", zap.Error(err))
	}
}

// Follow keeps the journal until ctx ends.
func (g *Guard) Follow(ctx context.Context) {
	var failing bool
	for service.Pause(ctx, every) == nil {
		_ = g.Health(ctx) // the metric follows what was settled
		err := g.look(ctx)
		// the broker may be starting again: once is nothing
		if err != nil && failing && ctx.Err() == nil {
			g.Log.Warn("the journal of the streams is not kept for now", zap.Error(err))
		}
		failing = err != nil
	}
}

// Stop writes the journal for the last time, once Follow has ended.
func (g *Guard) Stop(ctx context.Context) error { return g.look(ctx) }

// Health says what damage was not settled yet.
func (g *Guard) Health(context.Context) error {
	all, err := LoadDamage(g.Dir)
	if err == nil && len(all) > 0 {
		err = fmt.Errorf("%d damaged since %s, the last one: %s; see wireroom check", len(all), all[0].At.Format(time.RFC3339), all[len(all)-1])
	}
	g.tell(all)
	return err
}

func (g *Guard) tell(all []Damage) {
	if g.lost == nil {
		return
	}
	g.lost.Reset()
	for _, d := range all {
		g.lost.WithLabelValues(contract.Plain(d.Stream)).Add(float64(d.Knew - d.Had))
	}
}

func (g *Guard) look(ctx context.Context) error {
	now, err := Look(ctx, g.JS)
	if err != nil {
		return err
	}
	found := Compare(g.marks, now, g.Clock().UTC())
	if len(found) == 0 {
		if maps.Equal(g.marks, now) {
			return nil
		}
		g.marks = now
		return saveMarks(g.Dir, now)
	}
	g.record(found)
	for _, d := range found {
		if err := g.mend(ctx, d); err != nil {
			return fmt.Errorf("%s: %w", d, err)
		}
	}
	if now, err = Look(ctx, g.JS); err != nil {
		return err
	}
	g.marks = now
	return saveMarks(g.Dir, now)
}

// record says what is new and keeps it, first of all: a start that is killed now finds it
// again.
func (g *Guard) record(found []Damage) {
	all, err := LoadDamage(g.Dir)
	if err != nil {
		g.Log.Error("earlier damage can't be read", zap.Error(err))
	}
	for _, d := range found {
		if slices.ContainsFunc(all, func(a Damage) bool { return a.Stream == d.Stream && a.Kind == d.Kind && a.Knew == d.Knew }) {
			continue
		}
		g.Log.Error("a stream has lost what it held: its files were damaged or removed; see wireroom check",
			zap.String("stream", d.Stream), zap.String("kind", string(d.Kind)), zap.Uint64("knew", d.Knew), zap.Uint64("has", d.Had))
		all = append(all, d)
	}
	g.tell(all)
	if err := saveDamage(g.Dir, all); err != nil {
		g.Log.Error("the damage can't be kept for wireroom check", zap.Error(err))
	}
}
