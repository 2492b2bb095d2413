// Package held lists what waits for the end of its embargo, for the command line and the
// page.
//
// It must not release anything, nor show a text: what is held is secret.
package held

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/inspect/scan"
)

// Entry is one article that is held.
type Entry struct {
	Article  string     `json:"article"`
	Provider string     `json:"provider"`
	URI      string     `json:"uri"`
	Delivery string     `json:"delivery"`
	Due      *time.Time `json:"due"` // nil: withheld
	Embargo  time.Time  `json:"embargoedUntil"`
	Sequence uint64     `json:"sequence"`
}

// Held is a message of HELD with what it says of itself.
type Held struct {
	Entry
	Message scan.Msg
}

// All reads what is held, the next one due first, what is withheld last.
func All(ctx context.Context, js jetstream.JetStream) ([]Held, error) {
	latest := map[string]Held{}
	err := scan.Each(ctx, js, contract.StreamHeld, scan.Query{Filters: []string{contract.HeldSubject("*")}}, func(m scan.Msg) error {
		e, err := entryOf(m)
		latest[m.Subject] = Held{e, m}
		return err
	})
	if err != nil && !errors.Is(err, jetstream.ErrStreamNotFound) {
		return nil, err
	}
	out := make([]Held, 0, len(latest))
	for _, m := range latest {
		out = append(out, m)
	}
	slices.SortFunc(out, func(a, b Held) int {
		switch {
		case a.Due == nil || b.Due == nil:
			return strings.Compare(boolKey(a.Due == nil)+a.Article, boolKey(b.Due == nil)+b.Article)
		default:
			return a.Due.Compare(*b.Due)
		}
	})
	return out, nil
}

func boolKey(last bool) string {
	if last {
		return "1"
	}
	return "0"
}

// entryOf reads what a message of HELD says of itself.
func entryOf(m scan.Msg) (Entry, error) {
	env, err := contract.ParseEnvelope(m.Header)
	if err != nil {
		return Entry{}, fmt.Errorf("read HELD %d: %w", m.Sequence, err)
	}
	e := Entry{Article: env.Article, Provider: env.Provider, URI: env.URI, Delivery: env.Delivery, Embargo: env.Embargo, Sequence: m.Sequence}
	if at, ok := scheduled(m.Header.Get(contract.HeaderSchedule)); ok {
		e.Due = &at
	}
	return e, nil
}

// scheduled reads a schedule of NATS: "@at" and a time of RFC 3339.
func scheduled(schedule string) (time.Time, bool) {
	var at string
	if _, err := fmt.Sscanf(schedule, "@at %s", &at); err != nil {
		return time.Time{}, false
	}
	t, err := time.Parse(time.RFC3339Nano, at)
	return t, err == nil
}
