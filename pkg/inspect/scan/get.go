package scan

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// Get reads the message of a sequence, nil if it is not there.
func Get(ctx context.Context, js jetstream.JetStream, stream string, seq uint64) (*Msg, error) {
	s, err := js.Stream(ctx, stream)
	if err != nil {
		return nil, Explain(stream, err)
	}
	m, err := get(ctx, s, stream, seq)
	if m == nil && err == nil && s.CachedInfo().Config.AllowDirect {
		return fromLeader(ctx, js, stream, seq)
	}
	return m, err
}

// Last reads the last message on a subject, nil if there is none.
func Last(ctx context.Context, js jetstream.JetStream, stream, subject string) (*Msg, error) {
	s, err := js.Stream(ctx, stream)
	if err != nil {
		return nil, Explain(stream, err)
	}
	m, err := s.GetLastMsgForSubject(ctx, subject)
	return stored(stream, m, err)
}

func get(ctx context.Context, s jetstream.Stream, stream string, seq uint64, opts ...jetstream.GetMsgOpt) (*Msg, error) {
	m, err := s.GetMsg(ctx, seq, opts...)
	return stored(stream, m, err)
}

// answerHeaders are what the server's answer to a direct get adds (ADR-31): no part
// of the message.
func answerHeaders() []string {
	return []string{"Nats-Stream", "Nats-Subject", "Nats-Sequence", "Nats-Time-Stamp", "Nats-Num-Pending", "Nats-Last-Sequence", "Nats-UpTo-Sequence"}
}

func stored(stream string, m *jetstream.RawStreamMsg, err error) (*Msg, error) {
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", stream, err)
	}
	for _, name := range answerHeaders() {
		delete(m.Header, name)
	}
	return &Msg{Stream: stream, Subject: m.Subject, Sequence: m.Sequence, Time: m.Time, Header: m.Header, Data: m.Data}, nil
}

// Next reads the first message at or after seq whose subject matches, nil if
// there is none.
func Next(ctx context.Context, s jetstream.Stream, seq uint64, filter string) (*Msg, error) {
	return get(ctx, s, s.CachedInfo().Config.Name, max(seq, 1), jetstream.WithGetMsgSubject(filter))
}

// Queue gives fn the messages of a work queue from a time on, oldest first, limit
// of them at most; it reads them one by one, since a work queue allows no consumer
// beside the stage's. It reports whether it saw all.
func Queue(ctx context.Context, js jetstream.JetStream, stream, filter string, since time.Time, limit int, fn func(Msg) error) (all bool, err error) {
	s, err := js.Stream(ctx, stream)
	if err != nil {
		return false, Explain(stream, err)
	}
	seq, err := firstAt(ctx, s, since)
	if err != nil {
		return false, err
	}
	for range limit {
		m, err := Next(ctx, s, seq, filter)
		if err != nil || m == nil {
			return err == nil, err
		}
		if err := fn(*m); err != nil {
			return true, stopped(err)
		}
		seq = m.Sequence + 1
	}
	return false, nil
}

func stopped(err error) error {
	if errors.Is(err, ErrStop) {
		return nil
	}
	return err
}

// firstAt finds the first sequence that was stored at a time or later, by halves.
func firstAt(ctx context.Context, s jetstream.Stream, at time.Time) (uint64, error) {
	state := s.CachedInfo().State
	low, high := state.FirstSeq, state.LastSeq+1
	for low < high {
		middle := low + (high-low)/2
		m, err := Next(ctx, s, middle, ">")
		if err != nil {
			return 0, err
		}
		if m == nil || !m.Time.Before(at) {
			high = middle
		} else {
			low = m.Sequence + 1
		}
	}
	return low, nil
}
