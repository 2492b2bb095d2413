package contract

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/wireroom/wireroom/pkg/dedup"
	"github.com/wireroom/wireroom/pkg/machineuse"
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
	MachineUse     machineuse.Use
	Media          []string // names of this version's binaries, as MediaName's second part
	Earlier        int      // messages of the article on NEWS before, since it was last taken down
	EarlierMedia   int      // binaries that those named

	DuplicateOf    string // article id of what the text repeats
	DuplicateKind  string
	Similarity     float64 // 0 to 1, in thousandths
	Story          string  // article id of the story's first article
	DropDuplicates bool    // by the provider's setting

	TraceParent string
}

// State is the article's version as the order of versions sees it.
func (e *Envelope) State() dedup.State { return dedup.State{Version: e.Version, Hash: e.Hash} }

// Header writes the envelope. kind is the CloudEvents type after "wireroom.",
// id the CloudEvents id, at its time.
func (e *Envelope) Header(kind, id string, at time.Time) nats.Header {
	w := newWriter()
	w.set(HeaderSpecVersion, "1.0")
	w.set(HeaderContentType, "application/json")
	w.put(HeaderCEID, id)
	w.put(HeaderCESource, "/wireroom/"+e.Provider)
	w.put(HeaderCEType, "wireroom."+kind)
	w.putTime(HeaderCETime, at)
	w.put(HeaderCESubject, e.URI)
	w.put(HeaderTraceParent, e.TraceParent)
	w.put(HeaderProvider, e.Provider)
	w.put(HeaderDelivery, e.Delivery)
	w.put(HeaderPosition, strconv.Itoa(e.Position)+"/"+strconv.Itoa(e.Of))
	w.put(HeaderArticle, e.Article)
	w.put(HeaderVersion, e.Version.String())
	w.put(HeaderHash, e.Hash)
	w.put(HeaderLane, string(e.Lane))
	w.put(HeaderFormat, e.Format)
	w.putTime(HeaderReceivedAt, e.Received)
	w.putTime(HeaderNormalizedAt, e.Normalized)
	w.putTime(HeaderEnrichedAt, e.Enriched)
	w.putTime(HeaderPublishedAt, e.Published)
	w.putInt(HeaderReplay, e.Replay)
	w.putInt(HeaderRetry, e.Retry)
	w.put(HeaderSignal, string(e.Signal))
	w.put(HeaderCorrects, e.Corrects)
	w.putInt(HeaderUrgency, int(e.Urgency))
	w.put(HeaderLanguage, e.Language)
	w.put(HeaderTopic, e.Topic)
	w.putTime(HeaderEmbargo, e.Embargo)
	w.putFlag(HeaderUnchanged, e.Unchanged)
	w.putFlag(HeaderUnmatched, e.Unmatched)
	w.putFlag(HeaderDedupOff, e.DedupOff)
	w.put(HeaderDerived, strings.Join(e.Derived, ","))
	w.put(HeaderEnrichFailed, strings.Join(e.EnrichFailed, ","))
	w.put(HeaderNotes, oneLine(joinNotes(e.Notes)))
	w.putInt(HeaderReadingSeconds, e.ReadingSeconds)
	w.putCount(HeaderSourceViews, e.SourceViews)
	w.putCount(HeaderSourceComments, e.SourceComments)
	w.put(HeaderMachineUse, e.MachineUse.String())
	w.put(HeaderMedia, strings.Join(e.Media, ","))
	w.putInt(HeaderEarlier, e.Earlier)
	w.putInt(HeaderEarlierMedia, e.EarlierMedia)
	w.put(HeaderDuplicateOf, e.DuplicateOf)
	w.put(HeaderDuplicateKind, e.DuplicateKind)
	w.putShare(HeaderSimilarity, e.Similarity)
	w.put(HeaderStory, e.Story)
	w.putFlag(HeaderDropDuplicates, e.DropDuplicates)
	return w.h
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
		Media:   r.list(HeaderMedia, ","),
		Earlier: r.int(HeaderEarlier), EarlierMedia: r.int(HeaderEarlierMedia),
		DuplicateOf: h.Get(HeaderDuplicateOf), DuplicateKind: h.Get(HeaderDuplicateKind), Similarity: r.share(HeaderSimilarity),
		Story: h.Get(HeaderStory), DropDuplicates: h.Get(HeaderDropDuplicates) != "",
		TraceParent: h.Get(HeaderTraceParent),
	}
	e.Version = r.version(HeaderVersion)
	e.MachineUse = r.machineUse(HeaderMachineUse)
	e.Position, e.Of = r.position(HeaderPosition)
	switch {
	case r.err != nil:
		return nil, r.err
	case !ValidProvider(e.Provider) || !ValidArticle(e.Article) || !e.Lane.Valid() || e.Delivery == "":
		return nil, fmt.Errorf("headers name no provider, article, lane or delivery: %q %q %q %q", e.Provider, e.Article, e.Lane, e.Delivery)
	}
	return e, nil
}
