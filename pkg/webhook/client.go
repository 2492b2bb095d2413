package webhook

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unicode/utf8"

	"github.com/wireroom/wireroom/pkg/publicip"
)

// Bounds of a request.
const (
	connectLimit = 5 * time.Second
	maxAnswer    = 16 << 10 // bytes read of an answer, so that its connection can be used again
	maxShown     = 300      // bytes of it that the log shows
	userAgent    = "wireroom/1 (+https://github.com/wireroom/wireroom)"
)

// ErrPrivate says that an address is not one of the public internet.
var ErrPrivate = errors.New("the address is a private one, which WIREROOM_WEBHOOKS_ALLOW_PRIVATE does not allow")

var errPlain = errors.New("plain http is not used, which WIREROOM_WEBHOOKS_ALLOW_PRIVATE allows")

// Client posts to addresses that others chose: it follows no redirect, reaches no
// private address, and bounds time and answer. An address is looked at when it is
// dialled, after its name was resolved.
type Client struct {
	http   *http.Client
	limit  time.Duration
	inside bool
}

// NewClient makes a client whose requests take limit at most.
func NewClient(limit time.Duration, allowPrivate bool) *Client {
	d := &net.Dialer{Timeout: connectLimit, Control: refusePrivate}
	if allowPrivate {
		d.Control = nil
	}
	return &Client{limit: limit, inside: allowPrivate, http: &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		// no proxy: it would resolve the names that are to be looked at here
		Transport: &http.Transport{DialContext: d.DialContext, ForceAttemptHTTP2: true, TLSHandshakeTimeout: connectLimit,
			MaxIdleConns: 256, MaxIdleConnsPerHost: perSubscription, IdleConnTimeout: 30 * time.Second, MaxResponseHeaderBytes: 32 << 10},
	}}
}

func refusePrivate(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("address %s: %w", address, err)
	}
	if !publicip.Is(at.Addr()) {
		return ErrPrivate
	}
	return nil
}

// Answer is what a receiver said. The zero Status is no answer, and Err says why.
type Answer struct {
	Status     int
	Body       string        // its beginning
	RetryAfter time.Duration // 0 if it said none
	Err        error
	Took       time.Duration
	Unsent     bool // there was nothing to send
}

// OK reports whether the receiver took it: any status of 2xx.
func (a Answer) OK() bool { return a.Err == nil && (a.Unsent || a.Status/100 == 2) }

// Text says in a sentence why it was not taken.
func (a Answer) Text() string {
	if a.Err != nil {
		return a.Err.Error()
	}
	return "it answers " + strconv.Itoa(a.Status) + " " + http.StatusText(a.Status)
}

// Post posts a body. now is for a Retry-After that is a date.
func (c *Client) Post(ctx context.Context, address string, header http.Header, body []byte, now time.Time) Answer {
	ctx, cancel := context.WithTimeout(ctx, c.limit)
	defer cancel()
	began := time.Now()
	a := c.do(ctx, http.MethodPost, address, header, body, now)
	a.Took = time.Since(began)
	return a
}

// Get asks an address, and gives the answer's whole body if it is short.
func (c *Client) Get(ctx context.Context, address string, now time.Time) Answer {
	ctx, cancel := context.WithTimeout(ctx, c.limit)
	defer cancel()
	return c.do(ctx, http.MethodGet, address, http.Header{}, nil, now)
}

func (c *Client) do(ctx context.Context, method, address string, header http.Header, body []byte, now time.Time) Answer {
	req, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return Answer{Err: errors.New("its address can't be used")}
	}
	if req.URL.Scheme != "https" && !c.inside {
		return Answer{Err: errPlain}
	}
	req.Header = header
	req.Header.Set("User-Agent", userAgent)
	resp, err := c.http.Do(req)
	if err != nil {
		return Answer{Err: c.explain(err)}
	}
	defer func() { _ = resp.Body.Close() }()
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil && resp.StatusCode/100 != 2 {
		return Answer{Status: resp.StatusCode, Err: c.explain(err)}
	}
	return Answer{Status: resp.StatusCode, Body: string(data), RetryAfter: retryAfter(resp.Header.Get("Retry-After"), now)}
}

// explain leaves out the address, whose query may hold a secret.
func (c *Client) explain(err error) error {
	if u := (*url.Error)(nil); errors.As(err, &u) {
		err = u.Err
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("no whole answer within %s", c.limit)
	}
	return err
}

// retryAfter reads seconds or a date (RFC 9110, 10.2.3).
func retryAfter(text string, now time.Time) time.Duration {
	if n, err := strconv.Atoi(text); err == nil {
		return time.Duration(max(0, min(n, int(maxRetryAfter/time.Second)))) * time.Second
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(0, min(at.Sub(now), maxRetryAfter))
	}
	return 0
}

// maxRetryAfter is the longest wait that a receiver may ask for.
const maxRetryAfter = 24 * time.Hour

// shown is the beginning of an answer as text for a log.
func shown(body string) string {
	if len(body) > maxShown {
		body = body[:maxShown]
	}
	return strings.Map(func(r rune) rune {
		if r == utf8.RuneError || r < ' ' && r != '\n' && r != '\t' || r == 0x7f {
			return ' '
		}
		return r
	}, body)
}
