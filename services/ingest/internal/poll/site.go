package poll

import (
	"context"
	"net/http"
	"net/url"
	"sync"
	"time"

	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/machineuse"
	"github.com/wireroom/wireroom/services/ingest/internal/outgoing"
)

// files knows what sites say in files of their own, each asked for once a day.
type files struct {
	client Getter
	clock  func() time.Time
	mu     sync.Mutex
	known  map[string]file // by address
}

type file struct {
	status int // of HTTP, 0 if there was no answer
	body   []byte
	until  time.Time
}

// Bounds of what a site may say, how long it is believed (RFC 9309, 2.4 and 2.5), and of
// what is kept.
const (
	maxFile    = 500 << 10
	fresh      = 24 * time.Hour
	again      = 10 * time.Minute // where nothing could be learnt
	maxFiles   = 1000
	siteWithin = 20 * time.Second // to ask for all files of a site
)

// get gives a file of a site, from what is known of it or by asking.
func (f *files) get(ctx context.Context, address string, allowPrivate bool) file {
	f.mu.Lock()
	have, ok := f.known[address]
	f.mu.Unlock()
	if ok && have.until.After(f.clock()) {
		return have
	}
	have = file{until: f.clock().Add(again)}
	if a, err := f.client.Get(ctx, address, nil, maxFile, allowPrivate); err == nil {
		have.status, have.body = a.Status, a.Body
		if a.Status < http.StatusInternalServerError && a.Status != http.StatusTooManyRequests {
			have.until = f.clock().Add(fresh)
		}
	}
	if have.status != http.StatusOK {
		have.body = nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.known) >= maxFiles {
		clear(f.known)
	}
	f.known[address] = have
	return have
}

// maxLicenses bounds how many licences of one site are read.
const maxLicenses = 3

// allowed is what the answer and its site say that machines may do with the document:
// its headers, else /.well-known/tdmrep.json, robots.txt and the licences that these
// name. A file that can't be had says nothing.
func (p *Poller) allowed(ctx context.Context, providerID string, a *outgoing.Answer, allowPrivate bool) machineuse.Use {
	u, err := url.Parse(a.URL)
	if err != nil {
		return machineuse.Use{}
	}
	ctx, cancel := context.WithTimeout(ctx, siteWithin)
	defer cancel()
	use, notes := machineuse.Header(a.Header)
	licenses := []string{machineuse.LicenseLink(a.Header.Values("Link"))}
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	var site machineuse.Use
	take := func(one machineuse.Use, more []string) {
		site, notes = site.And(one), append(notes, more...)
	}
	if f := p.files.get(ctx, hostOf(a.URL)+"/.well-known/tdmrep.json", allowPrivate); len(f.body) > 0 {
		take(machineuse.TDMRep(f.body, path))
	}
	if f := p.files.get(ctx, hostOf(a.URL)+"/robots.txt", allowPrivate); len(f.body) > 0 {
		one, named, more := machineuse.RobotsTxt(f.body, path)
		take(one, more)
		licenses = append(licenses, named...)
	}
	for _, address := range licenses[:min(len(licenses), maxLicenses+1)] {
		if address == "" {
			continue
		}
		if f := p.files.get(ctx, address, allowPrivate); len(f.body) > 0 {
			take(machineuse.ParseRSL(f.body, a.URL))
		}
		site = site.And(machineuse.Use{Policy: address})
	}
	if len(notes) > 0 {
		p.Log.Info("what a site says of machines is not all understood", zap.String("provider", providerID), zap.String("host", u.Host), zap.Strings("notes", notes[:min(len(notes), 5)]))
	}
	return use.Or(site)
}
