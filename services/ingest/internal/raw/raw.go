// Package raw writes pushes to the RAW stream and says what delivery each became.
//
// It must not return before the stream has acknowledged, and must not look into
// the bytes.
package raw

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/machineuse"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/ingest/internal/limit"
)

// Push is what a provider pushed, authenticated and bounded.
type Push struct {
	ID          string // CloudEvents id, unique
	Provider    string
	Lane        contract.Lane
	Takedown    bool // it looks like a kill, which waits for nobody
	Received    time.Time
	ContentType string // as declared
	FileName    string // as declared
	Key         string // Idempotency-Key, empty for none
	Once        string // id of what was signed, empty without a signature: a repeat is the first delivery
	Data        []byte
	BaseURL     string         // where it was fetched from, empty if it was pushed
	MachineUse  machineuse.Use // what its transport said that machines may do with it
}

// Stored is what became of a push.
type Stored struct {
	Delivery string
	Replayed bool // it was there already, under the same Idempotency-Key
}

// ErrKeyReused says that the Idempotency-Key came with another body before.
var ErrKeyReused = errors.New("the Idempotency-Key came with another body before")

// Unavailable says that the stream could not store, and with what reason:
// contract.ReasonFull or contract.ReasonBroker. The push may have been stored all
// the same, if the acknowledgement was what got lost.
type Unavailable struct {
	Reason contract.Reason
	Err    error
}

func (u *Unavailable) Error() string { return string(u.Reason) + ": " + u.Err.Error() }

// Unwrap gives the cause.
func (u *Unavailable) Unwrap() error { return u.Err }

// Refused says that the stream refuses this push for good: it is not to be tried
// again.
type Refused struct{ Err error }

func (r *Refused) Error() string { return string(contract.ReasonRefused) + ": " + r.Err.Error() }

// Unwrap gives the cause.
func (r *Refused) Unwrap() error { return r.Err }

// IsRefused reports whether err is a Refused.
func IsRefused(err error) bool {
	var refused *Refused
	return errors.As(err, &refused)
}

// Writer writes to RAW. It may be used by many goroutines, which share the
// connection's flushes.
type Writer struct {
	js      jetstream.JetStream
	writer  *bus.Writer
	timeout time.Duration
	life    atomic.Pointer[bus.Incarnation]
	metrics *Metrics       // nil: none
	flashes *limit.Flashes // nil: any number
}

// New makes a writer. RAW must exist. timeout is how long a write may take,
// tries included. Pushes that come at the same time are written as batches where
// batches is set.
func New(ctx context.Context, js jetstream.JetStream, timeout time.Duration, batches bool) (*Writer, error) {
	w := &Writer{js: js, writer: bus.NewWriter(js, batches), timeout: timeout}
	return w, w.Refresh(ctx)
}

// Refresh looks up which life of RAW is the present one: after a reconnection it
// may be another.
func (w *Writer) Refresh(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, w.timeout)
	defer cancel()
	life, err := bus.NewIncarnation(ctx, w.js, contract.StreamRaw)
	if err == nil {
		w.life.Store(life)
	}
	return err
}

// Store writes a push and waits until the stream has it. Errors are ErrKeyReused,
// Unavailable and Refused.
func (w *Writer) Store(ctx context.Context, p Push) (Stored, error) {
	ctx, cancel := context.WithTimeout(ctx, w.timeout)
	defer cancel()
	life := w.life.Load().Get()
	sum := sha256.Sum256(p.Data)
	hash := hex.EncodeToString(sum[:])
	limited := p.Lane == contract.Flash && !p.Takedown && !w.flashes.Admit(p.Provider, p.Received)
	if limited {
		p.Lane = contract.Wire
		w.metrics.flashLimited(p.Provider)
	}
	msg := &nats.Msg{Subject: contract.RawSubject(p.Lane, p.Provider), Header: p.header(life, hash), Data: p.Data}
	if limited {
		msg.Header.Set(contract.HeaderFlashLimited, "true")
	}
	service.Inject(ctx, msg.Header)
	ack, err := w.publish(ctx, msg, p.Lane == contract.Flash)
	if err != nil {
		return Stored{}, err
	}
	if !ack.Duplicate {
		w.metrics.stored(p)
		return Stored{Delivery: contract.DeliveryID(life, ack.Sequence)}, nil
	}
	return w.first(ctx, p.Provider, ack.Sequence, hash)
}

// codeInProcess is the answer of a replicated stream to a message id whose first
// write is not committed yet (JSStreamDuplicateMessageConflict).
const codeInProcess = 10158

// publish writes, and asks again for as long as the first write of the same key
// is on its way.
func (w *Writer) publish(ctx context.Context, msg *nats.Msg, urgent bool) (jetstream.PubAck, error) {
	for wait := 10 * time.Millisecond; ; wait *= 2 {
		ack, err := w.writer.Publish(ctx, msg, urgent)
		if err == nil {
			return ack, nil
		}
		var api *jetstream.APIError
		if errors.As(err, &api) && api.ErrorCode == codeInProcess && service.Pause(ctx, wait) == nil {
			continue
		}
		return jetstream.PubAck{}, unavailable("write to RAW", err)
	}
}

func unavailable(doing string, err error) error {
	err = fmt.Errorf("%s: %w", doing, err)
	if bus.Classify(err) == bus.Permanent {
		return &Refused{err}
	}
	return &Unavailable{bus.ReasonOf(err), err}
}
