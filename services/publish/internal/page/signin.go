package page

import (
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/consumer"
	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/publish/internal/session"
)

// newAttempts bounds how often a key may be tried, by address and in all.
func newAttempts() *service.Rates {
	return service.NewRates(service.RateLimit{Rate: 0.2, Burst: 10}, service.RateLimit{Rate: 5, Burst: 100})
}

// session is who has signed in, as long as the key is still one of theirs.
func (p *Page) session(r *http.Request) (session.Session, bool) {
	if p.Consumers == nil && p.Operators == nil {
		return session.Session{}, false
	}
	s, ok := p.Sessions.Read(r)
	if !ok {
		return s, false
	}
	if s.Operator {
		return s, p.Operators != nil && p.operatorKey(s)
	}
	_, ok = p.consumerOf(s)
	return s, ok
}

func (p *Page) operatorKey(s session.Session) bool {
	for _, o := range p.Operators.All() {
		if o.ID == s.ID && holds(o.Keys, s.Key) {
			return true
		}
	}
	return false
}

func (p *Page) consumerOf(s session.Session) (consumer.Consumer, bool) {
	if p.Consumers == nil {
		return consumer.Consumer{}, false
	}
	for _, c := range p.Consumers.All() {
		if c.ID == s.ID && holds(c.Keys, s.Key) {
			return c, true
		}
	}
	return consumer.Consumer{}, false
}

func holds(hashes []string, fingerprint string) bool {
	for _, h := range hashes {
		if session.Fingerprint(h) == fingerprint {
			return true
		}
	}
	return false
}

// rights are those of who has signed in: an operator reads everything.
func (p *Page) rights(r *http.Request) (consumer.Rights, bool) {
	s, ok := p.session(r)
	if !ok || s.Operator {
		return consumer.Rights{}, ok
	}
	c, ok := p.consumerOf(s)
	return c.Rights, ok
}

// door is what the form to sign in shows.
type door struct {
	To    string // where to go then
	Wrong string
}

func (p *Page) askToSignIn(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, "/sign-in?to="+url.QueryEscape(r.URL.RequestURI()), http.StatusSeeOther)
}

func (p *Page) signInForm(w http.ResponseWriter, r *http.Request) {
	p.show(w, r, http.StatusOK, "signin", p.frame(r, "sign-in", "Sign in", door{To: local(r.URL.Query().Get("to"))}))
}

// local gives an address of this page, / for any other.
func local(to string) string {
	u, err := url.Parse(to)
	if err != nil || u.Scheme != "" || u.Host != "" || !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\r\n\t") {
		return "/"
	}
	return to
}

func (p *Page) signIn(w http.ResponseWriter, r *http.Request) {
	caller, to := p.Caller(r), local(r.PostFormValue("to"))
	if wait := p.attempts.Wait(caller, p.Clock()); wait > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
		service.Because(w, "rate-limited")
		p.fail(w, r, http.StatusTooManyRequests, "Too many attempts", "Keys were tried too often from your address, or from all. Try again in a minute.")
		return
	}
	p.attempts.Charge(caller, 1, p.Clock())
	s, ok := p.byKey(strings.TrimSpace(r.PostFormValue("key")))
	if !ok {
		service.Because(w, "unauthorized")
		p.show(w, r, http.StatusUnauthorized, "signin", p.frame(r, "sign-in", "Sign in", door{To: to, Wrong: "This key is not known."}))
		return
	}
	if err := p.Sessions.Begin(w, r, s); err != nil {
		p.Log.Warn("nobody can sign in", zap.Error(err))
		p.fail(w, r, http.StatusServiceUnavailable, "Not signed in", "NATS does not answer, which keeps the secret of sessions. Try again.")
		return
	}
	if s.Operator {
		p.Log.Info("an operator has signed in", zap.String("operator", s.ID), zap.String("from", caller))
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// byKey is the session of an operator's or a consumer's key.
func (p *Page) byKey(key string) (session.Session, bool) {
	s := session.Session{Key: session.Fingerprint(provider.HashKey(key))}
	if p.Operators != nil {
		if o, ok := p.Operators.ByKey(key); ok {
			s.Operator, s.ID = true, o.ID
			return s, true
		}
	}
	if p.Consumers != nil {
		if c, ok := p.Consumers.ByKey(key); ok {
			s.ID = c.ID
			return s, true
		}
	}
	return s, false
}

func (p *Page) signOut(w http.ResponseWriter, r *http.Request) {
	session.End(w, r)
	http.Redirect(w, r, "/", http.StatusSeeOther)
}
