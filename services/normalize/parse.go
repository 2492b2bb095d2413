package normalize

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/dedup"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/embargo"
	"github.com/wireroom/wireroom/services/normalize/internal/formats"
	"github.com/wireroom/wireroom/services/normalize/internal/tidy"
)

// Article is one article of a delivery, or why it can't be one.
type Article struct {
	Envelope contract.Envelope
	Item     ninjs.Item
	Data     []byte // the item as ninjs
	Files    []File // its binaries
	Err      error  // a bus.Fault; the envelope then tells at least provider, delivery and position
}

// ReasonOf gives the reason that an error of Parse names.
func ReasonOf(err error) contract.Reason {
	var f *bus.Fault
	var fe *format.Error
	switch {
	case errors.As(err, &f):
		return f.Reason
	case errors.As(err, &fe):
		return fe.Reason
	default:
		return contract.ReasonMalformed
	}
}

// Parse reads a delivery: one article for each news item in it, and one for each
// target of a kill. An error means that nothing of the delivery could be read;
// an article with Err spoils only itself. It is pure.
func Parse(d Delivery, s Settings) ([]Article, error) {
	return parse(context.Background(), d, s, func(*Article) {})
}

// parse gives each article to each before the next one is made. What is parsed is
// let go of article by article; the end of ctx ends it between two of them.
func parse(ctx context.Context, d Delivery, s Settings, each func(*Article)) ([]Article, error) {
	if s.Zone == nil {
		s.Zone = time.UTC
	}
	name, parsed, err := s.read(format.Input{
		Data: d.Data, ContentType: d.ContentType, Provider: d.Provider,
		Zone: s.Zone, Language: s.Language, Received: d.Received, BaseURL: d.BaseURL,
	})
	if err != nil {
		return nil, err
	}
	embargoNotes(parsed, d.Received, s.Zone)
	observe(s.Conventions, parsed)
	if err := spent(name, parsed); err != nil {
		return nil, err
	}
	parsed = expandKills(parsed)
	out := make([]Article, len(parsed))
	for i := range parsed {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("article %d of %d: %w", i+1, len(parsed), context.Cause(ctx))
		}
		one(&out[i], d, s, &parsed[i])
		parsed[i] = format.Article{}
		e := &out[i].Envelope
		e.Format, e.Position, e.Of = name, i+1, len(parsed)
		e.Version.Pos = i + 1
		each(&out[i])
	}
	return d.restore.only(out)
}

// embargoNotes reads the editors' notes that embargo an item.
func embargoNotes(parsed []format.Article, received time.Time, zone *time.Location) {
	for i := range parsed {
		a := &parsed[i]
		embargo.OfNote(&a.Item, received, zone, func(note string) { a.Notes = append(a.Notes, note) })
	}
}

// spent refuses a delivery that would make more articles than the budget has, the
// targets of kills counted: each of these becomes an article.
func spent(name string, parsed []format.Article) error {
	n := 0
	for i := range parsed {
		n += max(1, len(parsed[i].Targets))
	}
	if err := format.Spent(name, n); err != nil {
		return err
	}
	return nil
}

// read reads a delivery as the provider has it, else as it looks.
func (s Settings) read(in format.Input) (string, []format.Article, error) {
	switch {
	case s.MappingErr != nil:
		return "", nil, &bus.Fault{Reason: contract.ReasonInvalid, Err: s.MappingErr}
	case s.Mapping != nil:
		return formats.ParseMapped(in, s.Mapping)
	default:
		return formats.Parse(in, s.Format)
	}
}

// expandKills makes one article of each target that a kill names; the kill's own
// id is kept among the alternative ids.
func expandKills(in []format.Article) []format.Article {
	if !slices.ContainsFunc(in, func(a format.Article) bool { return len(a.Targets) > 0 }) {
		return in
	}
	out := make([]format.Article, 0, len(in))
	for _, a := range in {
		if len(a.Targets) == 0 || a.Err != nil {
			out = append(out, a)
			continue
		}
		own := string(a.Item.URI)
		if own == "" {
			own = a.ID
		}
		for _, target := range a.Targets {
			k := a
			k.Targets = nil
			k.Item.URI, k.ID = "", target
			if uri, err := ninjs.ParseURI(target); err == nil {
				k.Item.URI = uri
			}
			k.Item.PubStatus, k.Signal = ninjs.Canceled, contract.Kill
			k.Item.AltIDs = append([]ninjs.AltID{{Role: "kill", Value: own}}, a.Item.AltIDs...)
			out = append(out, k)
		}
	}
	return out
}

// one makes an article of what was parsed, which is used up.
func one(out *Article, d Delivery, s Settings, a *format.Article) {
	out.Envelope = contract.Envelope{
		Provider: d.Provider, Delivery: d.ID, Replay: d.Replay, Retry: d.Retry, Lane: d.Lane,
		Received: d.Received, TraceParent: d.TraceParent, DropDuplicates: s.DropDuplicates,
	}
	if a.Err != nil {
		out.Err = a.Err
		return
	}
	allowed(a, d)
	files := plan(a)
	item, notes, err := tidy.Article(*a, tidy.Settings{Provider: d.Provider, Language: s.Language, Urgency: s.Urgency, Arrived: arrival(d)})
	if err != nil {
		out.Err = err
		return
	}
	if item.PubStatus == ninjs.Canceled || item.PubStatus == ninjs.Withheld {
		item, files = tidy.StripForKill(item), nil
		a.Signal = contract.Kill
	}
	if len(files) > 0 {
		settle(&item, s.MediaBase, contract.ArticleID(d.Provider, string(item.URI)))
	}
	out.Item, out.Files = item, files
	if out.Data, err = encode(&out.Item); err != nil {
		out.Err = err
		return
	}
	fill(&out.Envelope, d, s, a, &out.Item, notes)
	out.Envelope.Hash = tidy.Hash(hashed(out.Data, a.MachineUse))
	for _, f := range files {
		out.Envelope.Media = append(out.Envelope.Media, f.Name)
	}
}

// arrival is when a document was pushed; zero where wireroom fetched it: the same one
// comes again with each look at the address.
func arrival(d Delivery) time.Time {
	if d.BaseURL != "" {
		return time.Time{}
	}
	return d.Received
}

func encode(item *ninjs.Item) ([]byte, error) {
	data, err := ninjs.Encode(item)
	if err != nil {
		return nil, &bus.Fault{Reason: contract.ReasonInvalid, Err: err}
	}
	if len(data) > contract.MaxArticle {
		return nil, &bus.Fault{Reason: contract.ReasonTooLarge, Err: fmt.Errorf("%d bytes as ninjs, where a message holds %d", len(data), contract.MaxArticle)}
	}
	return data, nil
}

func fill(e *contract.Envelope, d Delivery, s Settings, a *format.Article, item *ninjs.Item, notes []string) {
	e.URI = string(item.URI)
	e.Article = contract.ArticleID(d.Provider, e.URI)
	e.Urgency, e.Signal, e.Corrects = item.Urgency, a.Signal, a.Corrects
	e.Embargo = item.EmbargoedUntil.Time
	e.Notes = notes
	e.MachineUse = a.MachineUse
	e.SourceViews, e.SourceComments = a.SourceViews, a.SourceComments
	e.Lane = laneOf(d, s, item)
	if d.flashLimited() && e.Lane == contract.Wire && contract.LaneOf(item.Urgency, item.PubStatus) == contract.Flash {
		e.Notes = append(e.Notes, "the provider had more flashes than its rate: the wire lane handled this one")
	}
	e.Version = dedup.Version{Status: statusOf(item.PubStatus), Seq: d.Sequence, Replay: d.Replay}
	e.Version.Number, e.Version.HasNumber = tidy.Number(item.Version)
	created := item.VersionCreated
	if !created.IsZero() && !d.Received.IsZero() && created.After(d.Received.Add(clockSlack)) {
		// believed, it would make every later version stale until then
		e.Notes = append(e.Notes, "versionCreated is in the future: the version is ordered without it")
		return
	}
	if !created.IsZero() {
		e.Version.HasCreated, e.Version.Created = true, created.UTC().Truncate(time.Microsecond)
	}
}

// clockSlack is how far a provider's clock may be ahead of ours, zones that are
// wrong included.
const clockSlack = 26 * time.Hour

// laneOf corrects the lane that ingest chose by a cheap look. What a provider or
// a replay put in the bulk lane stays there, but a takedown waits for nobody.
func laneOf(d Delivery, s Settings, item *ninjs.Item) contract.Lane {
	lane := contract.LaneOf(item.Urgency, item.PubStatus)
	switch {
	case item.PubStatus != ninjs.Usable && item.PubStatus != "":
		return contract.Flash
	case d.Replay > 0 && d.Lane == contract.Bulk:
		return contract.Bulk
	case s.Lane != "":
		return s.Lane
	case d.Lane == contract.Bulk:
		return contract.Bulk
	case d.flashLimited() && lane == contract.Flash:
		return contract.Wire
	default:
		return lane
	}
}

// flashLimited says that ingest counted more flashes of the provider than its rate.
func (d Delivery) flashLimited() bool { return d.header.Get(contract.HeaderFlashLimited) != "" }

func statusOf(p ninjs.PubStatus) dedup.Status {
	switch p {
	case ninjs.Canceled:
		return dedup.Canceled
	case ninjs.Withheld:
		return dedup.Withheld
	default:
		return dedup.Usable
	}
}
