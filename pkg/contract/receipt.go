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
	Delivery string  `json:"delivery" doc:"The delivery's id."`
	Provider string  `json:"provider" doc:"Who pushed it."`
	Position int     `json:"position" doc:"Its place in the delivery from 1 on; 0 stands for the delivery as a whole."`
	Of       int     `json:"of" doc:"How many articles the delivery has."`
	Outcome  Outcome `json:"outcome" doc:"What became of it."`
	Reason   Reason  `json:"reason,omitempty" doc:"Why, in one word of the vocabulary."`
	Error    string  `json:"error,omitempty" doc:"What is wrong and where."`
	Stage    Stage   `json:"stage" doc:"Where its way ended."`

	Article  string   `json:"article,omitempty" doc:"The article id: the same through all versions."`
	URI      string   `json:"uri,omitempty" doc:"The provider's id of the article."`
	Format   string   `json:"format,omitempty" doc:"The wire format it was read from."`
	Version  string   `json:"version,omitempty" doc:"The order of versions."`
	Lane     Lane     `json:"lane,omitempty" doc:"How urgent its handling was."`
	Signal   Signal   `json:"signal,omitempty" doc:"What it means to readers."`
	Subject  string   `json:"subject,omitempty" doc:"Its subject on NEWS."`
	Sequence uint64   `json:"sequence,omitempty" doc:"Its sequence on NEWS."`
	Notes    []string `json:"notes,omitempty" doc:"What was repaired or left out."`
	Retry    int      `json:"retry,omitempty" doc:"Number of the retry out of the dead letters."`
	Replay   int      `json:"replay,omitempty" doc:"Number of the replay of the original."`

	Received   *time.Time `json:"received,omitempty" doc:"When ingest took it."`
	Normalized *time.Time `json:"normalized,omitempty" doc:"When normalize was done with it."`
	Enriched   *time.Time `json:"enriched,omitempty" doc:"When enrich was done with it."`
	At         time.Time  `json:"at" doc:"When the receipt was written."`
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
