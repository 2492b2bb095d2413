package contract

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/wireroom/wireroom/pkg/dedup"
	"github.com/wireroom/wireroom/pkg/ninjs"
)

// Envelope is what concerns one article's handling: the Wireroom-* headers of a
// message from NORMALIZED on.
type Envelope struct {
	Provider string
	Delivery string
	Position int // from 1; 0 where the delivery as a whole is meant
	Of       int // how many articles the delivery holds
	Article  string
	URI      string // the article's uri; rides as ce-subject
	Version  dedup.Version
	Hash     string
	Lane     Lane
	Format   string

	Received   time.Time
	Normalized time.Time
	Enriched   time.Time
	Published  time.Time

	Replay int
	Retry  int

	Signal   Signal // what the provider called it; on NEWS what it is
	Corrects string
	Urgency  ninjs.Urgency
	Language string // primary subtag
	Topic    string // slug of the leading topic of the first level
	Embargo  time.Time

	Unchanged bool
	Unmatched bool
	DedupOff  bool // Redis was away when it was looked up

	Derived        []string
	EnrichFailed   []string
	Notes          []string
	ReadingSeconds int
	SourceViews    *int
	SourceComments *int
	Media          []string // names of its binaries, as MediaName's second part

	TraceParent string
}

// State is the article's version as the order of versions sees it.
func (e *Envelope) State() dedup.State { return dedup.State{Version: e.Version, Hash: e.Hash} }

// Header writes the envelope. kind is the CloudEvents type after "wireroom.",
// id the CloudEvents id, at its time.
func (e *Envelope) Header(kind, id string, at time.Time) nats.Header {
	h := make(nats.Header, 32)
	h[HeaderSpecVersion] = []string{"1.0"}
	h[HeaderContentType] = []string{"application/json"}
	put(h, HeaderCEID, id)
	put(h, HeaderCESource, "/wireroom/"+e.Provider)
	put(h, HeaderCEType, "wireroom."+kind)
	putTime(h, HeaderCETime, at)
	put(h, HeaderCESubject, e.URI)
	put(h, HeaderTraceParent, e.TraceParent)
	put(h, HeaderProvider, e.Provider)
	put(h, HeaderDelivery, e.Delivery)
	put(h, HeaderPosition, strconv.Itoa(e.Position)+"/"+strconv.Itoa(e.Of))
	put(h, HeaderArticle, e.Article)
	put(h, HeaderVersion, e.Version.String())
	put(h, HeaderHash, e.Hash)
	put(h, HeaderLane, string(e.Lane))
	put(h, HeaderFormat, e.Format)
	putTime(h, HeaderReceivedAt, e.Received)
	putTime(h, HeaderNormalizedAt, e.Normalized)
	putTime(h, HeaderEnrichedAt, e.Enriched)
	putTime(h, HeaderPublishedAt, e.Published)
	putInt(h, HeaderReplay, e.Replay)
	putInt(h, HeaderRetry, e.Retry)
	put(h, HeaderSignal, string(e.Signal))
	put(h, HeaderCorrects, e.Corrects)
	putInt(h, HeaderUrgency, int(e.Urgency))
	put(h, HeaderLanguage, e.Language)
	put(h, HeaderTopic, e.Topic)
	putTime(h, HeaderEmbargo, e.Embargo)
	putFlag(h, HeaderUnchanged, e.Unchanged)
	putFlag(h, HeaderUnmatched, e.Unmatched)
	putFlag(h, HeaderDedupOff, e.DedupOff)
	put(h, HeaderDerived, strings.Join(e.Derived, ","))
	put(h, HeaderEnrichFailed, strings.Join(e.EnrichFailed, ","))
	put(h, HeaderNotes, oneLine(strings.Join(e.Notes, "; ")))
	putInt(h, HeaderReadingSeconds, e.ReadingSeconds)
	putCount(h, HeaderSourceViews, e.SourceViews)
	putCount(h, HeaderSourceComments, e.SourceComments)
	put(h, HeaderMedia, strings.Join(e.Media, ","))
	return h
}

// ParseEnvelope reads what Header wrote.
func ParseEnvelope(h nats.Header) (*Envelope, error) {
	r := reader{h: h}
	e := &Envelope{
		Provider: h.Get(HeaderProvider), Delivery: h.Get(HeaderDelivery), Article: h.Get(HeaderArticle),
		URI: h.Get(HeaderCESubject), Hash: h.Get(HeaderHash), Lane: Lane(h.Get(HeaderLane)), Format: h.Get(HeaderFormat),
		Received: r.time(HeaderReceivedAt), Normalized: r.time(HeaderNormalizedAt),
		Enriched: r.time(HeaderEnrichedAt), Published: r.time(HeaderPublishedAt),
		Replay: r.int(HeaderReplay), Retry: r.int(HeaderRetry),
		Signal: Signal(h.Get(HeaderSignal)), Corrects: h.Get(HeaderCorrects),
		Urgency: ninjs.Urgency(r.int(HeaderUrgency)), Language: h.Get(HeaderLanguage), Topic: h.Get(HeaderTopic),
		Embargo:   r.time(HeaderEmbargo),
		Unchanged: h.Get(HeaderUnchanged) != "", Unmatched: h.Get(HeaderUnmatched) != "", DedupOff: h.Get(HeaderDedupOff) != "",
		Derived: r.list(HeaderDerived, ","), EnrichFailed: r.list(HeaderEnrichFailed, ","), Notes: r.list(HeaderNotes, "; "),
		ReadingSeconds: r.int(HeaderReadingSeconds),
		SourceViews:    r.count(HeaderSourceViews), SourceComments: r.count(HeaderSourceComments),
		Media:       r.list(HeaderMedia, ","),
		TraceParent: h.Get(HeaderTraceParent),
	}
	e.Version = r.version(HeaderVersion)
	e.Position, e.Of = r.position(HeaderPosition)
	switch {
	case r.err != nil:
		return nil, r.err
	case !ValidProvider(e.Provider) || !ValidArticle(e.Article) || !e.Lane.Valid() || e.Delivery == "":
		return nil, fmt.Errorf("headers name no provider, article, lane or delivery: %q %q %q %q", e.Provider, e.Article, e.Lane, e.Delivery)
	}
	return e, nil
}
