package e2e

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/consumer"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/services/ingest"
	"github.com/wireroom/wireroom/services/publish"
	"github.com/wireroom/wireroom/services/wireroom/test/rig"
)

const foreignOrigin = "https://desk.example"

// described is an API with its own description.
type described struct {
	name, url, key string
	cors           bool
	values         map[string]string // of the parameters of paths: one that a route needs and has none fails the test
	query          map[string]string // what a path has to be asked with
	routes         map[string]map[string]route
}

type route struct {
	Parameters []struct {
		Name, In string
		Schema   struct {
			Type, Format string
			Enum         []string
		}
	}
	Responses map[string]any
}

func (d *described) read(t *testing.T, document []byte) {
	t.Helper()
	var doc struct {
		Paths map[string]map[string]route
	}
	require.NoError(t, json.Unmarshal(document, &doc))
	d.routes = doc.Paths
}

// path is that of a route, with an example for each parameter.
func (d *described) path(t *testing.T, pattern string) string {
	t.Helper()
	names := strings.Split(pattern, "/")
	parts := slices.Clone(names)
	for i, part := range names {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			name = strings.TrimSuffix(name, "}")
			value := d.values[names[i-1]+"/"+name]
			require.NotEmpty(t, value, "the test knows no %s of %s", name, pattern)
			parts[i] = value
		}
	}
	return strings.Join(parts, "/") + d.query[pattern]
}

// reply is an answer, read.
type reply struct {
	*http.Response
	body []byte
}

func (d *described) ask(t *testing.T, method, path string, headers ...string) reply {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, d.url+path, nil)
	require.NoError(t, err)
	req.Header.Set("Authorization", "Bearer "+d.key)
	req.Header.Set("Accept-Encoding", "identity")
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	resp, err := (&http.Client{Transport: http.DefaultTransport, Timeout: 30 * time.Second}).Do(req)
	require.NoError(t, err, "%s %s", method, path)
	defer func() { _ = resp.Body.Close() }()
	if resp.Header.Get("Content-Type") == "text/event-stream" { // it has no end
		return reply{resp, nil}
	}
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err, "%s %s", method, path)
	return reply{resp, body}
}

// problemOf checks that an error is a problem document, and gives its detail.
func problemOf(t *testing.T, a reply, what string) string {
	t.Helper()
	var p struct {
		Type, Title, Detail string
		Status              int
	}
	assert.Equal(t, "application/problem+json", a.Header.Get("Content-Type"), "%s: %s", what, a.body)
	assert.NoError(t, json.Unmarshal(a.body, &p), what)
	assert.Equal(t, a.StatusCode, p.Status, what)
	assert.True(t, strings.HasPrefix(p.Type, "urn:wireroom:problem:"), "%s: %s", what, p.Type)
	assert.NotEmpty(t, p.Title, what)
	assert.NotEmpty(t, p.Detail, what)
	return p.Detail
}

// surface starts a wire with an article, one with a picture, a webhook and a delivery.
func surface(t *testing.T) (*rig.Rig, []*described) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "consumers.yaml")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	require.NoError(t, consumer.Add(file, consumer.Entry{ID: "desk", Keys: []string{provider.HashKey(consumerKey)}}))
	r := rig.Start(t, &binaries, rig.Options{Env: []string{"WIREROOM_CONSUMERS=" + file, "WIREROOM_WEBHOOKS_ALLOW_PRIVATE=true", "WIREROOM_PUBLISH_CORS=" + foreignOrigin}})
	d := push(t, r, mail(picture(t)), "message/rfc822")
	require.Len(t, d.Articles, 1)
	a := d.Articles[0]
	read := &described{name: "publish", url: r.Publish, key: consumerKey, cors: true, query: map[string]string{"/v1/search": "?q=lighthouse"}, values: map[string]string{
		"articles/id": a.Article, "versions/sequence": strconv.FormatUint(a.Sequence, 10), "media/article": a.Article, "stories/id": a.Article}}
	localtest.Eventually(t, time.Minute, func() error { // lists and search come after the article
		for _, path := range []string{"/v1/articles", "/v1/search?q=lighthouse", "/v1/articles/" + a.Article} {
			if got := read.ask(t, http.MethodGet, path); got.StatusCode != http.StatusOK || !bytes.Contains(got.body, []byte(a.Article)) && !strings.HasSuffix(path, a.Article) {
				return fmt.Errorf("%s: %d: %s", path, got.StatusCode, got.body)
			}
		}
		return nil
	})
	item := string(read.ask(t, http.MethodGet, "/v1/articles/"+a.Article).body)
	_, after, found := strings.Cut(item, "/v1/media/"+a.Article+"/")
	require.True(t, found, item)
	file, _, _ = strings.Cut(after, `"`)
	read.values["{article}/file"] = file
	subscribe(t, r, "http://127.0.0.1:9/hook")
	var hooks struct{ Webhooks []struct{ ID string } }
	require.NoError(t, json.Unmarshal(read.ask(t, http.MethodGet, "/v1/webhooks").body, &hooks))
	require.NotEmpty(t, hooks.Webhooks)
	read.values["webhooks/id"] = hooks.Webhooks[0].ID
	document, err := publish.OpenAPI()
	require.NoError(t, err)
	read.read(t, document)

	written := &described{name: "ingest", url: r.Ingest, key: rig.Key, values: map[string]string{"deliveries/id": a.Delivery, "wire/provider": rig.Provider, "websub/id": "none"}}
	document, err = ingest.OpenAPI()
	require.NoError(t, err)
	written.read(t, document)
	return r, []*described{read, written}
}

// TestEveryRouteAnswersAsHTTPAsks goes through the descriptions, so that no route is left
// out: HEAD, methods that are not there, CORS, parameters that are not there or are not what
// they should be, ETag, media types and gzip.
func TestEveryRouteAnswersAsHTTPAsks(t *testing.T) {
	t.Parallel()
	_, apis := surface(t)
	for _, api := range apis {
		for pattern, methods := range api.routes {
			path := api.path(t, pattern)
			api.otherMethods(t, pattern, path, methods)
			api.crossOrigin(t, path)
			// a hub may have parameters of its own
			if _, ok := methods["post"]; ok && !strings.HasPrefix(pattern, "/v1/websub/") {
				api.unknown(t, api.name+": POST "+pattern, http.MethodPost, path)
			}
			if get, ok := methods["get"]; ok && !strings.HasPrefix(pattern, "/v1/websub") {
				api.reads(t, pattern, path, get)
			}
		}
	}
}

// otherMethods: 405, and Allow names those that the description has.
func (d *described) otherMethods(t *testing.T, pattern, path string, methods map[string]route) {
	t.Helper()
	var want []string
	for m := range methods {
		if want = append(want, strings.ToUpper(m)); m == "get" {
			want = append(want, http.MethodHead)
		}
	}
	for _, method := range []string{http.MethodPut, http.MethodOptions, http.MethodTrace, "PROPFIND"} {
		what := d.name + ": " + method + " " + pattern
		a := d.ask(t, method, path)
		if pattern == "/" { // what is nowhere else
			assert.Contains(t, []int{http.StatusNotFound, http.StatusMethodNotAllowed}, a.StatusCode, what)
			problemOf(t, a, what)
			continue
		}
		assert.Equal(t, http.StatusMethodNotAllowed, a.StatusCode, "%s: %s", what, a.body)
		assert.ElementsMatch(t, want, strings.Split(a.Header.Get("Allow"), ", "), what)
		problemOf(t, a, what)
	}
}

// crossOrigin: by setting, a page of a named origin may read, errors too, and no other.
func (d *described) crossOrigin(t *testing.T, path string) {
	t.Helper()
	allowed := func(origin string) (string, string) {
		preflight := d.ask(t, http.MethodOptions, path, "Origin", origin, "Access-Control-Request-Method", http.MethodGet)
		plain := d.ask(t, http.MethodGet, path, "Origin", origin)
		return preflight.Header.Get("Access-Control-Allow-Origin"), plain.Header.Get("Access-Control-Allow-Origin")
	}
	preflight, plain := allowed(foreignOrigin)
	other, otherPlain := allowed("https://other.example")
	assert.Empty(t, other+otherPlain, "%s %s", d.name, path)
	want := ""
	if d.cors {
		want = foreignOrigin
	}
	assert.Equal(t, []string{want, want}, []string{preflight, plain}, "%s %s", d.name, path)
}

func (d *described) reads(t *testing.T, pattern, path string, get route) {
	t.Helper()
	what := d.name + ": " + pattern
	whole := d.ask(t, http.MethodGet, path)
	assert.Equal(t, http.StatusOK, whole.StatusCode, "%s: %s", what, whole.body)
	head := d.ask(t, http.MethodHead, path)
	assert.Equal(t, http.StatusOK, head.StatusCode, what)
	assert.Empty(t, head.body, what)
	assert.Equal(t, stable(whole.Header), stable(head.Header), what)
	d.again(t, what, path, whole)
	d.compressed(t, what, path, whole)
	d.notAcceptable(t, what, path, get)
	if !strings.HasPrefix(pattern, "/v1/") {
		return
	}
	d.unknown(t, what, http.MethodGet, path)
	joint := "?"
	if strings.Contains(path, joint) {
		joint = "&"
	}
	unread := d.ask(t, http.MethodGet, path+joint+"topic=%zz")
	assert.Contains(t, []int{http.StatusBadRequest, http.StatusUnprocessableEntity}, unread.StatusCode, what)
	assert.Contains(t, problemOf(t, unread, what), "%zz", what)
	for _, p := range get.Parameters {
		if p.In == "query" {
			d.refused(t, what, http.MethodGet, path, p.Name, "")
		}
		for _, bad := range wrongValues(p.Schema.Type, p.Schema.Format, p.Schema.Enum, p.Name) {
			if p.In == "query" {
				d.refused(t, what, http.MethodGet, path, p.Name, bad)
			}
		}
	}
	if whole.Header.Get("Content-Type") != "text/event-stream" {
		d.withoutKey(t, what, path)
	}
}

// stable are the headers that two answers to the same have in common.
func stable(h http.Header) http.Header {
	h = h.Clone()
	for _, name := range []string{"Date", "RateLimit", "Content-Length"} { // a long answer has no length, and HEAD knows it at times
		h.Del(name)
	}
	return h
}

// again: who has it is told so.
func (d *described) again(t *testing.T, what, path string, whole reply) {
	t.Helper()
	tag := whole.Header.Get("ETag")
	if tag == "" {
		return
	}
	for _, value := range []string{tag, "W/" + tag, `"other", ` + tag, "*"} {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			a := d.ask(t, method, path, "If-None-Match", value)
			assert.Equal(t, http.StatusNotModified, a.StatusCode, "%s, %s", what, value)
			assert.Empty(t, a.body, what)
			assert.Equal(t, tag, a.Header.Get("ETag"), what)
		}
	}
	assert.Equal(t, http.StatusOK, d.ask(t, http.MethodGet, path, "If-None-Match", `"other"`).StatusCode, what)
}

// score of what a search finds sinks with time.
var score = regexp.MustCompile(`"score":[0-9.e-]+,?`)

// compressed: what is compressed is the same, has another tag and says that it varies.
func (d *described) compressed(t *testing.T, what, path string, whole reply) {
	t.Helper()
	a := d.ask(t, http.MethodGet, path, "Accept-Encoding", "gzip")
	assert.Equal(t, http.StatusOK, a.StatusCode, what)
	if a.Header.Get("Content-Encoding") == "" {
		return
	}
	assert.Equal(t, "gzip", a.Header.Get("Content-Encoding"), what)
	assert.Contains(t, strings.Join(a.Header.Values("Vary"), ", "), "Accept-Encoding", what)
	unzip, err := gzip.NewReader(bytes.NewReader(a.body))
	require.NoError(t, err, what)
	plain, err := io.ReadAll(unzip)
	require.NoError(t, err, what)
	assert.Equal(t, score.ReplaceAllString(string(whole.body), ""), score.ReplaceAllString(string(plain), ""), what)
	if tag := a.Header.Get("ETag"); tag != "" {
		assert.NotEqual(t, whole.Header.Get("ETag"), tag, what)
		assert.Equal(t, http.StatusNotModified, d.ask(t, http.MethodGet, path, "Accept-Encoding", "gzip", "If-None-Match", tag).StatusCode, what)
	}
}

// notAcceptable: a route that gives several formats refuses others.
func (d *described) notAcceptable(t *testing.T, what, path string, get route) {
	t.Helper()
	a := d.ask(t, http.MethodGet, path, "Accept", "image/x-none")
	if _, ok := get.Responses["406"]; !ok {
		assert.Equal(t, http.StatusOK, a.StatusCode, what)
		return
	}
	assert.Equal(t, http.StatusNotAcceptable, a.StatusCode, what)
	problemOf(t, a, what)
	assert.Contains(t, string(a.body), "application/json", what)
	join := "?"
	if strings.Contains(path, "?") {
		join = "&"
	}
	assert.Equal(t, http.StatusNotAcceptable, d.ask(t, http.MethodGet, path+join+"format=none").StatusCode, what)
}

// unknown: a parameter that is not there is refused by its name.
func (d *described) unknown(t *testing.T, what, method, path string) {
	t.Helper()
	for _, name := range []string{"languages", "Limit", "no-such"} {
		d.refused(t, what, method, path, name, "1")
	}
}

func (d *described) refused(t *testing.T, what, method, path, name, value string) {
	t.Helper()
	at, err := url.Parse(path)
	require.NoError(t, err)
	q := at.Query()
	q.Set(name, value)
	at.RawQuery = q.Encode()
	a := d.ask(t, method, at.String())
	assert.Contains(t, []int{http.StatusBadRequest, http.StatusUnprocessableEntity, http.StatusNotAcceptable}, a.StatusCode, "%s: %s=%s: %s", what, name, value, a.body)
	assert.Contains(t, problemOf(t, a, what), name, "%s: %s=%s", what, name, value)
	if method == http.MethodGet {
		assert.Empty(t, d.ask(t, http.MethodHead, at.String()).body, what)
	}
}

// wrongValues are some that a parameter does not take.
func wrongValues(kind, format string, enum []string, name string) []string {
	switch {
	case kind == "integer":
		return []string{"x", "-1", "1.5", "99999999999999999999"}
	case format == "date-time":
		return []string{"yesterday", "2026-03-01", "2026-03-01T08:00:00", "2026-13-01T08:00:00Z", "1772352000"}
	case len(enum) > 0:
		return []string{"other"}
	case slices.Contains([]string{"signal", "urgency", "language", "topic", "provider", "story"}, name):
		return []string{"?!", ""}
	case slices.Contains([]string{"name", "place"}, name):
		return []string{""}
	case name == "cursor" || name == "lastEventId":
		return []string{"none"}
	case name == "wait":
		return []string{"soon"}
	}
	return nil
}

// withoutKey: with consumers and providers named, nobody reads without a key.
func (d *described) withoutKey(t *testing.T, what, path string) {
	t.Helper()
	a := d.ask(t, http.MethodGet, path, "Authorization", "Bearer wr_none")
	assert.Equal(t, http.StatusUnauthorized, a.StatusCode, what)
	assert.NotEmpty(t, a.Header.Get("WWW-Authenticate"), what)
	problemOf(t, a, what)
}
