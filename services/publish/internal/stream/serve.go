package stream

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"go.uber.org/zap"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/consumer"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/service"
)

// Config bounds the readers.
type Config struct {
	Readers   int           `default:"2000" desc:"readers of GET /v1/stream at once, of this process; one more is answered with 503. Connections have a limit of their own"`
	Heartbeat time.Duration `default:"15s" desc:"how often a reader of GET /v1/stream that gets nothing is told that the stream is alive"`
}

// Validate checks the ranges.
func (c Config) Validate() error {
	if c.Readers < 0 || c.Heartbeat < time.Second || c.Heartbeat > time.Minute {
		return fmt.Errorf("WIREROOM_STREAM_READERS must not be negative (%d), and WIREROOM_STREAM_HEARTBEAT is from 1s to 1m (%s)", c.Readers, c.Heartbeat)
	}
	return nil
}

const (
	writeLimit = 15 * time.Second // a reader that takes nothing for so long is cut off
	lookLimit  = 5 * time.Second
	catchUps   = 16 // readers that read NEWS by a consumer of their own at once
)

// Server serves GET /v1/stream.
type Server struct {
	Config
	hub      *Hub
	js       jetstream.JetStream
	log      *zap.Logger
	rights   func(*http.Request) (consumer.Rights, bool)
	readers  chan struct{}
	behind   chan struct{}
	metrics  *Metrics
	patience time.Duration // for a write
}

// New makes the server. tail is of NEWS, or nil. rights tells what a request may read, false if nothing; it is
// asked again and again while the stream is open.
func New(cfg Config, js jetstream.JetStream, tail *bus.Tail, rights func(*http.Request) (consumer.Rights, bool), metrics *Metrics, log *zap.Logger) *Server {
	return &Server{Config: cfg, hub: NewHub(js, tail, log), js: js, log: log, rights: rights, metrics: metrics,
		readers: make(chan struct{}, cfg.Readers), behind: make(chan struct{}, catchUps), patience: writeLimit}
}

// Run follows NEWS until ctx ends.
func (s *Server) Run(ctx context.Context) { s.hub.Run(ctx) }

// Mount adds the route.
func (s *Server) Mount(mux *http.ServeMux) { mux.HandleFunc("GET /v1/stream", s.serve) }

func refuse(w http.ResponseWriter, status int, kind, title, detail string) {
	service.Because(w, kind)
	service.WriteProblem(w, service.Problem{Type: "urn:wireroom:problem:" + kind, Status: status, Title: title, Detail: detail})
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	filter, err := parseFilter(r.URL.Query())
	if err != nil {
		refuse(w, http.StatusBadRequest, "invalid-request", "Not a filter", err.Error())
		return
	}
	rd := &reader{Server: s, w: w, r: r, rc: http.NewResponseController(w), filter: filter}
	id := r.Header.Get("Last-Event-ID")
	if id == "" {
		id = r.URL.Query().Get("lastEventId")
	}
	var resumed uint64
	if id != "" {
		if rd.life, resumed, err = parseEventID(id); err != nil {
			refuse(w, http.StatusBadRequest, "invalid-request", "Not an event id", "Last-Event-ID, or lastEventId in the query, is the id of the last event that you got.")
			return
		}
	}
	if r.Method == http.MethodHead {
		rd.header()
		return
	}
	select {
	case s.readers <- struct{}{}:
		defer func() { <-s.readers }()
	default:
		w.Header().Set("Retry-After", "10")
		refuse(w, http.StatusServiceUnavailable, "too-many-readers", "Too many readers", "As many streams are open as this process serves. Try again.")
		return
	}
	if err := rd.place(id != "", resumed); err != nil {
		s.log.Warn("a stream can't begin", zap.Error(err))
		w.Header().Set("Retry-After", "2")
		refuse(w, http.StatusServiceUnavailable, "unavailable", "The stream does not answer", "NEWS can't be read at the moment. Try again.")
		return
	}
	s.metrics.readers.Inc()
	defer s.metrics.readers.Dec()
	rd.header()
	rd.run()
}

// place finds where the reader begins: after the event that it names, else at the time
// that it asks for, else after the last one that there is. Of another life of NEWS all is new.
func (rd *reader) place(resumes bool, seq uint64) error {
	ctx, cancel := context.WithTimeout(rd.r.Context(), lookLimit)
	defer cancel()
	stream, err := rd.js.Stream(ctx, contract.StreamNews)
	if err != nil {
		return err
	}
	info := stream.CachedInfo()
	life := contract.IncarnationOf(info)
	switch {
	case !resumes && !rd.filter.since.IsZero():
		if rd.next, err = bus.FirstSince(ctx, stream, rd.filter.since); err != nil {
			return err
		}
	case !resumes:
		rd.next = info.State.LastSeq + 1
	case rd.life != "" && rd.life != life:
		rd.next = 1
	default:
		rd.next = min(seq, info.State.LastSeq) + 1
	}
	rd.life = life
	return nil
}
