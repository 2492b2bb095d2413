package api

import (
	"math"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/publish/internal/limit"
)

// ViewLimits bound what callers, who show no key, may post as views.
type ViewLimits struct {
	Rate       float64      `default:"500" desc:"views a second that one address (IPv4, or the /64 of IPv6) may post in the long run; what is beyond is answered with 429. 0 is no limit. Counted for all replicas together in Redis"`
	Burst      int          `default:"10000" desc:"views that one address may post at once"`
	TotalRate  float64      `split_words:"true" default:"5000" desc:"views a second that all addresses together may post in the long run; 0 is no limit"`
	TotalBurst int          `split_words:"true" default:"50000" desc:"views that all addresses together may post at once"`
	Proxies    prefixesText `desc:"addresses and networks of the proxies before this service, separated by commas: of what comes through them X-Forwarded-For says who it is from"`
}

// prefixesText are networks, as a setting has them.
type prefixesText []netip.Prefix

// UnmarshalText reads addresses and networks separated by commas.
func (p *prefixesText) UnmarshalText(text []byte) error {
	*p = nil
	for part := range strings.SplitSeq(string(text), ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		prefix, err := netip.ParsePrefix(part)
		if err != nil {
			addr, addrErr := netip.ParseAddr(part)
			if addrErr != nil {
				return err
			}
			prefix = netip.PrefixFrom(addr, addr.BitLen())
		}
		*p = append(*p, prefix)
	}
	return nil
}

func (p prefixesText) holds(addr netip.Addr) bool {
	for _, prefix := range p {
		if prefix.Contains(addr.Unmap()) {
			return true
		}
	}
	return false
}

// Validate checks the ranges.
func (l ViewLimits) Validate() error {
	for _, c := range []struct {
		name  string
		rate  float64
		burst int
	}{{"WIREROOM_VIEWS_LIMIT", l.Rate, l.Burst}, {"WIREROOM_VIEWS_LIMIT_TOTAL", l.TotalRate, l.TotalBurst}} {
		if c.rate < 0 || math.IsNaN(c.rate) || math.IsInf(c.rate, 0) || c.rate > 0 && c.burst < 1 {
			return limitError(c.name)
		}
	}
	return nil
}

type limitError string

func (e limitError) Error() string {
	return string(e) + "_RATE must not be negative, and with a rate " + string(e) + "_BURST has to be positive"
}

// Admission lets callers post views at their rates.
type Admission struct {
	limits  ViewLimits
	limiter *limit.Limiter
	metrics *limit.Metrics
}

// NewAdmission counts with limiter.
func NewAdmission(l ViewLimits, limiter *limit.Limiter, metrics *limit.Metrics) *Admission {
	return &Admission{l, limiter, metrics}
}

// Wrap refuses posts of views beyond the rates before their bodies are read.
func (a *Admission) Wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && r.URL.Path == "/v1/views" {
			states, ok := a.limiter.Look(r.Context(), a.rules(r)...)
			var wait time.Duration
			for _, s := range states {
				wait = max(wait, s.Wait())
			}
			if len(states) > 0 {
				limit.Tell(w.Header(), "views", states[0])
			}
			if !ok {
				a.metrics.Refuse(w, "views", wait, "More views came from your address, or from all, than are taken. Send them again as long after as Retry-After says, with the same Idempotency-Key.")
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// rules are those of a request's caller and of all together.
func (a *Admission) rules(r *http.Request) (out []limit.Rule) {
	for _, rule := range []limit.Rule{{Key: "views:" + a.Caller(r), Rate: a.limits.Rate, Burst: a.limits.Burst}, {Key: "views", Rate: a.limits.TotalRate, Burst: a.limits.TotalBurst}} {
		if rule.Rate > 0 {
			out = append(out, rule)
		}
	}
	return out
}

// Charge counts the views of a request against its caller's rate.
func (a *Admission) Charge(r *http.Request, views int) {
	a.limiter.Charge(r.Context(), views, a.rules(r)...)
}

// ThroughProxy reports whether a request comes through a proxy of ours.
func (a *Admission) ThroughProxy(r *http.Request) bool {
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && a.limits.Proxies.holds(from.Addr())
}

// Caller is the address that a request is from: the last one of X-Forwarded-For that
// is no proxy of ours, if it comes through one.
func (a *Admission) Caller(r *http.Request) string {
	if !a.ThroughProxy(r) {
		return service.ClientGroup(r.RemoteAddr)
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		addr, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		if !a.limits.Proxies.holds(addr) {
			return service.ClientGroup(addr.String())
		}
	}
	return service.ClientGroup(r.RemoteAddr)
}
