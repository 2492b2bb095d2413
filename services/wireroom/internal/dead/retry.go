package dead

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"strconv"
	"strings"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/scan"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

// Retry is `dead retry`.
type Retry struct {
	Seqs []uint64 `arg:"" optional:"" name:"seq" help:"Their sequences, as 'dead list' shows them."`
	All  bool     `help:"All there are."`
	Filter
	JSON bool `name:"json" help:"One JSON object a line for each letter."`
}

// Help has examples.
func (Retry) Help() string {
	return `A retry keeps the delivery's id and its place in the order of versions, so that its receipts go where the provider looks, and a later version that was published meanwhile is not overtaken.

    wireroom dead retry 17 18
    wireroom dead retry --provider nordwind --reason malformed
    wireroom dead retry --all`
}

// Retried is what became of one retry.
type Retried struct {
	Seq       uint64 `json:"seq"`
	Subject   string `json:"subject"`
	Retry     int    `json:"retry"`
	Sequence  uint64 `json:"sequence,omitempty"` // where it stands now
	Duplicate bool   `json:"duplicate,omitempty"`
	Delivery  string `json:"delivery,omitempty"`
}

var errSelection = console.Usagef("say which: sequences, --all, or a filter by --stage, --provider or --reason")

// Run retries.
func (c *Retry) Run(ctx context.Context, t *target.Target, con *console.Console) error {
	if len(c.Seqs) == 0 && !c.All && c.empty() {
		return errSelection
	}
	s, err := t.Connect(ctx, nil)
	if err != nil {
		return err
	}
	defer s.Close()
	seqs, err := choose(ctx, s.JS, c.Seqs, c.Filter)
	if err != nil {
		return err
	}
	if len(seqs) == 0 {
		con.Notef("No dead letters match.")
	}
	failed := 0
	for _, seq := range seqs {
		r, err := retry(ctx, s.JS, seq)
		if err != nil {
			if ctx.Err() != nil {
				return err
			}
			failed++
			con.Notef("%d  not retried: %s", seq, console.Clean(err.Error()))
			continue
		}
		if err := c.print(con, r); err != nil {
			return err
		}
	}
	if failed > 0 {
		return fmt.Errorf("%s not retried", console.Plural(failed, "dead letter"))
	}
	return nil
}

func (c *Retry) print(con *console.Console, r Retried) error {
	switch {
	case c.JSON:
		return con.JSON(r)
	case r.Duplicate:
		con.Printf("%d  kept: the stream holds this retry already (%s %d); try again in two minutes, or a day for an original\n", r.Seq, console.Clean(r.Subject), r.Sequence)
	default:
		con.Printf("%d  retried on %s %d", r.Seq, console.Clean(r.Subject), r.Sequence)
		if r.Delivery != "" {
			con.Printf("; wireroom trace %s", console.Clean(r.Delivery))
		}
		con.Printf("\n")
	}
	return nil
}

// retry publishes a letter to where it died. Only once that is stored the letter
// goes; where it was stored before, it stays.
func retry(ctx context.Context, js jetstream.JetStream, seq uint64) (Retried, error) {
	m, err := scan.Get(ctx, js, contract.StreamDead, seq)
	if err != nil {
		return Retried{}, err
	}
	if m == nil {
		return Retried{}, errors.New("there is no such dead letter")
	}
	msg, n, err := Revive(*m)
	if err != nil {
		return Retried{}, err
	}
	ack, err := js.PublishMsg(ctx, msg)
	if err != nil {
		return Retried{}, fmt.Errorf("publish to %s: %w", msg.Subject, err)
	}
	r := Retried{Seq: seq, Subject: msg.Subject, Retry: n, Sequence: ack.Sequence, Duplicate: ack.Duplicate, Delivery: DeliveryOf(*m)}
	if ack.Duplicate {
		return r, nil
	}
	return r, remove(ctx, js, seq)
}

func remove(ctx context.Context, js jetstream.JetStream, seq uint64) error {
	s, err := js.Stream(ctx, contract.StreamDead)
	if err != nil {
		return scan.Explain(contract.StreamDead, err)
	}
	if err := s.DeleteMsg(ctx, seq); err != nil && !errors.Is(err, jetstream.ErrMsgNotFound) {
		return fmt.Errorf("remove dead letter %d: %w", seq, err)
	}
	return nil
}

const deadPrefix = "Wireroom-Dead-"

var retrySuffix = regexp.MustCompile(`\.r[0-9]+$`)

// Revive makes the message that a dead letter was, as retry number n of it. Its id
// follows from the letter alone, so that a retry that was sent twice is stored
// once.
func Revive(m scan.Msg) (msg *nats.Msg, n int, err error) {
	subject := m.Header.Get(contract.HeaderDeadSubject)
	if subject == "" {
		return nil, 0, fmt.Errorf("its header %s is missing: it can't be known where it goes", contract.HeaderDeadSubject)
	}
	if strings.HasPrefix(m.Header.Get(contract.HeaderDeadTrimmed), "data ") {
		return nil, 0, fmt.Errorf("its data had to be left out: %s %s still holds the message, see header %s",
			m.Header.Get(contract.HeaderDeadStream), m.Header.Get(contract.HeaderDeadSeq), contract.HeaderDeadTrimmed)
	}
	n, err = contract.ParseCount(m.Header.Get(contract.HeaderRetry))
	if err != nil {
		return nil, 0, fmt.Errorf("read header %s: %w", contract.HeaderRetry, err)
	}
	n++
	h := maps.Clone(m.Header)
	maps.DeleteFunc(h, func(name string, _ []string) bool { return strings.HasPrefix(name, deadPrefix) })
	id := m.Header.Get(contract.HeaderDeadMsgID)
	if id == "" {
		id = m.Header.Get(contract.HeaderMsgID)
	} else if n > 1 {
		id = retrySuffix.ReplaceAllString(id, "")
	}
	if delivery := DeliveryOf(m); delivery != "" {
		h[contract.HeaderDelivery] = []string{delivery}
	}
	h[contract.HeaderMsgID] = []string{id + ".r" + strconv.Itoa(n)}
	h[contract.HeaderRetry] = []string{strconv.Itoa(n)}
	return &nats.Msg{Subject: subject, Header: h, Data: m.Data}, n, nil
}
