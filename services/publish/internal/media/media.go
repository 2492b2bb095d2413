// Package media gives out the pictures and other binaries of published articles,
// and removes them with their article.
//
// What it gives out depends on NEWS alone: nothing of an article that is held, was
// never published or was taken down, whatever the object store holds.
package media

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/publish/internal/conditional"
	"github.com/wireroom/wireroom/services/publish/internal/lastword"
)

// Store is the object store beside NEWS.
type Store struct {
	objects jetstream.ObjectStore
	news    *lastword.Writer
	log     *zap.Logger
}

// Open opens the object store, which must exist.
func Open(ctx context.Context, js jetstream.JetStream, news *lastword.Writer, log *zap.Logger) (*Store, error) {
	objects, err := js.ObjectStore(ctx, contract.BucketMedia)
	if err != nil {
		return nil, fmt.Errorf("open object store %s: %w", contract.BucketMedia, err)
	}
	return &Store{objects: objects, news: news, log: log}, nil
}

// Remove deletes binaries of an article. One that is gone already is fine.
func (s *Store) Remove(ctx context.Context, article string, files []string) error {
	for _, file := range files {
		err := s.objects.Delete(ctx, contract.MediaName(article, file))
		if err != nil && !errors.Is(err, jetstream.ErrObjectNotFound) {
			return fmt.Errorf("delete media %s of article %s: %w", file, article, err)
		}
	}
	return nil
}

// Refresh stores binaries of an article anew that the object store would forget before
// NEWS forgets the article: those of one that was held for long. One that is gone
// already stays so.
func (s *Store) Refresh(ctx context.Context, article string, files []string, now time.Time) error {
	for _, file := range files {
		name := contract.MediaName(article, file)
		info, err := s.objects.GetInfo(ctx, name)
		if errors.Is(err, jetstream.ErrObjectNotFound) || err == nil && now.Sub(info.ModTime) <= contract.MediaSlack {
			continue
		}
		if err == nil {
			err = s.again(ctx, info.ObjectMeta)
		}
		if err != nil {
			return fmt.Errorf("store media %s anew: %w", name, err)
		}
	}
	return nil
}

func (s *Store) again(ctx context.Context, meta jetstream.ObjectMeta) error {
	data, err := s.objects.GetBytes(ctx, meta.Name)
	if err != nil {
		return err
	}
	_, err = s.objects.Put(ctx, jetstream.ObjectMeta{Name: meta.Name, Headers: meta.Headers}, bytes.NewReader(data))
	return err
}

// The kinds of problems of this package: the ends of their types.
const (
	kindTakenDown   = "taken-down"
	kindNoMedia     = "no-media"
	kindUnavailable = "unavailable"
)

// Mount adds the routes.
func (s *Store) Mount(mux *http.ServeMux) {
	mux.HandleFunc("GET /v1/media/{article}/{file}", s.give)
}

func (s *Store) give(w http.ResponseWriter, r *http.Request) {
	article, file := r.PathValue("article"), r.PathValue("file")
	if !contract.ValidArticle(article) || !contract.ValidMediaFile(file) {
		missing(w)
		return
	}
	last, err := s.news.Read(r.Context(), contract.NewsOfArticle(article))
	switch {
	case err != nil:
		s.unanswered(w, article, err)
	case last == nil:
		missing(w)
	case last.Envelope.Signal == contract.Kill:
		service.WriteProblem(w, service.Problem{Type: "urn:wireroom:problem:" + kindTakenDown, Status: http.StatusGone, Title: "Taken down",
			Detail: "The provider killed or withheld the article that this belongs to. Remove what you have of it."})
	default:
		s.answer(w, r, article, file)
	}
}

func (s *Store) answer(w http.ResponseWriter, r *http.Request, article, file string) {
	object, err := s.objects.Get(r.Context(), contract.MediaName(article, file))
	if errors.Is(err, jetstream.ErrObjectNotFound) {
		missing(w)
		return
	}
	if err != nil {
		s.unanswered(w, article, err)
		return
	}
	defer func() { _ = object.Close() }()
	info, err := object.Info()
	if err != nil {
		s.unanswered(w, article, err)
		return
	}
	h := w.Header()
	h.Set("ETag", `"`+file+`"`)
	// a name is of one content for ever, but a kill must be felt soon
	h.Set("Cache-Control", "public, max-age="+strconv.Itoa(int(freshness.Seconds())))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	if conditional.Has(r, h.Get("ETag")) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Type", info.Headers.Get("Content-Type"))
	h.Set("Content-Length", strconv.FormatUint(info.Size, 10))
	_, _ = io.Copy(w, object) // a reader that has gone away is told nothing
}

// freshness is how long a copy may be used without asking again.
const freshness = time.Minute

func missing(w http.ResponseWriter) {
	service.WriteProblem(w, service.Problem{Type: "urn:wireroom:problem:" + kindNoMedia, Status: http.StatusNotFound, Title: "No such picture or file",
		Detail: "The address stands in the renditions of a published article; this one belongs to none."})
}

func (s *Store) unanswered(w http.ResponseWriter, article string, err error) {
	s.log.Warn("media not read", zap.String("article", article), zap.Error(err))
	w.Header().Set("Retry-After", "2")
	service.Because(w, string(bus.ReasonOf(err)))
	service.WriteProblem(w, service.Problem{Type: "urn:wireroom:problem:" + kindUnavailable, Status: http.StatusServiceUnavailable, Title: "The object store does not answer",
		Detail: "It can't be read at the moment. Try again."})
}
