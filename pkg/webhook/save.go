package webhook

import (
	"context"
	"time"

	"github.com/wireroom/wireroom/pkg/metric"
)

// save writes how far the subscription is, and its log.
func (s *sender) save(ctx context.Context) error {
	if err := s.saveProgress(ctx); err != nil {
		return err
	}
	return s.saveLog(ctx)
}

func (s *sender) saveProgress(ctx context.Context) (err error) {
	if !s.changed {
		return nil
	}
	p := s.progress
	p.Next = s.floor()
	if s.revision, err = s.Store.SetProgress(ctx, s.sub.ID, p, s.revision); err != nil {
		return err
	}
	s.changed, s.saved = false, s.Clock()
	return nil
}

func (s *sender) saveLog(ctx context.Context) error {
	if !s.logged {
		return nil
	}
	s.logged, s.savedLog = false, s.Clock()
	return s.Store.SetLog(ctx, s.sub.ID, s.attempts)
}

// saveDue writes what has changed, not more often than is due.
func (s *sender) saveDue(ctx context.Context) error {
	now := s.Clock()
	if now.Sub(s.told) >= time.Second {
		s.told = now
		s.tell()
	}
	if now.Sub(s.saved) >= saveEvery {
		if err := s.saveProgress(ctx); err != nil {
			return err
		}
	}
	if now.Sub(s.savedLog) >= logEvery {
		return s.saveLog(ctx)
	}
	return nil
}

// untilNext is how long nothing is to be done by itself.
func (s *sender) untilNext() time.Duration {
	now := s.Clock()
	next := now.Add(5 * time.Second)
	sooner := func(t time.Time) {
		if t.Before(next) {
			next = t
		}
	}
	if s.changed {
		sooner(s.saved.Add(saveEvery))
	}
	if s.logged {
		sooner(s.savedLog.Add(logEvery))
	}
	if s.progress.Due.After(now) {
		sooner(s.progress.Due)
	} else if s.active == 0 || !s.down() && s.active < perSubscription {
		for _, f := range s.progress.Failing {
			if l := s.lanes[f.Key]; l == nil || !l.busy {
				sooner(f.Due)
			}
		}
	}
	return max(next.Sub(now), time.Millisecond)
}

// oldest is when the oldest event came that was not taken; zero if there is none.
func (s *sender) oldest() (at time.Time) {
	older := func(t time.Time) {
		if at.IsZero() || t.Before(at) {
			at = t
		}
	}
	for _, f := range s.progress.Failing {
		older(f.Since)
	}
	for _, l := range s.lanes {
		if len(l.jobs) > 0 {
			older(l.jobs[0].event.At)
		}
	}
	return at
}

// tell brings the metrics up to date.
func (s *sender) tell() {
	lag := 0.0
	if at := s.oldest(); !at.IsZero() {
		lag = max(s.Clock().Sub(at), 0).Seconds()
	}
	s.Metrics.tell(s.Source.Name, s.sub.ID, s.progress.State(), lag)
}

func (s *sender) forget() { s.Metrics.forget(s.Source.Name, s.sub.ID) }

// tell notes the state and lag of a webhook.
func (m *Metrics) tell(source, id string, state State, lag float64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	key := [2]string{source, id}
	old, was := m.known[key]
	if was && old.state != state {
		m.states.WithLabelValues(source, string(old.state)).Dec()
	}
	if !was || old.state != state {
		m.states.WithLabelValues(source, string(state)).Inc()
	}
	m.known[key] = known{state, lag}
	label := m.names.Label(id)
	if label == metric.Other {
		for k, v := range m.known {
			if k[0] == source && m.names.Label(k[1]) == metric.Other {
				lag = max(lag, v.lag)
			}
		}
	}
	m.lag.WithLabelValues(source, label).Set(lag)
}

// forget takes a webhook out of the metrics.
func (m *Metrics) forget(source, id string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	key := [2]string{source, id}
	if old, was := m.known[key]; was {
		m.states.WithLabelValues(source, string(old.state)).Dec()
		delete(m.known, key)
	}
	m.lag.DeleteLabelValues(source, m.names.Label(id))
}
