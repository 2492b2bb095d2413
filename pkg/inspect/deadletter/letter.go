// Package deadletter reads dead letters, puts them back to where they died, and removes
// them, for the command line and the page.
//
// A letter leaves DEAD only once its retry is stored, or when an operator drops it. The
// package must not judge documents.
package deadletter

import (
	"context"
	"strconv"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/inspect/scan"
)

// Letter is a dead letter as lists show it.
type Letter struct {
	Seq      uint64          `json:"seq"`
	At       time.Time       `json:"at"`
	Stage    contract.Stage  `json:"stage"`
	Provider string          `json:"provider"`
	Reason   contract.Reason `json:"reason"`
	Error    string          `json:"error,omitempty"`
	Delivery string          `json:"delivery,omitempty"`
	Article  string          `json:"article,omitempty"`
	Subject  string          `json:"subject"`
	Retries  int             `json:"retries,omitempty"`
	Bytes    int             `json:"bytes"`
}

// sizeHeader is what the server says of data that it leaves out.
const sizeHeader = "Nats-Msg-Size"

// Read makes a Letter of a message of DEAD. What its headers don't say stays
// empty: a letter may be there because its headers can't be read.
func Read(m scan.Msg) Letter {
	h := m.Header
	l := Letter{Seq: m.Sequence, At: m.Time, Stage: contract.Stage(h.Get(contract.HeaderDeadStage)),
		Provider: provider(m), Reason: contract.Reason(h.Get(contract.HeaderDeadReason)),
		Error: h.Get(contract.HeaderDeadError), Article: h.Get(contract.HeaderArticle), Delivery: DeliveryOf(m),
		Subject: h.Get(contract.HeaderDeadSubject), Bytes: len(m.Data)}
	if at, err := time.Parse(time.RFC3339Nano, h.Get(contract.HeaderDeadAt)); err == nil {
		l.At = at
	}
	l.Retries, _ = contract.ParseCount(h.Get(contract.HeaderRetry))
	if n, err := strconv.Atoi(h.Get(sizeHeader)); err == nil {
		l.Bytes = n
	}
	return l
}

// provider comes from the subject, which was checked, and not from the header.
func provider(m scan.Msg) string {
	const stagePrefix = "dead."
	rest := m.Subject[min(len(stagePrefix), len(m.Subject)):]
	for i := range len(rest) {
		if rest[i] == '.' {
			return rest[i+1:]
		}
	}
	return ""
}

// DeliveryOf names the delivery that a letter belongs to, empty if it doesn't say:
// an original's id follows from where it stood on RAW.
func DeliveryOf(m scan.Msg) string {
	h := m.Header
	if id := h.Get(contract.HeaderDelivery); id != "" {
		return id
	}
	seq, err := strconv.ParseUint(h.Get(contract.HeaderDeadSeq), 10, 64)
	life := h.Get(contract.HeaderIncarnation)
	if err != nil || life == "" || h.Get(contract.HeaderDeadStream) != contract.StreamRaw {
		return ""
	}
	return contract.DeliveryID(life, seq)
}

// Find gives the letters under a subject, such as dead.normalize.acme or dead.>, oldest
// first; those of one reason if that is not empty. Their documents are not read.
func Find(ctx context.Context, js jetstream.JetStream, subject, reason string) ([]Letter, error) {
	var out []Letter
	q := scan.Query{Filters: []string{subject}, HeadersOnly: true}
	err := scan.Each(ctx, js, contract.StreamDead, q, func(m scan.Msg) error {
		if l := Read(m); reason == "" || string(l.Reason) == reason {
			out = append(out, l)
		}
		return nil
	})
	return out, err
}

// Meaning is the sentence that tells what a reason means; empty for none of ours.
func Meaning(r contract.Reason) string {
	for _, t := range contract.Reasons() {
		if t.Reason == r {
			return t.Text
		}
	}
	return ""
}
