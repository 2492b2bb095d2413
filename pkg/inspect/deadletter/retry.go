package deadletter

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
	"github.com/wireroom/wireroom/pkg/inspect/scan"
)

// Retried is what became of one retry.
type Retried struct {
	Seq       uint64 `json:"seq"`
	Subject   string `json:"subject"`
	Retry     int    `json:"retry"`
	Sequence  uint64 `json:"sequence,omitempty"` // where it stands now
	Duplicate bool   `json:"duplicate,omitempty"`
	Delivery  string `json:"delivery,omitempty"`
	Provider  string `json:"provider,omitempty"`
	Article   string `json:"article,omitempty"` // empty for an original
	Whole     bool   `json:"whole,omitempty"`   // an original, not one article of it
}

// Retry publishes a letter to where it died. Only once that is stored the letter
// goes; where it was stored before, it stays.
func Retry(ctx context.Context, js jetstream.JetStream, seq uint64) (Retried, error) {
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
	r := Retried{Seq: seq, Subject: msg.Subject, Retry: n, Sequence: ack.Sequence, Duplicate: ack.Duplicate, Delivery: DeliveryOf(*m),
		Provider: provider(*m), Article: m.Header.Get(contract.HeaderArticle), Whole: strings.HasPrefix(msg.Subject, "raw.")}
	if ack.Duplicate {
		return r, nil
	}
	return r, Remove(ctx, js, seq)
}

// Remove removes a letter for good; one that is gone already is fine.
func Remove(ctx context.Context, js jetstream.JetStream, seq uint64) error {
	s, err := js.Stream(ctx, contract.StreamDead)
	if err != nil {
		return scan.Explain(contract.StreamDead, err)
	}
	if err := s.DeleteMsg(ctx, seq); err != nil && !errors.Is(err, jetstream.ErrMsgNotFound) {
		return fmt.Errorf("remove dead letter %d: %w", seq, err)
	}
	return nil
}

// HeaderPrefix begins the headers that a dead letter adds to its message.
const HeaderPrefix = "Wireroom-Dead-"

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
	h := contract.Copied(m.Header)
	maps.DeleteFunc(h, func(name string, _ []string) bool { return strings.HasPrefix(name, HeaderPrefix) })
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
