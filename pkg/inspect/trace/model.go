// Package trace tells the whole life of a delivery or an article: each stage, when, how
// long, what was decided and why.
//
// It reads what the streams hold and changes nothing. What is no longer there it says so,
// and does not guess.
package trace

import (
	"time"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/inspect/deadletter"
)

// Report is all that is known of what was asked for.
type Report struct {
	Asked      string      `json:"asked"`
	Article    string      `json:"article,omitempty"` // where an article was asked for
	URI        string      `json:"uri,omitempty"`
	LastWord   *LastWord   `json:"last_word,omitempty"`
	Deliveries []*Delivery `json:"deliveries"`
	Notes      []string    `json:"notes,omitempty"` // what could not be looked at
}

// LastWord is the article's latest message on NEWS.
type LastWord struct {
	Sequence uint64          `json:"sequence"`
	Subject  string          `json:"subject"`
	Signal   contract.Signal `json:"signal"`
	At       time.Time       `json:"at"`
	Messages int             `json:"messages"` // that NEWS holds of the article
}

// Delivery is one delivery's life.
type Delivery struct {
	ID          string               `json:"delivery"`
	Provider    string               `json:"provider,omitempty"`
	State       string               `json:"state"` // done, dead (all or a part of it), on its way, or unknown
	Received    *time.Time           `json:"received,omitempty"`
	Lane        contract.Lane        `json:"lane,omitempty"`
	Bytes       int                  `json:"bytes,omitempty"`
	ContentType string               `json:"content_type,omitempty"`
	FileName    string               `json:"file_name,omitempty"`
	Sequence    uint64               `json:"raw_sequence"`
	Original    bool                 `json:"original_kept"` // RAW still holds it
	TookMS      float64              `json:"took_ms,omitempty"`
	Steps       []Step               `json:"steps"` // of the delivery as a whole
	Articles    []*Article           `json:"articles,omitempty"`
	Letters     []*deadletter.Letter `json:"dead,omitempty"`
	outcome     contract.Outcome
}

// Article is the life of one article of a delivery.
type Article struct {
	Position int              `json:"position"`
	Of       int              `json:"of"`
	ID       string           `json:"article,omitempty"`
	URI      string           `json:"uri,omitempty"`
	Version  string           `json:"version,omitempty"`
	Format   string           `json:"format,omitempty"`
	Outcome  contract.Outcome `json:"outcome,omitempty"` // empty while on its way
	Reason   contract.Reason  `json:"reason,omitempty"`
	Subject  string           `json:"subject,omitempty"`
	Steps    []Step           `json:"steps"`
}

// Kinds of steps, beside the outcomes of receipts.
const (
	Received   = "received"
	Normalized = "normalized"
	Enriched   = "enriched"
	Waiting    = "waiting"
	Retried    = "retried"
	Again      = "run again"
)

// Step is one thing that happened, or is awaited.
type Step struct {
	Kind   string         `json:"step"`
	Stage  contract.Stage `json:"stage,omitempty"`
	At     *time.Time     `json:"at,omitempty"`
	TookMS *float64       `json:"took_ms,omitempty"` // since the step before
	Text   string         `json:"text,omitempty"`
	More   []string       `json:"more,omitempty"` // why, and what to do
}

// line is a list of steps that grows in time.
type line struct {
	steps []Step
	last  *time.Time
}

// add appends a step, with the time since the one before.
func (l *line) add(s Step) {
	if s.At != nil {
		at := s.At.UTC()
		s.At = &at
		if l.last != nil {
			ms := float64(at.Sub(*l.last).Microseconds()) / 1000
			s.TookMS = &ms
		}
		l.last = &at
	}
	l.steps = append(l.steps, s)
}
