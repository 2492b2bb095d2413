// Package page serves the wire to people: what comes in as it comes, an article with its
// versions, stories, and to operators the works.
//
// It is HTML from the server, one stylesheet and one script that is needed for nothing but
// live changes and shortcuts; nothing is loaded from elsewhere. The package must show nobody
// more than the API gives out, and must not write HTML but by its templates.
package page

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/consumer"
	"github.com/wireroom/wireroom/pkg/operator"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/publish/internal/access"
	"github.com/wireroom/wireroom/services/publish/internal/lastword"
	"github.com/wireroom/wireroom/services/publish/internal/output/feed"
	"github.com/wireroom/wireroom/services/publish/internal/session"
)

// Views is how often an article was viewed.
type Views struct{ Views, Unique int64 }

// Deps are what the page works with.
type Deps struct {
	News *lastword.Writer
	// Articles gives a page of the list of articles, for the rights of the request.
	Articles func(*http.Request, url.Values) (feed.Feed, error)
	// API answers as the API does, for the rights of the request.
	API    http.Handler
	Views  func(ctx context.Context, article string) (Views, error)
	Access *access.Access
	// Consumers and Operators are who may sign in; nil is nobody.
	Consumers *consumer.Store
	Operators *operator.Store
	Sessions  *session.Keeper
	// Caller is the address that a request is from.
	Caller func(*http.Request) string
	// Works reads and mends the streams for operators.
	Works jetstream.JetStream
	// Health gives what this process found of what it needs, by name: "ok", or what is wrong; nil:
	// nothing is said of it.
	Health func(context.Context) map[string]string
	Clock  func() time.Time
	Log    *zap.Logger
}

// Page serves the page.
type Page struct {
	Deps
	templates *templates
	attempts  *service.Rates
	looks     looks
}

// New makes the page, and lets who has signed in to it use the API.
func New(d Deps) (*Page, error) {
	t, err := parse()
	if err != nil {
		return nil, err
	}
	p := &Page{Deps: d, templates: t, attempts: newAttempts()}
	d.Access.Session = p.rights
	return p, nil
}

// Mount adds the routes, but for /, which Home serves.
func (p *Page) Mount(mux *http.ServeMux) {
	mux.Handle("GET /page/{file}", secure(http.HandlerFunc(p.asset)))
	mux.Handle("GET /articles/{id}", p.read(p.article))
	mux.Handle("GET /stories/{id}", p.read(p.story))
	mux.Handle("GET /search", p.read(p.search))
	mux.Handle("GET /trending", p.read(p.trending))
	mux.Handle("GET /works", secure(http.HandlerFunc(p.operate(p.works))))
	mux.Handle("GET /works/dead/{seq}", secure(http.HandlerFunc(p.operate(p.letter))))
	mux.Handle("POST /works/dead", p.write(p.operate(p.mend)))
	mux.Handle("POST /works/feeds", p.write(p.operate(p.changeFeed)))
	mux.Handle("GET /sign-in", secure(http.HandlerFunc(p.signInForm)))
	mux.Handle("POST /sign-in", p.write(p.signIn))
	mux.Handle("POST /sign-out", p.write(p.signOut))
}

// Home serves the live wire.
func (p *Page) Home() http.Handler { return p.read(p.wire) }

// policy is the Content-Security-Policy: everything from here, and nothing within a page
// itself.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// secure sets the headers that keep a page to itself.
func secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		next.ServeHTTP(w, r)
	})
}

// read serves those who may read articles, and has the others sign in.
func (p *Page) read(show func(http.ResponseWriter, *http.Request)) http.Handler {
	return secure(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rights, ok := p.Access.Rights(r)
		if !ok {
			p.askToSignIn(w, r)
			return
		}
		*r = *access.With(r, rights)
		show(w, r)
	}))
}

// write serves a form that changes something, if it was sent from a page of ours.
func (p *Page) write(do func(http.ResponseWriter, *http.Request)) http.Handler {
	csrf := http.NewCrossOriginProtection()
	csrf.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.fail(w, r, http.StatusForbidden, "Not from this page", "The form was sent from a page of another origin.")
	}))
	return secure(csrf.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, maxForm)
		if err := r.ParseForm(); err != nil {
			p.fail(w, r, http.StatusBadRequest, "Not a form", "What was sent can't be read as a form.")
			return
		}
		do(w, r)
	})))
}

// maxForm bounds a form, in bytes.
const maxForm = 64 << 10
