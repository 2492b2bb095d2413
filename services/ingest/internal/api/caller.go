package api

import (
	"net/http"

	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/services/ingest/internal/auth"
	"github.com/wireroom/wireroom/services/ingest/internal/problem"
)

// caller is who asks, or with a signature who says so until it is verified.
type caller struct {
	provider  provider.Provider
	signature *auth.Signature // nil with a key
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
	header := r.Header.Get(auth.SignatureHeader)
	if header == "" {
		return caller{}, unknown(auth.ErrNone)
	}
	signature, err := auth.ParseSignature(header)
	if err == nil {
		err = signature.Fresh(a.Clock())
	}
	if err != nil {
		return caller{}, unknown(err)
	}
	// of an unknown provider no secret is known, and no signature fits
	p, _ := a.Providers.Get(signed)
	return caller{p, &signature}, nil
}

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
