// Package lastword makes a stream the last word on each article: one conditional
// write decides, whoever else writes at the same time and however late a
// redelivery comes.
//
// It expects the article's last sequence, and where the server says that another
// one is last, it reads that message and applies the order of versions. It holds
// no rule itself (package dedup does) and keeps nothing.
//
// The condition with a wildcard filter is safe only among writers that all name the
// very same filter text, one by one: on three replicas the server does not see an
// ordinary publish that is on its way, and within an atomic batch it does not see what
// the batch holds. So nothing else may write NEWS, and nothing may write it in a batch
// (TestNothingElseWritesNews).
package lastword

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/dedup"
	"github.com/wireroom/wireroom/pkg/service"
)

// Last is the last message that a stream holds of an article.
type Last struct {
	Sequence uint64
	Subject  string
	Envelope *contract.Envelope
}

// Result says what became of a write.
type Result struct {
	Decision dedup.Decision
	Sequence uint64 // of our message; of the last one where ours was not written
	Subject  string
	Last     *Last // what was last before ours; nil if nothing
}

// ErrUnreadable says that the last message is none of ours: asking again does not help.
var ErrUnreadable = errors.New("the last message of the article can't be understood")

// Compose builds the message to be written after last (nil: the first one), with a
// header. An error ends the write.
type Compose func(d dedup.Decision, last *Last) (*nats.Msg, error)

// Writer writes conditionally to one stream.
type Writer struct {
	js     jetstream.JetStream
	name   string
	stream jetstream.Stream
}

// New makes a writer. The stream must exist and allow no direct get: a follower's
// answer may be old.
func New(ctx context.Context, js jetstream.JetStream, stream string) (*Writer, error) {
	s, err := js.Stream(ctx, stream)
	if err != nil {
		return nil, fmt.Errorf("look up stream %s: %w", stream, err)
	}
	return &Writer{js: js, name: stream, stream: s}, nil
}

const (
	writeTimeout = 5 * time.Second
	// a replicated stream may refuse by a write that its leader has not applied
	// yet: what is read then is not the last one for a moment
	settlePause = 2 * time.Millisecond
)

// Write offers next to the subjects that filter names. Nothing is written unless
// the order says so. An error means that nobody knows: ask again, unless it is
// ErrUnreadable, one of compose, a bus.Fault, or of the class bus.Permanent.
func (w *Writer) Write(ctx context.Context, filter string, next dedup.State, compose Compose) (Result, error) {
	var last *Last
	for try := 0; ; try++ {
		d := dedup.Decide(stateOf(last), next)
		if d.Verdict != dedup.Publish {
			return Result{Decision: d, Sequence: last.Sequence, Subject: last.Subject, Last: last}, nil
		}
		msg, err := compose(d, last)
		if err != nil {
			return Result{}, err
		}
		seq, err := w.publish(ctx, msg, filter, last)
		if err == nil {
			return Result{Decision: d, Sequence: seq, Subject: msg.Subject, Last: last}, nil
		}
		if bus.Classify(err) != bus.Conflict {
			return Result{}, bus.At(w.name, fmt.Errorf("write %s: %w", msg.Subject, err))
		}
		if try > 0 {
			if err := service.Pause(ctx, settlePause*time.Duration(min(try, 50))); err != nil {
				return Result{}, err
			}
		}
		if last, err = w.Read(ctx, filter); err != nil {
			return Result{}, err
		}
	}
}

func stateOf(last *Last) *dedup.State {
	if last == nil {
		return nil
	}
	s := last.Envelope.State()
	return &s
}

func (w *Writer) publish(ctx context.Context, msg *nats.Msg, filter string, last *Last) (uint64, error) {
	ctx, cancel := context.WithTimeout(ctx, writeTimeout)
	defer cancel()
	var seq uint64
	if last != nil {
		seq = last.Sequence
	}
	out := *msg
	out.Subject = contract.Written(msg.Subject)
	out.Header[contract.HeaderExpectedSeq] = []string{strconv.FormatUint(seq, 10)}
	out.Header[contract.HeaderExpectedSeqSubject] = []string{filter}
	if n := contract.HeaderSize(out.Header); n > contract.MaxHeaders {
		return 0, &bus.Fault{Reason: contract.ReasonHeaders, Err: fmt.Errorf("%d bytes of headers, where a message has %d at most", n, contract.MaxHeaders)}
	}
	ack, err := bus.Publish(ctx, w.js, &out)
	if err != nil {
		return 0, err
	}
	return ack.Sequence, nil
}

// Read gives the last message under filter, nil if there is none.
func (w *Writer) Read(ctx context.Context, filter string) (*Last, error) {
	last, _, err := w.ReadData(ctx, filter)
	return last, err
}

// ReadData is Read with the message's data.
func (w *Writer) ReadData(ctx context.Context, filter string) (*Last, []byte, error) {
	ctx, cancel := context.WithTimeout(ctx, writeTimeout)
	defer cancel()
	m, err := w.stream.GetLastMsgForSubject(ctx, filter)
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, bus.At(w.name, fmt.Errorf("read last of %s: %w", filter, err))
	}
	e, err := contract.ParseEnvelope(m.Header)
	if err != nil {
		return nil, nil, fmt.Errorf("%w: read last of %s, sequence %d: %w", ErrUnreadable, filter, m.Sequence, err)
	}
	return &Last{Sequence: m.Sequence, Subject: m.Subject, Envelope: e}, m.Data, nil
}

// Each gives fn the messages under filter that are older than seq, oldest first. What
// can't be understood is left out.
func (w *Writer) Each(ctx context.Context, filter string, seq uint64, fn func(*Last)) error {
	for from := uint64(1); ; {
		m, err := w.next(ctx, filter, from)
		if errors.Is(err, jetstream.ErrMsgNotFound) || err == nil && m.Sequence >= seq {
			return nil
		}
		if err != nil {
			return bus.At(w.name, fmt.Errorf("read %s from %d: %w", filter, from, err))
		}
		if e, err := contract.ParseEnvelope(m.Header); err == nil {
			fn(&Last{Sequence: m.Sequence, Subject: m.Subject, Envelope: e})
		}
		from = m.Sequence + 1
	}
}

// Message is one message of an article with its data.
type Message struct {
	Last
	Data []byte
}

// Next gives the first message under filter from a sequence on, nil if there is none.
// What can't be understood is left out.
func (w *Writer) Next(ctx context.Context, filter string, from uint64) (*Message, error) {
	for {
		m, err := w.next(ctx, filter, from)
		if errors.Is(err, jetstream.ErrMsgNotFound) {
			return nil, nil
		}
		if err != nil {
			return nil, bus.At(w.name, fmt.Errorf("read %s from %d: %w", filter, from, err))
		}
		if e, err := contract.ParseEnvelope(m.Header); err == nil {
			return &Message{Last{Sequence: m.Sequence, Subject: m.Subject, Envelope: e}, m.Data}, nil
		}
		from = m.Sequence + 1
	}
}

func (w *Writer) next(ctx context.Context, filter string, from uint64) (*jetstream.RawStreamMsg, error) {
	ctx, cancel := context.WithTimeout(ctx, writeTimeout)
	defer cancel()
	return w.stream.GetMsg(ctx, from, jetstream.WithGetMsgSubject(filter))
}

// Count gives how many messages the stream holds under filter.
func (w *Writer) Count(ctx context.Context, filter string) (n uint64, err error) {
	ctx, cancel := context.WithTimeout(ctx, writeTimeout)
	defer cancel()
	info, err := w.stream.Info(ctx, jetstream.WithSubjectFilter(filter))
	if err != nil {
		return 0, bus.At(w.name, fmt.Errorf("count %s: %w", filter, err))
	}
	for _, of := range info.State.Subjects {
		n += of
	}
	return n, nil
}

// PurgeBefore removes everything under filter that is older than seq. Doing it
// twice does no harm.
func (w *Writer) PurgeBefore(ctx context.Context, filter string, seq uint64) error {
	ctx, cancel := context.WithTimeout(ctx, writeTimeout)
	defer cancel()
	err := w.stream.Purge(ctx, jetstream.WithPurgeSubject(filter), jetstream.WithPurgeSequence(seq))
	if err != nil {
		return bus.At(w.name, fmt.Errorf("purge %s before %d: %w", filter, seq, err))
	}
	return nil
}

// Delete removes one message; one that is gone already is fine.
func (w *Writer) Delete(ctx context.Context, seq uint64) error {
	ctx, cancel := context.WithTimeout(ctx, writeTimeout)
	defer cancel()
	err := w.stream.DeleteMsg(ctx, seq)
	if err == nil {
		return nil
	}
	// the client keeps no code of a deletion that failed: ask whether the message is
	// there
	if _, readErr := w.stream.GetMsg(ctx, seq); errors.Is(readErr, jetstream.ErrMsgNotFound) {
		return nil
	}
	return bus.At(w.name, fmt.Errorf("delete sequence %d: %w", seq, err))
}
