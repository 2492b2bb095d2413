package provider

import (
	"crypto/sha256"
	"encoding/hex"
	"time"
)

// PollState is what the bucket contract.BucketPoll holds of an address that is polled, in
// JSON, under PollKey.
type PollState struct {
	Provider string    `json:"provider"`
	URL      string    `json:"url"` // as the providers file has it
	Next     time.Time `json:"next"`
	Claimed  time.Time `json:"claimed,omitzero"`   // until when a replica polls it just now
	Settings string    `json:"settings,omitempty"` // of the last poll: others poll at once
	// Pace is how often the address was asked when it last answered.
	Pace     time.Duration `json:"pace,omitempty"`
	ETag     string        `json:"etag,omitempty"`
	Modified string        `json:"modified,omitempty"`
	Hash     string        `json:"hash,omitempty"` // of the last content
	Changes  uint64        `json:"changes,omitempty"`
	// Moved is the address that is asked instead of URL: permanent redirects led there
	// PollMovedAfter times, each time to a feed. Any bad answer there ends that.
	Moved string `json:"moved,omitempty"`
	// Toward is where the last permanent redirect led, Led how often in a row.
	Toward   string `json:"toward,omitempty"`
	Led      int    `json:"led,omitempty"`
	Gone     bool   `json:"gone,omitempty"` // it answered 410, and is not asked again
	Failures int    `json:"failures,omitempty"`
	Failure  string `json:"failure,omitempty"` // of the last poll, without secrets
}

// PollMovedAfter is how often a permanent redirect must have led to a feed before it is
// remembered: one may be a mistake of an afternoon, or of a login page.
const PollMovedAfter = 3

// PollKey is the key of an address in the bucket.
func PollKey(providerID, address string) string {
	sum := sha256.Sum256([]byte(providerID + "\x00" + address))
	return hex.EncodeToString(sum[:16])
}

// Reset forgets what was learnt of where the address went, so that the next poll asks the
// one of the providers file, at once and whole.
func (s *PollState) Reset() {
	s.Moved, s.Toward, s.Led, s.Gone, s.Failures, s.Failure = "", "", 0, false, 0, ""
	s.ETag, s.Modified, s.Next, s.Claimed = "", "", time.Time{}, time.Time{}
}
