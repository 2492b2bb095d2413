// Package access tells what a request may read: by the key of a consumer, or what anybody
// may read where that is allowed.
package access

import (
	"context"
	"net/http"
	"strings"

	"github.com/wireroom/wireroom/pkg/consumer"
	"github.com/wireroom/wireroom/pkg/service"
)

// Access knows the consumers.
type Access struct {
	store     *consumer.Store
	anonymous bool
	untilFile bool
	// Session, if set, gives the rights of who has signed in to the page, false for nobody.
	Session func(*http.Request) (consumer.Rights, bool)
}

// New makes it; anonymous lets those without a key read everything. Without a store there
// are no keys: what stands in Authorization is then for somebody else, such as a proxy.
func New(store *consumer.Store, anonymous bool) *Access {
	return &Access{store: store, anonymous: anonymous}
}

// UntilFile lets those without a key read everything as long as there is no file either.
func (a *Access) UntilFile() *Access {
	a.untilFile = true
	return a
}

// Open reports whether articles are given to who shows no key, at this moment.
func (a *Access) Open() bool {
	return a.anonymous || a.untilFile && (a.store == nil || a.store.Missing())
}

// Rights are those of a request: of its key, which has to be a good one if there is one.
func (a *Access) Rights(r *http.Request) (consumer.Rights, bool) {
	key, ok := keyOf(r)
	if !ok && a.Session != nil {
		if rights, ok := a.Session(r); ok {
			return rights, true
		}
	}
	if none := a.store == nil || a.untilFile && a.store.Missing(); none || !ok {
		return consumer.Rights{}, a.anonymous || a.untilFile && none
	}
	c, known := a.store.ByKey(key)
	return c.Rights, known
}

// keyOf is the key of a request, a bearer token (RFC 6750).
func keyOf(r *http.Request) (string, bool) {
	said := r.Header.Get("Authorization")
	scheme, key, _ := strings.Cut(said, " ")
	if said == "" {
		return "", false
	}
	if !strings.EqualFold(scheme, "Bearer") {
		return "", true // another scheme is no key of ours
	}
	return strings.TrimSpace(key), true
}

type rightsKey struct{}

// Wrap answers 401 to who may read nothing, and tells next the rights.
func (a *Access) Wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !guarded(r.URL.Path) {
			next.ServeHTTP(w, r)
			return
		}
		rights, ok := a.Rights(r)
		if !ok {
			w.Header().Set("WWW-Authenticate", `Bearer realm="wireroom"`)
			service.Because(w, "unauthorized")
			service.WriteProblem(w, service.Problem{Type: "urn:wireroom:problem:unauthorized", Status: http.StatusUnauthorized, Title: "No key, or none that is known",
				Detail: "Send the key of a consumer as Authorization: Bearer KEY. The operator makes one with wireroom consumers add."})
			return
		}
		// the mux writes the pattern of a route into the request that it is given, and the
		// metrics read it from there
		*r = *With(r, rights)
		next.ServeHTTP(w, r)
	})
}

// guarded reports whether an address gives out articles.
func guarded(path string) bool {
	for _, p := range []string{"/v1/stream", "/v1/articles", "/v1/stories", "/v1/trending", "/v1/search", "/v1/media"} {
		if rest, ok := strings.CutPrefix(path, p); ok && (rest == "" || rest[0] == '/') {
			return true
		}
	}
	return false
}

// With gives the request with the rights that it has.
func With(r *http.Request, rights consumer.Rights) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), rightsKey{}, rights))
}

// Of gives the rights of a request that went through Wrap.
func Of(r *http.Request) consumer.Rights {
	rights, _ := r.Context().Value(rightsKey{}).(consumer.Rights)
	return rights
}
