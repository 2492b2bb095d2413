package api

import (
	"cmp"
	"fmt"
	"net/http"
	"time"

	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/ingest/internal/auth"
	"github.com/wireroom/wireroom/services/ingest/internal/problem"
)

// caller is who asks, or with a signature who says so until it is verified.
type caller struct {
	provider  provider.Provider
	signature proof // nil with a key
}

// proof is a signature of one of the two forms.
type proof interface {
	Verify(secrets []service.Secret, content []byte) error
	ID(content []byte) string
	Weak() bool
}

// callerOf finds the caller by a key, or takes the one that signed names.
func (a *API) callerOf(r *http.Request, signed string) (caller, *problem.Problem) {
	if header := r.Header.Get("Authorization"); header != "" {
		key, err := auth.Bearer(header)
		if err != nil {
			return caller{}, unknown(err)
		}
		p, ok := a.Providers.ByKey(key)
		if !ok {
			return caller{}, unknown(auth.ErrKey)
		}
		return caller{provider: p}, nil
	}
	signature, named, err := a.proofOf(r)
	if err != nil {
		return caller{}, unknown(err)
	}
	// of an unknown provider no secret is known, and no signature fits
	p, _ := a.Providers.Get(cmp.Or(signed, named))
	return caller{p, signature}, nil
}

// proofOf reads how a request is signed, and whom the signature names.
func (a *API) proofOf(r *http.Request) (signature proof, named string, err error) {
	if auth.IsMessage(r) {
		m, err := auth.ParseMessage(r, a.Clock())
		return m, m.KeyID(), err
	}
	header := r.Header.Get(auth.SignatureHeader)
	switch {
	case header == "":
		return nil, "", auth.ErrNone
	case a.Clock().After(a.WeakUntil):
		return nil, "", auth.ErrWeak
	}
	s, err := auth.ParseSignature(header)
	if err == nil {
		err = s.Fresh(a.Clock())
	}
	return s, "", err
}

// verifyAddress settles the identity of a caller whose request has no body. The old form
// signs the address in its place.
func (c caller) verifyAddress(r *http.Request) *problem.Problem {
	if c.signature != nil && c.signature.Weak() {
		return c.verify([]byte(r.URL.RequestURI()))
	}
	return c.verify(nil)
}

// deprecated says to a caller of the old form until when it is taken (RFC 9745, RFC 8594).
func (a *API) deprecated(w http.ResponseWriter, c caller) {
	if c.signature == nil || !c.signature.Weak() {
		return
	}
	w.Header().Set("Deprecation", fmt.Sprintf("@%d", weakSince().Unix()))
	w.Header().Set("Sunset", a.WeakUntil.UTC().Format(http.TimeFormat))
	a.Metrics.weak.WithLabelValues(c.provider.ID).Inc()
}

// weakSince is when message signatures took the place of the old form.
func weakSince() time.Time { return time.Date(2026, time.November, 30, 0, 0, 0, 0, time.UTC) }

// verify settles the identity of a caller who signed content.
func (c caller) verify(content []byte) *problem.Problem {
	if c.signature == nil {
		return nil
	}
	if err := c.signature.Verify(c.provider.Secrets, content); err != nil {
		return unknown(err)
	}
	return nil
}

func unknown(err error) *problem.Problem {
	return problem.New(problem.Unauthenticated, "It is not known who asks: "+err.Error()+".").
		With("WWW-Authenticate", `Bearer realm="wireroom"`)
}
