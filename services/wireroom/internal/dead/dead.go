// Package dead is the commands on dead letters: list, show, retry and drop.
//
// A letter leaves DEAD only once its retry is stored, or when an operator drops
// it. The package must not judge documents.
package dead

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/wireroom/internal/scan"
)

// Cmd is the command.
type Cmd struct {
	List  List  `cmd:"" default:"withargs" help:"List the dead letters, newest first."`
	Show  Show  `cmd:"" help:"Show one: why it died, its headers, and how its document begins."`
	Retry Retry `cmd:"" help:"Put dead letters back to where they died, and remove them from DEAD."`
	Drop  Drop  `cmd:"" help:"Remove dead letters for good."`
}

// Filter chooses letters.
type Filter struct {
	Stage    string `enum:",ingest,normalize,enrich,publish" default:"" placeholder:"STAGE" help:"Only those of a stage: normalize, enrich or publish."`
	Provider string `placeholder:"ID" help:"Only those of a provider."`
	Reason   string `placeholder:"WORD" help:"Only those with a reason, such as malformed."`
}

func (f Filter) empty() bool { return f == Filter{} }

func (f Filter) subject() string {
	token := func(s string) string {
		if s == "" {
			return "*"
		}
		return s
	}
	return "dead." + token(f.Stage) + "." + token(f.Provider)
}

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

// find gives the letters that match, oldest first.
func find(ctx context.Context, js jetstream.JetStream, f Filter) ([]Letter, error) {
	var out []Letter
	q := scan.Query{Filters: []string{f.subject()}, HeadersOnly: true}
	err := scan.Each(ctx, js, contract.StreamDead, q, func(m scan.Msg) error {
		if l := Read(m); f.Reason == "" || string(l.Reason) == f.Reason {
			out = append(out, l)
		}
		return nil
	})
	return out, err
}

// choose gives the sequences that a command works on: those named, or those that
// the filter finds.
func choose(ctx context.Context, js jetstream.JetStream, seqs []uint64, f Filter) ([]uint64, error) {
	if len(seqs) > 0 {
		return slices.Compact(slices.Sorted(slices.Values(seqs))), nil
	}
	letters, err := find(ctx, js, f)
	out := make([]uint64, len(letters))
	for i, l := range letters {
		out[i] = l.Seq
	}
	return out, err
}
