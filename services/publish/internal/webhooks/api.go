package webhooks

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/consumer"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/pkg/webhook"
)

// Mount adds the routes.
func (s *Service) Mount(mux *http.ServeMux) {
	mux.HandleFunc("GET /v1/webhooks", s.known(s.list))
	mux.HandleFunc("POST /v1/webhooks", s.known(s.create))
	mux.HandleFunc("GET /v1/webhooks/{id}", s.known(s.get))
	mux.HandleFunc("PATCH /v1/webhooks/{id}", s.known(s.change))
	mux.HandleFunc("DELETE /v1/webhooks/{id}", s.known(s.remove))
	mux.HandleFunc("POST /v1/webhooks/{id}/ping", s.known(s.ping))
	mux.HandleFunc("POST /v1/webhooks/{id}/resume", s.known(s.resume))
	mux.HandleFunc("POST /v1/webhooks/{id}/secret", s.known(s.rotate))
	mux.HandleFunc("GET /v1/webhooks/{id}/deliveries", s.known(s.deliveries))
}

// handler answers a consumer; an error is answered with a problem.
type handler func(w http.ResponseWriter, r *http.Request, c consumer.Consumer) error

// refusal is an error that is an answer.
type refusal struct {
	status              int
	kind, title, detail string
}

func (r refusal) Error() string { return r.detail }

func invalid(err error) error {
	return refusal{http.StatusBadRequest, "invalid-request", "Not a webhook", err.Error()}
}

// known lets consumers in, and nobody else.
func (s *Service) known(h handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		c, ok := s.Access.Consumer(r)
		if !ok {
			w.Header().Set("WWW-Authenticate", `Bearer realm="wireroom"`)
			refuse(w, http.StatusUnauthorized, "unauthorized", "No key, or none that is known",
				"A webhook belongs to a consumer: send its key as Authorization: Bearer KEY. The operator makes one with wireroom consumers add.")
			return
		}
		w.Header().Set("Cache-Control", "no-store")
		err := h(w, r, c)
		var no refusal
		switch {
		case err == nil:
		case errors.As(err, &no):
			refuse(w, no.status, no.kind, no.title, no.detail)
		case errors.Is(err, webhook.ErrNotFound):
			refuse(w, http.StatusNotFound, "no-webhook", "No such webhook", "You have no webhook of this id. GET /v1/webhooks lists yours.")
		case errors.Is(err, webhook.ErrMoved):
			refuse(w, http.StatusConflict, "conflict", "Changed at the same time", "Another request changed the webhook at the same time. Try again.")
		default:
			s.Log.Warn("webhook not read or written", zap.Error(err))
			w.Header().Set("Retry-After", "2")
			refuse(w, http.StatusServiceUnavailable, "unavailable", "The broker does not answer", "Webhooks can't be read or written at the moment. Try again.")
		}
	}
}

func refuse(w http.ResponseWriter, status int, kind, title, detail string) {
	service.Because(w, kind)
	service.WriteProblem(w, service.Problem{Type: "urn:wireroom:problem:" + kind, Status: status, Title: title, Detail: detail})
}

const maxBody = 64 << 10 // bytes of a request

// decode reads a body of JSON; an empty one leaves into as it is.
func decode(w http.ResponseWriter, r *http.Request, into any) error {
	dec := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody))
	dec.DisallowUnknownFields()
	err := dec.Decode(into)
	if errors.Is(err, io.EOF) {
		return nil
	}
	if err == nil && dec.More() {
		err = errors.New("there is something after the object")
	}
	if large := (*http.MaxBytesError)(nil); errors.As(err, &large) {
		return refusal{http.StatusRequestEntityTooLarge, "too-large", "Too large", fmt.Sprintf("A request has %d bytes at most.", maxBody)}
	}
	if err != nil {
		return invalid(fmt.Errorf("the body is not what is expected: %s", strings.TrimPrefix(err.Error(), "json: ")))
	}
	return nil
}

func answer(w http.ResponseWriter, status int, v any) error {
	data, err := encode(v)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(append(data, '\n')) // a reader that has gone away is told nothing
	return nil
}

// own reads a webhook of the consumer. That of another one is none.
func (s *Service) own(r *http.Request, c consumer.Consumer) (*webhook.Subscription, uint64, error) {
	sub, rev, err := s.Store.Get(r.Context(), sourceName, r.PathValue("id"))
	if err == nil && sub.Owner != c.ID {
		err = webhook.ErrNotFound
	}
	return sub, rev, err
}
