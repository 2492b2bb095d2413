package poll

import (
	"context"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/temoto/robotstxt"
)

// robots knows what sites allow (RFC 9309).
type robots struct {
	client Getter
	clock  func() time.Time
	mu     sync.Mutex
	known  map[string]rules // by scheme and host
}

type rules struct {
	data  *robotstxt.RobotsData
	until time.Time
}

// Bounds of what a site may say, and how long it is believed (RFC 9309, 2.4 and 2.5).
const (
	maxRobots   = 500 << 10
	robotsFresh = 24 * time.Hour
	robotsAgain = 10 * time.Minute // where nothing could be learnt
	agent       = "wireroom"
)

// allow reports whether a page may be fetched. A site that can't be asked allows
// nothing for a while (2.3.1.4); one without rules allows everything.
func (r *robots) allow(ctx context.Context, address string, allowPrivate bool) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	host := hostOf(address)
	r.mu.Lock()
	have, ok := r.known[host]
	r.mu.Unlock()
	if !ok || !have.until.After(r.clock()) {
		have = r.ask(ctx, host, allowPrivate)
		r.mu.Lock()
		r.known[host] = have
		r.mu.Unlock()
	}
	path := u.EscapedPath()
	if u.RawQuery != "" {
		path += "?" + u.RawQuery
	}
	return have.data != nil && have.data.TestAgent(path, agent)
}

func (r *robots) ask(ctx context.Context, host string, allowPrivate bool) rules {
	a, err := r.client.Get(ctx, host+"/robots.txt", nil, maxRobots, allowPrivate)
	if err != nil || a.Status >= http.StatusInternalServerError {
		return rules{nil, r.clock().Add(robotsAgain)}
	}
	data, err := robotstxt.FromStatusAndBytes(a.Status, a.Body)
	if err != nil {
		return rules{nil, r.clock().Add(robotsAgain)}
	}
	return rules{data, r.clock().Add(robotsFresh)}
}
