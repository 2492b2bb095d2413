package contract

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/nats-io/nats.go"
)

// Receipt is the record of what became of one article of a delivery; one of
// position 0 speaks of the delivery as a whole.
type Receipt struct {
	Delivery string  `json:"delivery"`
	Provider string  `json:"provider"`
	Position int     `json:"position"`
	Of       int     `json:"of"`
	Outcome  Outcome `json:"outcome"`
	Reason   Reason  `json:"reason,omitempty"`
	Error    string  `json:"error,omitempty"`
	Stage    Stage   `json:"stage"`

	Article  string   `json:"article,omitempty"`
	URI      string   `json:"uri,omitempty"`
	Format   string   `json:"format,omitempty"`
	Version  string   `json:"version,omitempty"`
	Lane     Lane     `json:"lane,omitempty"`
	Signal   Signal   `json:"signal,omitempty"`
	Subject  string   `json:"subject,omitempty"`  // on NEWS
	Sequence uint64   `json:"sequence,omitempty"` // on NEWS
	Notes    []string `json:"notes,omitempty"`
	Retry    int      `json:"retry,omitempty"`
	Replay   int      `json:"replay,omitempty"`

	Received   *time.Time `json:"received,omitempty"`
	Normalized *time.Time `json:"normalized,omitempty"`
	Enriched   *time.Time `json:"enriched,omitempty"`
	At         time.Time  `json:"at"`
}

// ReceiptFor starts a receipt of an article at a stage.
func ReceiptFor(e *Envelope, stage Stage, outcome Outcome, reason Reason, at time.Time) Receipt {
	return Receipt{
		Delivery: e.Delivery, Provider: e.Provider, Position: e.Position, Of: e.Of,
		Outcome: outcome, Reason: reason, Stage: stage,
		Article: e.Article, URI: e.URI, Format: e.Format, Version: e.Version.String(), Lane: e.Lane,
		Signal: e.Signal, Notes: e.Notes, Retry: e.Retry, Replay: e.Replay,
		Received: stamp(e.Received), Normalized: stamp(e.Normalized), Enriched: stamp(e.Enriched), At: at.UTC(),
	}
}

func stamp(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

// ID names the receipt: delivery, position and outcome, so that what is written
// twice is one receipt.
func (r *Receipt) ID() string {
	id := r.Delivery + "." + strconv.Itoa(r.Position) + "." + string(r.Outcome)
	if r.Replay > 0 {
		id += ".y" + strconv.Itoa(r.Replay)
	}
	if r.Retry > 0 {
		id += ".r" + strconv.Itoa(r.Retry)
	}
	return id
}

// Message gives the receipt as it goes to RECEIPTS.
func (r *Receipt) Message() (*nats.Msg, error) {
	data, err := json.Marshal(r)
	if err != nil {
		return nil, fmt.Errorf("encode receipt %s: %w", r.ID(), err)
	}
	h := nats.Header{HeaderMsgID: {"rc." + r.ID()}, HeaderContentType: {"application/json"}}
	return &nats.Msg{Subject: ReceiptSubject(r.Provider, r.Delivery), Header: h, Data: data}, nil
}
