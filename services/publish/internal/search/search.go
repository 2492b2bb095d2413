// Package search finds articles by the words of their headlines and texts.
//
// Each process of publish keeps an index of its own, in memory, of the latest articles that
// NEWS holds. It is filled from NEWS in the order of its sequences, at each start anew; a
// takedown leaves it as soon as it is read, and what is embargoed is not on NEWS. The
// package must not decide who may read.
package search

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/machineuse"
	"github.com/wireroom/wireroom/pkg/metric"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/publish/internal/output/content"
	"github.com/wireroom/wireroom/services/publish/internal/search/analyze"
	"github.com/wireroom/wireroom/services/publish/internal/search/index"
)

// Config bounds the index.
type Config struct {
	Articles int `default:"20000" desc:"articles that GET /v1/search finds: the latest messages of NEWS. Each takes some 5 kB of memory, in each process; 0 turns the search off"`
}

// maxArticles is how many articles an index may have.
const maxArticles = 2_000_000

// Validate checks the range.
func (c Config) Validate() error {
	if c.Articles < 0 || c.Articles > maxArticles {
		return fmt.Errorf("WIREROOM_SEARCH_ARTICLES is %d: it is from 0, which turns the search off, to %d", c.Articles, maxArticles)
	}
	return nil
}

// Search is the index of this process.
type Search struct {
	js    jetstream.JetStream
	tail  *bus.Tail
	index *index.Index
	most  int
	clock func() time.Time
	log   *zap.Logger
	life  atomic.Pointer[string] // of NEWS, once all of it is read
}

// New makes a search that finds nothing until Run has filled it. tail is of NEWS, or nil.
func New(cfg Config, js jetstream.JetStream, tail *bus.Tail, metrics *Metrics, clock func() time.Time, log *zap.Logger) *Search {
	s := &Search{js: js, tail: tail, index: index.New(cfg.Articles), most: cfg.Articles, clock: clock, log: log}
	metrics.index.Store(s.index)
	return s
}

// Metrics tell how much is found.
type Metrics struct{ index atomic.Pointer[index.Index] }

// NewMetrics registers them.
func NewMetrics(r prometheus.Registerer) (*Metrics, error) {
	m := &Metrics{}
	return m, metric.Register(r, prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "wireroom_search_articles", Help: "Articles that the search of this process finds."}, m.articles))
}

func (m *Metrics) articles() float64 {
	if i := m.index.Load(); i != nil {
		return float64(i.Len())
	}
	return 0
}

// Off reports whether nothing is searched.
func (s *Search) Off() bool { return s.most == 0 }

// Ready reports whether what a life of NEWS holds can be found.
func (s *Search) Ready(life string) bool {
	have := s.life.Load()
	return have != nil && *have == life
}

// halfLife of the part of a score that an article loses with its age.
const halfLife = 72 * time.Hour

// Find gives the articles that a question asks for, the best first.
func (s *Search) Find(q analyze.Query) (out []index.Hit) {
	now := s.clock()
	for _, kind := range []analyze.Kind{analyze.English, analyze.Other} {
		must, not := q.Needed(kind)
		out = merged(out, s.index.Find(must, not, now, halfLife))
	}
	return out
}

// merged puts two orders together.
func merged(a, b []index.Hit) []index.Hit {
	out := make([]index.Hit, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if a[0].Score >= b[0].Score {
			out, a = append(out, a[0]), a[1:]
		} else {
			out, b = append(out, b[0]), b[1:]
		}
	}
	return append(append(out, a...), b...)
}

// Run fills the index until ctx ends, over outages and a stream that was made anew.
func (s *Search) Run(ctx context.Context) {
	if s.Off() {
		return
	}
	told := ""
	f := &filler{Search: s}
	for ctx.Err() == nil {
		if err := f.follow(ctx); err != nil && ctx.Err() == nil && err.Error() != told {
			told = err.Error()
			s.log.Warn("the search waits", zap.Error(err))
		}
		_ = service.Pause(ctx, time.Second)
	}
}

// filler reads one life of NEWS after the other.
type filler struct {
	*Search
	counter analyze.Counter
	reading string // the life
	at      uint64
}

func (f *filler) follow(ctx context.Context) error {
	stream, err := f.js.Stream(ctx, contract.StreamNews)
	if err != nil {
		return err
	}
	info := stream.CachedInfo()
	life := contract.IncarnationOf(info)
	if life != f.reading {
		f.life.Store(nil)
		f.index.Clear()
		f.reading, f.at = life, 0
		if most := uint64(f.most); info.State.LastSeq > most {
			f.at = info.State.LastSeq - most
		}
	}
	if info.State.LastSeq <= f.at || info.State.Msgs == 0 {
		f.life.Store(&life)
	}
	r := &bus.OrderedReader{JS: f.js, Stream: contract.StreamNews, Created: info.Created, From: f.at + 1, Tail: f.tail}
	err = r.Read(ctx, func(m jetstream.Msg, meta *jetstream.MsgMetadata) error {
		if err := f.take(m, meta.Sequence.Stream); err != nil {
			f.log.Error("a message of NEWS can't be searched", zap.Uint64("sequence", meta.Sequence.Stream), zap.Error(err))
		}
		if f.at = meta.Sequence.Stream; meta.NumPending == 0 {
			f.life.Store(&life)
		}
		return nil
	})
	if errors.Is(err, bus.ErrRemade) {
		f.life.Store(nil)
	}
	return err
}

// take puts the present version of an article into the index, or removes it. A text that
// its provider does not want in an index is not in it.
func (f *filler) take(m jetstream.Msg, seq uint64) error {
	subject, err := contract.ParseNewsSubject(m.Subject())
	if err != nil {
		return err
	}
	env, err := contract.ParseEnvelope(m.Headers())
	if err != nil || subject.Signal == contract.Kill || env.MachineUse.Forbids(machineuse.Index) {
		f.index.Remove(subject.Article)
		return err
	}
	article, err := content.New(env, m.Data())
	if err != nil {
		f.index.Remove(subject.Article)
		return err
	}
	count(&f.counter, article)
	f.index.Put(index.Text{ID: subject.Article, Seq: seq, At: env.Published, Terms: f.counter.Terms()})
	return nil
}

// The weights of a word, by where it stands, and how many words of an article are looked at.
const (
	inHeadline = 4
	maxWords   = 20_000
)

// count counts the terms of an article.
func count(c *analyze.Counter, a content.Article) {
	c.Reset()
	kind, left := Kind(a), maxWords
	for _, h := range Headlines(a) {
		left -= c.Add(h, kind, inHeadline, left)
	}
	c.Add(Text(a), kind, 1, left)
}

// Kind is how the words of an article are cut.
func Kind(a content.Article) analyze.Kind {
	return analyze.KindOf(contract.LanguageToken(a.Envelope.Language))
}

// Headlines are those of an article; where it has none, its title.
func Headlines(a content.Article) []string {
	if len(a.Item.Headlines) == 0 {
		return []string{a.Headline()}
	}
	out := make([]string, 0, len(a.Item.Headlines))
	for _, h := range a.Item.Headlines {
		out = append(out, strings.TrimSpace(h.Value))
	}
	return out
}

// Text is what is searched of an article beside its headlines: its text, and where it has
// none, its descriptions.
func Text(a content.Article) string {
	if text := a.Text(content.Plain); text != "" {
		return text
	}
	var out []string
	for _, d := range a.Item.Descriptions {
		out = append(out, d.Value)
	}
	return strings.Join(out, "\n")
}
