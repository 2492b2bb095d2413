package webhook

import (
	"encoding/json"
	"errors"
	"net/url"
	"time"
)

// Subscription is one webhook.
type Subscription struct {
	ID          string    `json:"id"` // [a-z0-9-], a token of subjects
	Source      string    `json:"source"`
	Owner       string    `json:"owner"` // id of the consumer or provider
	URL         string    `json:"url"`
	Description string    `json:"description,omitempty"`
	Secrets     []Key     `json:"secrets"` // the newest first
	Created     time.Time `json:"created"`
	Start       Place     `json:"start"` // where it begins
	// Filter is the source's own.
	Filter json.RawMessage `json:"filter,omitempty"`
}

// Key is a secret, and until when it signs; zero is for ever.
type Key struct {
	Secret string    `json:"secret"`
	Until  time.Time `json:"until,omitzero"`
}

// Signing gives the secrets that sign at a time, the newest first.
func (s *Subscription) Signing(now time.Time) []string {
	var out []string
	for _, k := range s.Secrets {
		if k.Until.IsZero() || k.Until.After(now) {
			out = append(out, k.Secret)
		}
	}
	return out
}

// maxSecrets is how many secrets sign at once.
const maxSecrets = 4

// Rotate puts a new secret first; the others sign for the overlap.
func (s *Subscription) Rotate(secret string, now time.Time, overlap time.Duration) {
	keys := []Key{{Secret: secret}}
	for _, k := range s.Secrets {
		if k.Until.IsZero() || k.Until.After(now.Add(overlap)) {
			k.Until = now.Add(overlap)
		}
		if k.Until.After(now) && len(keys) < maxSecrets {
			keys = append(keys, k)
		}
	}
	s.Secrets = keys
}

// Place is a place in a stream: the next sequence of one of its lives.
type Place struct {
	Life string    `json:"life"`
	Next uint64    `json:"next"`
	At   time.Time `json:"at,omitzero"` // of the last message before, as far as is known
}

const maxURL = 2000 // bytes

// CheckURL is nil if webhooks may be sent to an address: https and a host, without a
// user and a fragment. Plain http is for addresses inside, where these are allowed.
func CheckURL(address string, inside bool) error {
	u, err := url.Parse(address)
	switch {
	case len(address) > maxURL:
		return errors.New("url is longer than 2000 bytes")
	case err != nil || u.Host == "" || u.Hostname() == "" || u.Opaque != "":
		return errors.New("url is no absolute address, such as https://example.com/hook")
	case u.Scheme != "https" && (u.Scheme != "http" || !inside):
		return errors.New("url has to begin with https://")
	case u.User != nil:
		return errors.New("url must not hold a user or a password: the signature tells who sends")
	case u.Fragment != "":
		return errors.New("url must not have a fragment (#)")
	}
	return nil
}

// State is how a subscription is.
type State string

// The states.
const (
	Active   State = "active"
	Failing  State = "failing"  // active, and something is to be tried again
	Paused   State = "paused"   // given up after the time of retries, until it is resumed
	Disabled State = "disabled" // the receiver said 410 Gone; it may be resumed too
)

// Progress is how far a subscription is.
type Progress struct {
	Place
	// Failing is what is to be tried again, by key: nothing of the key is sent before.
	Failing []Failure `json:"failing,omitempty"`
	// Broken counts failures since the last success; when it is not small, the
	// receiver is down, and one attempt at a time finds out when it is up again.
	Broken int       `json:"broken,omitempty"`
	Due    time.Time `json:"due,omitzero"`  // nothing is sent before
	Took   time.Time `json:"took,omitzero"` // when the receiver took something last
	// Stopped is Paused or Disabled; empty is neither.
	Stopped State     `json:"stopped,omitempty"`
	Reason  string    `json:"reason,omitempty"` // of the stop
	Since   time.Time `json:"since,omitzero"`   // of the stop
}

// Failure is a message that was not taken.
type Failure struct {
	Key   string    `json:"key"`
	Seq   uint64    `json:"seq"`
	Tries int       `json:"tries"`
	Since time.Time `json:"since"`
	Due   time.Time `json:"due"`
	Error string    `json:"error"`
}

// State tells the state.
func (p *Progress) State() State {
	switch {
	case p.Stopped != "":
		return p.Stopped
	case len(p.Failing) > 0:
		return Failing
	default:
		return Active
	}
}

// Resume makes a stopped subscription go on at once where it stopped.
func (p *Progress) Resume(now time.Time) {
	p.Stopped, p.Reason, p.Since, p.Broken, p.Due = "", "", time.Time{}, 0, time.Time{}
	for i := range p.Failing {
		p.Failing[i].Tries, p.Failing[i].Since, p.Failing[i].Due = 0, now, now
	}
}

// Attempt is one delivery as the log has it.
type Attempt struct {
	ID       string    `json:"id"` // webhook-id
	Type     string    `json:"type"`
	Key      string    `json:"key,omitempty"`
	Sequence uint64    `json:"sequence,omitempty"`
	At       time.Time `json:"at"`
	Millis   int64     `json:"durationMs"`
	Try      int       `json:"try"`
	OK       bool      `json:"ok"`
	LeftOut  bool      `json:"leftOut,omitempty"` // it was given up, and is not sent again
	Status   int       `json:"status,omitempty"`  // of the answer; 0 if there was none
	Error    string    `json:"error,omitempty"`
	Answer   string    `json:"answer,omitempty"` // the beginning of its body, where it failed
}

// MaxLog is how many attempts the log holds.
const MaxLog = 50

// Sources of webhooks.
const (
	SourceNews     = "news"     // articles, to consumers
	SourceReceipts = "receipts" // what became of deliveries, to providers
	SourceWebSub   = "websub"   // feeds, to whoever subscribed at the hub
)
