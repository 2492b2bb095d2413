// Package external asks a model of the operator's own, over HTTP, what it finds about
// an article: it POSTs the article as ninjs and takes the partial ninjs of the answer
// as additions.
//
// It must not let the model change or remove what is there, nor keep an article back:
// a failure is an error of the enricher, and a model that keeps failing is left alone
// for a while. The operator names the address, so it may be a private one, as that of
// a service in the same cluster; redirects are not followed and no proxy is asked.
package external

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/sony/gobreaker/v2"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/enrich/internal/frame"
)

// Name is the enricher's, and the creator of subjects of a model that names none.
const Name = "external"

// Bounds: of an answer in bytes, and of the breaker. After so many failures in a row
// nothing is asked for a pause, then one request tries.
const (
	maxAnswer = 256 << 10
	failures  = 5
	pause     = 30 * time.Second
)

// Enricher asks the model.
type Enricher struct {
	url     string
	token   string
	client  *http.Client
	breaker *gobreaker.CircuitBreaker[[]byte]
	cache   *cache
}

// CheckURL reports what is wrong with an address.
func CheckURL(address string) error {
	u, err := url.Parse(address)
	switch {
	case err != nil:
		return errors.New("the address of the external enricher can't be read")
	case u.Scheme != "http" && u.Scheme != "https" || u.Host == "":
		return errors.New("the address of the external enricher must begin with http:// or https:// and name a host")
	case u.User != nil:
		return errors.New("the address of the external enricher holds a user: set the token instead")
	}
	return nil
}

// New makes an enricher that POSTs to address, with a bearer token unless it is
// empty, and keeps up to cacheBytes of answers, 0 for none.
func New(address, token string, cacheBytes int) (*Enricher, error) {
	if err := CheckURL(address); err != nil {
		return nil, err
	}
	dialer := &net.Dialer{Timeout: 5 * time.Second}
	return &Enricher{
		url: address, token: token, cache: newCache(cacheBytes),
		client: &http.Client{
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
			Transport: &http.Transport{DialContext: dialer.DialContext, TLSHandshakeTimeout: 5 * time.Second,
				MaxIdleConnsPerHost: 64, IdleConnTimeout: time.Minute, MaxResponseHeaderBytes: 64 << 10},
		},
		breaker: gobreaker.NewCircuitBreaker[[]byte](gobreaker.Settings{
			Name: Name, Timeout: pause,
			ReadyToTrip: func(c gobreaker.Counts) bool { return c.ConsecutiveFailures >= failures },
			// a model that refuses one article is well; an article that ended says nothing of the model
			IsSuccessful: func(err error) bool { return err == nil || errors.Is(err, ErrRefused) },
			IsExcluded:   func(err error) bool { return errors.Is(err, errEnded) },
		}),
	}, nil
}

// Errors of a request.
var (
	ErrRefused = errors.New("the model refuses the article")
	ErrFailed  = errors.New("the model failed")
	ErrAnswer  = errors.New("the model's answer can't be used")
	errEnded   = errors.New("the article's context ended")
)

// Name of the enricher.
func (*Enricher) Name() string { return Name }

// Enrich asks the model, or takes its answer to the same content from the cache.
func (e *Enricher) Enrich(ctx context.Context, a *frame.Article) (frame.Change, error) {
	key, err := keyOf(a.Item)
	if err != nil {
		return frame.Change{}, err
	}
	answer, ok := e.cache.get(key)
	if !ok {
		body, err := ninjs.Encode(a.Item)
		if err != nil {
			return frame.Change{}, fmt.Errorf("encode article: %w", err)
		}
		if answer, err = e.breaker.Execute(func() ([]byte, error) { return e.ask(ctx, body) }); err != nil {
			return frame.Change{}, err
		}
	}
	change, err := additions(a.Item, answer)
	if err == nil && !ok {
		e.cache.put(key, answer)
	}
	return change, err
}

// keyOf is a hash of what an article says: what identifies and dates it does not
// count, so that the same text is asked for once.
func keyOf(item *ninjs.Item) ([sha256.Size]byte, error) {
	same := *item
	same.URI, same.Version, same.AltIDs = "urn:x-wireroom:content", "", nil
	same.FirstCreated, same.VersionCreated, same.ContentCreated = ninjs.Time{}, ninjs.Time{}, ninjs.Time{}
	same.EmbargoedUntil, same.Expires = ninjs.Time{}, ninjs.Time{}
	data, err := ninjs.Encode(&same)
	if err != nil {
		return [sha256.Size]byte{}, fmt.Errorf("encode article: %w", err)
	}
	return sha256.Sum256(data), nil
}

// ask makes one request. An answer of 204, or of 200 without a body, adds nothing.
func (e *Enricher) ask(ctx context.Context, body []byte) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, e.url, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFailed, err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", "wireroom/1 (+https://github.com/wireroom/wireroom)")
	if e.token != "" {
		req.Header.Set("Authorization", "Bearer "+e.token)
	}
	resp, err := e.client.Do(req)
	if err != nil {
		return nil, broken(ctx, err)
	}
	defer func() { _ = resp.Body.Close() }()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	if err != nil {
		return nil, broken(ctx, err)
	}
	return answer, check(resp.StatusCode, answer)
}

// broken tells a failure of the model, lateness included, from an article whose
// handling ended.
func broken(ctx context.Context, err error) error {
	var address *url.Error
	if errors.As(err, &address) {
		err = address.Err // an address may hold a key
	}
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, frame.ErrLate) && !errors.Is(cause, context.DeadlineExceeded) {
		return fmt.Errorf("%w: %w", errEnded, cause)
	}
	return fmt.Errorf("%w: %w", ErrFailed, err)
}

func check(status int, answer []byte) error {
	switch {
	case len(answer) > maxAnswer:
		return fmt.Errorf("%w: it is larger than %d bytes", ErrAnswer, maxAnswer)
	case status == http.StatusOK, status == http.StatusNoContent:
		return nil
	case status == http.StatusBadRequest, status == http.StatusRequestEntityTooLarge, status == http.StatusUnprocessableEntity:
		return fmt.Errorf("%w with status %d", ErrRefused, status)
	}
	return fmt.Errorf("%w with status %d", ErrFailed, status)
}
