package poll

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/wireroom/wireroom/pkg/provider"
)

// usualPace is that of what says nothing of it.
const usualPace = 15 * time.Minute

// paceOf is how often an address is asked for: as the provider's settings say, else
// as it says itself within their bounds.
func paceOf(what provider.Poll, said time.Duration) time.Duration {
	if what.Every > 0 {
		return what.Every
	}
	if said <= 0 {
		said = usualPace
	}
	return min(max(said, what.Min), what.Max)
}

// lookLimit bounds how far into a feed its pace is looked for, in bytes.
const lookLimit = 16 << 10

var (
	ttl       = regexp.MustCompile(`<ttl>\s*(\d{1,6})\s*</ttl>`)
	period    = regexp.MustCompile(`<(?:\w+:)?updatePeriod>\s*(hourly|daily|weekly|monthly|yearly)\s*</`)
	frequency = regexp.MustCompile(`<(?:\w+:)?updateFrequency>\s*(\d{1,4})\s*</`)
)

// paceOfFeed reads what a feed says: RSS 2.0's ttl in minutes, else the syndication
// module of RSS 1.0.
func paceOfFeed(body []byte) time.Duration {
	head := body[:min(len(body), lookLimit)]
	if m := ttl.FindSubmatch(head); m != nil {
		minutes, _ := strconv.Atoi(string(m[1]))
		return time.Duration(minutes) * time.Minute
	}
	m := period.FindSubmatch(head)
	if m == nil {
		return 0
	}
	day := 24 * time.Hour
	every := map[string]time.Duration{"hourly": time.Hour, "daily": day, "weekly": 7 * day, "monthly": 30 * day, "yearly": 365 * day}[string(m[1])]
	if f := frequency.FindSubmatch(head); f != nil {
		if n, _ := strconv.Atoi(string(f[1])); n > 0 {
			every /= time.Duration(n)
		}
	}
	return every
}

// paceOfHeader reads how long an answer is fresh (RFC 9111, 5.2.2.1).
func paceOfHeader(h http.Header) time.Duration {
	for _, directive := range strings.Split(h.Get("Cache-Control"), ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(directive), "=")
		if n, err := strconv.Atoi(strings.Trim(value, `"`)); err == nil && strings.EqualFold(name, "max-age") && n > 0 && n < 1e8 {
			return time.Duration(n) * time.Second
		}
	}
	return 0
}
