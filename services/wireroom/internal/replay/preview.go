package replay

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/dedup"
	"github.com/wireroom/wireroom/pkg/inspect/scan"
	"github.com/wireroom/wireroom/services/normalize"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

// Would is what a replay would make of one article.
type Would struct {
	Delivery string   `json:"delivery"`
	Article  string   `json:"article,omitempty"`
	URI      string   `json:"uri,omitempty"`
	Would    string   `json:"would"`            // publish as new or update, or the word of the receipt
	Fields   []string `json:"fields,omitempty"` // of ninjs, that differ from what NEWS holds
	Error    string   `json:"error,omitempty"`
}

// preview reads each original as this version does and holds it against NEWS.
func (c *Cmd) preview(ctx context.Context, t *target.Target, js jetstream.JetStream, con *console.Console, list []original) error {
	providers, err := c.Load(t)
	if err != nil {
		return err
	}
	settings := map[string]normalize.Settings{}
	for _, p := range providers {
		settings[p.ID] = normalize.SettingsFrom(p, c.MediaURL)
	}
	table := con.Table("DELIVERY", "WOULD", "ARTICLE", "FIELDS", "URI")
	counts := map[string]int{}
	for _, o := range list {
		all, err := read(ctx, js, o, settings[o.provider], con.Now())
		if err != nil {
			return err
		}
		for _, w := range all {
			counts[w.Would]++
			if c.JSON {
				if err := con.JSON(w); err != nil {
					return err
				}
			} else if w.changes() {
				table.Row(w.Delivery, w.Would, w.Article, strings.Join(w.Fields, " "), w.URI+w.Error)
			}
		}
	}
	if !c.JSON {
		table.Write()
	}
	con.Notef("%s: %s. Nothing was run.", console.Plural(len(list), "original"), summary(counts))
	return nil
}

func (w Would) changes() bool {
	return strings.HasPrefix(w.Would, "publish") || w.Would == string(contract.Dead)
}

func read(ctx context.Context, js jetstream.JetStream, o original, s normalize.Settings, now time.Time) ([]Would, error) {
	m, err := scan.Get(ctx, js, contract.StreamRaw, o.seq)
	if err != nil || m == nil {
		return nil, err
	}
	again := Message(*m, o.delivery, o.provider, int(now.Unix()))
	d, err := normalize.Decode(bus.Msg{Subject: again.Subject, Header: again.Header, Data: m.Data, Stream: m.Stream, Sequence: m.Sequence, Stored: m.Time})
	if err != nil {
		return nil, fmt.Errorf("read delivery %s: %w", o.delivery, err)
	}
	articles, err := normalize.Parse(d, s)
	if err != nil {
		return []Would{{Delivery: o.delivery, Would: string(contract.Dead), Error: err.Error()}}, nil //nolint:nilerr // that is what would become of it
	}
	var out []Would
	for i := range articles {
		w, err := compare(ctx, js, &articles[i], now)
		if err != nil {
			return nil, err
		}
		out = append(out, w)
	}
	return out, nil
}

// compare decides as publish would, by what NEWS holds now.
func compare(ctx context.Context, js jetstream.JetStream, a *normalize.Article, now time.Time) (Would, error) {
	w := Would{Delivery: a.Envelope.Delivery, Article: a.Envelope.Article, URI: a.Envelope.URI}
	if cause := a.Err; cause != nil {
		w.Would, w.Error = string(contract.Dead), cause.Error()
		return w, nil //nolint:nilerr // that is what would become of it
	}
	m, err := scan.Last(ctx, js, contract.StreamNews, contract.NewsOfArticle(a.Envelope.Article))
	if err != nil {
		return w, err
	}
	if m == nil {
		w.Would = "publish as " + signal(a, contract.New)
		if embargoed(a, now) {
			w.Would = string(contract.Held)
		}
		return w, nil
	}
	last, err := contract.ParseEnvelope(m.Header)
	if err != nil {
		return w, fmt.Errorf("read NEWS %d: %w", m.Sequence, err)
	}
	state := last.State()
	if v := dedup.Decide(&state, a.Envelope.State()).Verdict; v != dedup.Publish {
		w.Would = string(v)
		return w, nil
	}
	if embargoed(a, now) {
		w.Would = string(contract.Held)
		return w, nil
	}
	w.Would = "publish as " + signal(a, contract.Update)
	w.Fields, err = differing(m.Data, a.Data, last.Derived)
	return w, err
}

// embargoed reports whether the article would be held: a takedown never is.
func embargoed(a *normalize.Article, now time.Time) bool {
	return a.Envelope.Embargo.After(now) && a.Envelope.Version.Status == dedup.Usable
}

// signal is what a reader would be told: a takedown stays one.
func signal(a *normalize.Article, readable contract.Signal) string {
	if a.Envelope.Version.Status != dedup.Usable {
		return string(contract.Kill)
	}
	return string(readable)
}

// differing lists the members of the present article that the last one has not, or
// otherwise. Members that hold entries of ours are enrich's, and left out.
func differing(last, present []byte, derived []string) ([]string, error) {
	var was, is map[string]any
	if err := json.Unmarshal(last, &was); err != nil {
		return nil, fmt.Errorf("read an article of NEWS: %w", err)
	}
	if err := json.Unmarshal(present, &is); err != nil {
		return nil, fmt.Errorf("read an article: %w", err)
	}
	var out []string
	for name := range is {
		if !reflect.DeepEqual(was[name], is[name]) && !slices.Contains(derived, name) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out, nil
}
