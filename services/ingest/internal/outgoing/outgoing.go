// Package outgoing is the one way in which ingest asks others: bounded in size, time
// and redirects, and kept off private addresses.
//
// An address is looked at when it is dialled, after its name was resolved, so that
// neither a redirect nor a name server can lead inside. Nothing else in ingest may
// open a connection to an address that a document or a setting names.
package outgoing

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"

	"github.com/wireroom/wireroom/pkg/publicip"
)

// Bounds of every request.
const (
	maxRedirects = 10
	total        = 60 * time.Second
	betweenBytes = 15 * time.Second
	userAgent    = "wireroom/1 (+https://github.com/wireroom/wireroom)"
)

// Errors of a request.
var (
	ErrPrivate  = errors.New("the address is a private one, which the provider's settings don't allow")
	ErrTooLarge = errors.New("the answer is larger than the limit")
	ErrStalled  = errors.New("the answer stalled")
)

// Client asks.
type Client struct{ public, inside *http.Client }

// New makes a client.
func New() *Client { return newClient(publicip.Is, nil) }

// newClient makes a client that takes for public what public says, and asks resolver for
// names; nil is the system's.
func newClient(public func(netip.Addr) bool, resolver *net.Resolver) *Client {
	refuse := func(_, address string, _ syscall.RawConn) error { return refusePrivate(public, address) }
	return &Client{client(refuse, resolver), client(nil, resolver)}
}

func client(control func(network, address string, c syscall.RawConn) error, resolver *net.Resolver) *http.Client {
	d := &net.Dialer{Timeout: 10 * time.Second, Control: control, Resolver: resolver}
	return &http.Client{
		Timeout: total, CheckRedirect: redirect,
		// no proxy: it would resolve the names that are to be looked at here
		Transport: &http.Transport{DialContext: d.DialContext, TLSHandshakeTimeout: 10 * time.Second, ResponseHeaderTimeout: 20 * time.Second,
			MaxIdleConnsPerHost: 2, IdleConnTimeout: time.Minute, MaxResponseHeaderBytes: 64 << 10},
	}
}

func refusePrivate(public func(netip.Addr) bool, address string) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("address %s: %w", address, err)
	}
	if !public(at.Addr()) {
		return fmt.Errorf("%s: %w", at.Addr(), ErrPrivate)
	}
	return nil
}

func redirect(req *http.Request, via []*http.Request) error {
	if len(via) >= maxRedirects {
		return fmt.Errorf("more than %d redirects", maxRedirects)
	}
	if req.URL.Scheme != "http" && req.URL.Scheme != "https" {
		return fmt.Errorf("a redirect to %s", req.URL.Scheme)
	}
	return nil
}

// Answer is what came back.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
	URL    string // where it came from in the end
	Moved  string // where it has moved for good (301, 308), empty if it has not
}

// Get asks for an address. limit bounds the body after inflation, in bytes.
func (c *Client) Get(ctx context.Context, address string, header http.Header, limit int64, allowPrivate bool) (*Answer, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, fmt.Errorf("ask for %s: %w", Redact(address), bare(err))
	}
	for name, values := range header {
		req.Header[name] = values
	}
	return c.do(req, limit, allowPrivate)
}

// maxFormAnswer bounds what is read of a hub's answer.
const maxFormAnswer = 4 << 10

// Post sends a form.
func (c *Client) Post(ctx context.Context, address string, form url.Values, allowPrivate bool) (status int, text string, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		return 0, "", fmt.Errorf("post to %s: %w", Redact(address), bare(err))
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	a, err := c.do(req, maxFormAnswer, allowPrivate)
	if errors.Is(err, ErrTooLarge) {
		err = nil
	}
	if err != nil {
		return 0, "", err
	}
	return a.Status, string(a.Body), nil
}

func (c *Client) do(req *http.Request, limit int64, allowPrivate bool) (*Answer, error) {
	if req.URL.Scheme != "http" && req.URL.Scheme != "https" || req.URL.Host == "" {
		return nil, fmt.Errorf("%s is no address of the web", Redact(req.URL.String()))
	}
	ctx, cancel := context.WithCancelCause(req.Context())
	defer cancel(nil)
	req = req.WithContext(ctx)
	req.Header.Set("User-Agent", userAgent)
	h := c.public
	if allowPrivate {
		h = c.inside
	}
	resp, err := h.Do(req)
	if err != nil {
		return nil, fmt.Errorf("ask %s: %w", req.URL.Host, bare(err))
	}
	defer func() { _ = resp.Body.Close() }()
	a := &Answer{Status: resp.StatusCode, Header: resp.Header, URL: resp.Request.URL.String(), Moved: movedTo(resp)}
	timer := time.AfterFunc(betweenBytes, func() { cancel(ErrStalled) })
	defer timer.Stop()
	a.Body, err = io.ReadAll(io.LimitReader(&patient{resp.Body, timer}, limit+1))
	switch {
	case context.Cause(ctx) != nil && errors.Is(context.Cause(ctx), ErrStalled):
		return nil, fmt.Errorf("read %s: %w", Redact(a.URL), ErrStalled)
	case err != nil:
		return nil, fmt.Errorf("read %s: %w", Redact(a.URL), err)
	case int64(len(a.Body)) > limit:
		a.Body = a.Body[:limit]
		return a, fmt.Errorf("read %s: %w of %d bytes", Redact(a.URL), ErrTooLarge, limit)
	}
	return a, nil
}

// Redact gives an address for logs and errors: without what may be a secret in it,
// which are the user and the query.
func Redact(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "an address that can't be read"
	}
	if u.User != nil {
		u.User = url.User("-")
	}
	if u.RawQuery != "" {
		u.RawQuery = "-"
	}
	u.Fragment = ""
	return u.String()
}

// Bare gives an address without what may be a secret in it, as the base of relative ones:
// without user, query and fragment. Empty if it can't be read.
func Bare(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	u.User, u.RawQuery, u.ForceQuery, u.Fragment = nil, "", false, ""
	return u.String()
}

// bare takes the address off an error of net/http, which repeats it whole.
func bare(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}

// movedTo follows an answer's redirects back: it has moved for good if each of them
// says so.
func movedTo(resp *http.Response) string {
	moved := ""
	for r := resp.Request.Response; r != nil; r = r.Request.Response {
		if r.StatusCode != http.StatusMovedPermanently && r.StatusCode != http.StatusPermanentRedirect {
			return ""
		}
		moved = resp.Request.URL.String()
	}
	return moved
}

// patient waits as long as bytes come.
type patient struct {
	io.Reader
	timer *time.Timer
}

func (p *patient) Read(b []byte) (int, error) {
	n, err := p.Reader.Read(b)
	if n > 0 {
		p.timer.Reset(betweenBytes)
	}
	return n, err
}
