package bus

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/metric"
	"github.com/wireroom/wireroom/pkg/service"
)

// StreamMetrics tell how the streams do, and what is dead. The two ends of the wire
// export them, so that one of them is enough.
type StreamMetrics struct {
	messages, bytes, limit, replicas, inStep, dead *prometheus.GaugeVec

	written    *written
	answers    prometheus.Gauge
	names      *metric.Names
	deadBefore map[[2]string]uint64
}

// NewStreamMetrics registers the metrics with r.
func NewStreamMetrics(r prometheus.Registerer, known func(provider string) bool) (*StreamMetrics, error) {
	m := &StreamMetrics{
		messages: gauge("wireroom_stream_messages", "Messages that a stream holds.", "stream"),
		bytes:    gauge("wireroom_stream_bytes", "Bytes that a stream holds, one replica of it.", "stream"),
		limit:    gauge("wireroom_stream_limit_bytes", "Bytes that a stream may hold; absent where it has no limit.", "stream"),
		replicas: gauge("wireroom_stream_replicas", "Replicas that a stream should have.", "stream"),
		inStep:   gauge("wireroom_stream_replicas_current", "Replicas of a stream that are in step, its leader included; 0 without a leader.", "stream"),
		written:  &written{},
		dead:     gauge("wireroom_dead_letters_waiting", "Dead letters that wait for an operator, by provider.", "stage", "provider"),
		answers: prometheus.NewGauge(prometheus.GaugeOpts{Name: "wireroom_jetstream_ok",
			Help: "1 if JetStream answered when it was asked last for its streams, 0 if not."}),
		names: metric.NewNames(known),
	}
	return m, metric.Register(r, m.messages, m.bytes, m.limit, m.replicas, m.inStep, m.written, m.dead, m.answers)
}

// Watch looks every 15 seconds until ctx ends.
func (m *StreamMetrics) Watch(ctx context.Context, js jetstream.JetStream, log *zap.Logger) {
	for {
		err := m.look(ctx, js)
		if ctx.Err() != nil {
			return
		}
		m.answers.Set(1)
		next := lookEvery
		if err != nil {
			// what is not known is not told, rather than told wrong
			m.forget()
			m.answers.Set(0)
			next = lookAgain
			log.Debug("streams unknown", zap.Error(err))
		}
		if service.Pause(ctx, next) != nil {
			return
		}
	}
}

func (m *StreamMetrics) look(ctx context.Context, js jetstream.JetStream) error {
	ctx, cancel := context.WithTimeout(ctx, lookTimeout)
	defer cancel()
	names := []string{"OBJ_" + contract.BucketMedia}
	for _, s := range contract.Streams(contract.StreamOptions{}) {
		names = append(names, s.Name)
	}
	for _, name := range names {
		s, err := js.Stream(ctx, name)
		if errors.Is(err, jetstream.ErrStreamNotFound) {
			continue
		}
		if err != nil {
			return fmt.Errorf("look up stream %s: %w", name, err)
		}
		m.tell(s.CachedInfo())
		if name != contract.StreamDead {
			continue
		}
		info, err := s.Info(ctx, jetstream.WithSubjectFilter("dead.>"))
		if err != nil {
			return fmt.Errorf("look up dead letters: %w", err)
		}
		m.tellDead(info.State.Subjects)
	}
	return nil
}

func (m *StreamMetrics) tell(i *jetstream.StreamInfo) {
	name := Label(i.Config.Name)
	m.messages.WithLabelValues(name).Set(float64(i.State.Msgs))
	m.bytes.WithLabelValues(name).Set(float64(i.State.Bytes))
	m.written.set(name, i.State.LastSeq)
	m.replicas.WithLabelValues(name).Set(float64(i.Config.Replicas))
	m.inStep.WithLabelValues(name).Set(float64(inStep(i.Cluster)))
	if i.Config.MaxBytes > 0 {
		m.limit.WithLabelValues(name).Set(float64(i.Config.MaxBytes))
	} else {
		m.limit.DeleteLabelValues(name)
	}
}

// Label is a stream's name in metrics: that of the setting of its limit.
func Label(stream string) string {
	if stream == "OBJ_"+contract.BucketMedia {
		return contract.LimitMedia
	}
	return stream
}

func inStep(c *jetstream.ClusterInfo) int {
	if c == nil {
		return 1 // a single server
	}
	n := 0
	if c.Leader != "" {
		n++
	}
	for _, r := range c.Replicas {
		if r.Current && !r.Offline {
			n++
		}
	}
	return n
}

// tellDead adds what is on dead.<stage>.<provider>.
func (m *StreamMetrics) tellDead(subjects map[string]uint64) {
	sums := map[[2]string]uint64{}
	for subject, n := range subjects {
		tokens := strings.SplitN(subject, ".", 3)
		if len(tokens) == 3 {
			sums[[2]string{stageLabel(tokens[1]), m.names.Label(tokens[2])}] += n
		}
	}
	for key, n := range sums {
		m.dead.WithLabelValues(key[:]...).Set(float64(n))
	}
	for key := range m.deadBefore {
		if _, still := sums[key]; !still {
			m.dead.DeleteLabelValues(key[:]...)
		}
	}
	m.deadBefore = sums
}

func stageLabel(token string) string {
	switch s := contract.Stage(token); s {
	case contract.Ingest, contract.Normalize, contract.Enrich, contract.Publish:
		return token
	default:
		return metric.Other
	}
}

func (m *StreamMetrics) forget() {
	for _, g := range []*prometheus.GaugeVec{m.messages, m.bytes, m.limit, m.replicas, m.inStep, m.dead} {
		g.Reset()
	}
	m.written.reset()
}
