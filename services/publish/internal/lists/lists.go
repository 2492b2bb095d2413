// Package lists is the reading model of articles: which are listed under a topic, a
// language, a provider, a signal, an urgency, a name or a story, newest first.
//
// It is filled from NEWS in the order of its sequences, and holds where each article is
// there, never what it says: that is read from NEWS itself, so that what was purged is
// nowhere. It may be emptied at any moment and is filled again.
package lists

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/service"
)

// Entry is the last word on an article, or its tombstone.
type Entry struct {
	Article string   `json:"a"`
	Seq     uint64   `json:"s,string"`
	At      int64    `json:"t"` // when it was published, Unix milliseconds
	Subject string   `json:"n"`
	URI     string   `json:"u"`
	Use     string   `json:"m,omitempty"` // Wireroom-Machine-Use
	Story   string   `json:"y,omitempty"` // Wireroom-Story
	CopyOf  string   `json:"d,omitempty"` // Wireroom-Duplicate-Of
	Lists   []string `json:"f"`           // it is in these
}

// In gives the value of a list that the entry is in, such as its language; empty if it is
// in none of that kind.
func (e Entry) In(what string) string {
	for _, list := range e.Lists {
		if value, ok := strings.CutPrefix(list, what+"/"); ok {
			return value
		}
	}
	return ""
}

// The lists of all articles that can be read, and of the tombstones.
const (
	All   = "all"
	Kills = "kills"
)

// Store keeps the entries of one life of NEWS. Nothing goes back: what is applied
// continues what the position says.
type Store interface {
	// Position is the sequence that was applied last, and whether the lists have once been
	// complete; 0 if nothing is kept of that life.
	Position(ctx context.Context, life string) (seq uint64, ready bool, err error)
	// Apply puts entries in the place of older ones of their articles if the position is
	// from, and moves it to to; entries published before forget go. It gives the position,
	// which is not to where another one was faster.
	Apply(ctx context.Context, life string, from, to uint64, entries []Entry, forget time.Time) (uint64, error)
	// Ready says that the lists are complete.
	Ready(ctx context.Context, life string) error
	// Page gives at most n entries of a list below a sequence, newest first.
	Page(ctx context.Context, life, list string, below uint64, n int) ([]Entry, error)
	// Entries gives the last words on articles, those that are there. Tombstones are too.
	Entries(ctx context.Context, life string, articles []string) (map[string]Entry, error)
	// Size is how many entries a list has.
	Size(ctx context.Context, life, list string) (int64, error)
}

// maxBatch is how many entries are applied at once.
const maxBatch = 100

// Lists fills a store and answers from it.
type Lists struct {
	js    jetstream.JetStream
	tail  *bus.Tail
	store Store
	age   time.Duration // of NEWS
	clock func() time.Time
	log   *zap.Logger
}

// New makes it. tail is of NEWS, or nil; age is how long NEWS keeps a message.
func New(js jetstream.JetStream, tail *bus.Tail, store Store, age time.Duration, clock func() time.Time, log *zap.Logger) *Lists {
	return &Lists{js, tail, store, age, clock, log}
}

var errMoved = errors.New("the position has moved")

// checkEvery is how often it is looked whether the store was emptied.
const checkEvery = time.Second

// Run fills the store until ctx ends, over outages, an emptied store and a stream that
// was made anew. Several may do so at once: one is faster.
func (l *Lists) Run(ctx context.Context) {
	told := ""
	for ctx.Err() == nil {
		err := l.follow(ctx)
		if err != nil && ctx.Err() == nil && !errors.Is(err, errMoved) && err.Error() != told {
			told = err.Error()
			l.log.Warn("lists of articles wait", zap.Error(err))
		}
		_ = service.Pause(ctx, time.Second)
	}
}

// filler is one run through a life of NEWS.
type filler struct {
	*Lists
	life  string
	at    uint64
	ready bool
	next  []Entry
}

func (l *Lists) follow(ctx context.Context) error {
	s, err := l.js.Stream(ctx, contract.StreamNews)
	if err != nil {
		return err
	}
	info := s.CachedInfo()
	f := &filler{Lists: l, life: contract.IncarnationOf(info)}
	if f.at, f.ready, err = l.store.Position(ctx, f.life); err != nil {
		return err
	}
	if info.State.LastSeq <= f.at || info.State.Msgs == 0 {
		if err := f.complete(ctx); err != nil {
			return err
		}
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	positions := make(chan uint64, 1)
	go f.check(ctx, cancel, positions, f.at)
	r := &bus.OrderedReader{JS: l.js, Stream: contract.StreamNews, Created: info.Created, From: f.at + 1, Tail: l.tail}
	err = r.Read(ctx, func(m jetstream.Msg, meta *jetstream.MsgMetadata) error { return f.take(ctx, m, meta, positions) })
	return errors.Join(err, context.Cause(ctx))
}

// check ends the run when the store is not where it was left.
func (f *filler) check(ctx context.Context, end context.CancelCauseFunc, positions <-chan uint64, at uint64) {
	for {
		select {
		case at = <-positions:
		case <-ctx.Done():
			return
		case <-time.After(checkEvery):
			have, _, err := f.store.Position(ctx, f.life)
			if err == nil && have < at {
				end(errMoved)
				return
			}
		}
	}
}

func (f *filler) take(ctx context.Context, m jetstream.Msg, meta *jetstream.MsgMetadata, positions chan uint64) error {
	if e, err := entryOf(m, meta.Sequence.Stream); err != nil {
		f.log.Error("a message of NEWS can't be listed", zap.Uint64("sequence", meta.Sequence.Stream), zap.Error(err))
	} else {
		f.next = append(f.next, e)
	}
	if len(f.next) < maxBatch && meta.NumPending > 0 {
		return nil
	}
	have, err := f.store.Apply(ctx, f.life, f.at, meta.Sequence.Stream, f.next, f.clock().Add(-f.age))
	if err == nil && have != meta.Sequence.Stream {
		err = errMoved
	}
	if err != nil {
		return err
	}
	f.at, f.next = have, nil
	select {
	case <-positions:
	default:
	}
	positions <- have
	if meta.NumPending == 0 {
		return f.complete(ctx)
	}
	return nil
}

func (f *filler) complete(ctx context.Context) error {
	if f.ready {
		return nil
	}
	f.ready = true
	return f.store.Ready(ctx, f.life)
}

// entryOf makes an entry of a message: in the lists of its present topic, language and
// urgency, which its subject may not have, of its provider, signal and names.
func entryOf(m jetstream.Msg, seq uint64) (Entry, error) {
	subject, err := contract.ParseNewsSubject(m.Subject())
	if err != nil {
		return Entry{}, err
	}
	env, err := contract.ParseEnvelope(m.Headers())
	if err != nil {
		return Entry{}, err
	}
	e := Entry{Article: subject.Article, Seq: seq, At: env.Published.UnixMilli(), Subject: m.Subject(), URI: env.URI,
		Use: env.MachineUse.String(), Story: env.Story, CopyOf: env.DuplicateOf}
	if subject.Signal == contract.Kill {
		e.Lists = []string{Kills}
		return e, nil
	}
	urgency := int(env.Urgency)
	if urgency == 0 {
		urgency = subject.Urgency
	}
	e.Lists = append([]string{All, Name("topic", contract.TopicToken(env.Topic)), Name("language", contract.LanguageToken(env.Language)),
		Name("provider", env.Provider), Name("signal", string(env.Signal)), Name("urgency", strconv.Itoa(urgency))}, Names(m.Data())...)
	if e.Story != "" {
		e.Lists = append(e.Lists, Name("story", e.Story))
	}
	if e.CopyOf != "" {
		e.Lists = append(e.Lists, Name("copy", e.CopyOf))
	}
	return e, nil
}

// Name is the list of what has a value in a respect.
func Name(what, value string) string { return what + "/" + value }
