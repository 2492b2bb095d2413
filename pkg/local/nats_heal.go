package local

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/metric"
	"github.com/wireroom/wireroom/pkg/service"
)

// A store that could not write once takes nothing any more until its server is started
// again, however much room there is by then; and the server fixes its own limit of all
// streams at its start.
const (
	healEvery   = 2 * time.Second
	healMaxWait = time.Minute // between restarts that do not help
	healRoom    = MaxPayload  // bytes that have to be free before a restart is worth it
)

var (
	errNotStoring = errors.New("streams take no messages since a write failed")
	errLimit      = errors.New("all streams together are at the limit that the server was started with")
)

// NATSMetrics registers whether the embedded server stores, as n says; nil is for a list
// of the metrics.
func NATSMetrics(r prometheus.Registerer, n *NATS) error {
	return metric.Register(r, prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "wireroom_embedded_nats_ok",
		Help: "1 while the embedded NATS stores what it is given, 0 since a write failed (a full disk) or its own limit is reached. It is started again in place once there is room."},
		func() float64 {
			if n != nil && n.Stores() == nil {
				return 1
			}
			return 0
		}))
}

// Stores is nil while the server stores what it is given, else it says what is wrong.
func (n *NATS) Stores() error {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.stores()
}

func (n *NATS) stores() error {
	if !n.server.JetStreamEnabled() {
		return fmt.Errorf("%w: JetStream is off", errNotStoring)
	}
	health := n.server.Healthz(&server.HealthzOptions{Details: true})
	var errs []error
	for _, e := range health.Errors {
		// others are of streams that are being made or deleted, or that no restart recovers
		if e.Type == server.HealthzErrorStream && strings.Contains(e.Error, "write error") {
			errs = append(errs, errors.New(e.Error))
		}
	}
	if len(errs) > 0 {
		return fmt.Errorf("%w: %w", errNotStoring, errors.Join(errs...))
	}
	if used, most := n.usage(); most > 0 && used >= most {
		return fmt.Errorf("%w: %d of %d bytes", errLimit, used, most)
	}
	return nil
}

func (n *NATS) usage() (used, most int64) {
	info, err := n.server.Jsz(nil)
	if err != nil {
		return 0, 0
	}
	return int64(info.Store), info.Config.MaxStore //nolint:gosec // bytes of a disk
}

// Heal looks every two seconds, until ctx ends, whether the server stores. Where it does
// not and there is room, it starts the server again in place: on the same port, with the
// same files; clients connect again by themselves, as after any restart.
func (n *NATS) Heal(ctx context.Context) {
	var told bool
	wait := healEvery
	for service.Pause(ctx, wait) == nil {
		err := n.Stores()
		if err == nil {
			if told {
				n.log.Info("the embedded NATS stores again")
			}
			told, wait = false, healEvery
			continue
		}
		if !told {
			n.log.Error("the embedded NATS does not store; it is started again once there is room", zap.Error(err))
			told = true
		}
		if !n.room(err) {
			wait = healEvery
			continue
		}
		n.log.Warn("there is room: the embedded NATS is started again in place")
		if err := n.restart(ctx); err != nil {
			n.log.Error("the embedded NATS does not start", zap.Error(err))
		}
		wait = min(2*wait, healMaxWait)
	}
}

// room reports whether a restart can help: there are bytes for new messages, and where
// the limit was reached, a new one would be larger by a tenth.
func (n *NATS) room(cause error) bool {
	free, err := freeBytes(n.cfg.Dir)
	if err != nil || free < healRoom {
		return false
	}
	if !errors.Is(cause, errLimit) {
		return true
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	used, most := n.usage()
	return n.cfg.MaxStore == 0 && (used+free)/4*3 > most+most/10 // as the server reckons
}

func (n *NATS) restart(ctx context.Context) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.closed {
		return nil
	}
	n.shutdown()
	return n.launch(ctx)
}
