package ingest_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/openapi/openapitest"
	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/ingest"
)

const (
	patience = 20 * time.Second
	secret   = "a secret of some length"
)

// description is read once: it holds for all tests.
var description = sync.OnceValues(ingest.OpenAPI)

// described checks answers against the description of the API.
func described(t testing.TB) *openapitest.Checker {
	t.Helper()
	document, err := description()
	require.NoError(t, err)
	return openapitest.New(t, document)
}

// providersFile has a key "key-of-ID" for each provider.
func providersFile(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "providers.yaml")
	text := "providers:\n"
	for id, more := range map[string]string{
		"acme":   "hmac: [{secret: " + secret + "}]",
		"nord":   "name: Nordwind",
		"small":  "limits: {max_bytes: 100}\n    hmac: [{secret: " + secret + "}]",
		"slow":   "limits: {rate: 0.01, burst: 2}",
		"filler": "defaults: {lane: bulk}",
	} {
		text += fmt.Sprintf("  - id: %s\n    keys: ['%s']\n    %s\n", id, provider.HashKey("key-of-"+id), more)
	}
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

// door is a running ingest.
type door struct {
	t    testing.TB
	url  string
	file string
	nats *localtest.NATSHandle
	js   jetstream.JetStream
	rt   *service.Runtime
	stop context.CancelFunc
	done chan error
}

func open(t testing.TB, options contract.StreamOptions) *door {
	t.Helper()
	d := &door{t: t, file: providersFile(t), nats: localtest.NATSServer(t), done: make(chan error, 1)}
	var ctx context.Context
	ctx, d.stop = context.WithCancel(context.Background())
	d.rt = service.New("ingest", service.Options{Log: zap.NewNop()})
	nc, err := d.rt.ConnectNATS(ctx, service.NATSConfig{URL: d.nats.URL()})
	require.NoError(t, err)
	store, err := provider.Watch(ctx, d.file, zap.NewNop())
	require.NoError(t, err)
	var cfg ingest.Config
	cfg.Streams = options
	cfg.Ingest.Addr, cfg.Ingest.AckTimeout = "127.0.0.1:0", 2*time.Second
	cfg.Ingest.ReadTimeout, cfg.Ingest.MaxMemory, cfg.Ingest.UnverifiedMemory = 5*time.Second, 64<<20, 64<<20
	cfg.Ingest.FlashRate, cfg.Ingest.FlashBurst = 1e-6, 30
	addr := make(chan string, 1)
	go func() {
		d.done <- ingest.Run(ctx, d.rt, cfg, ingest.Deps{NATS: nc, Providers: store, Listening: func(a string) { addr <- a }})
	}()
	t.Cleanup(func() { d.stop(); <-d.done; require.NoError(t, d.rt.Close()) })
	select {
	case a := <-addr:
		d.url = "http://" + a
	case err := <-d.done:
		t.Fatal(err)
	}
	d.js, err = jetstream.New(localtest.Conn(t, d.nats.URL()))
	require.NoError(t, err)
	return d
}

// reply is an answer, read whole.
type reply struct {
	code    int
	header  http.Header
	body    []byte
	problem service.Problem
}

func (r reply) delivery(t *testing.T) string {
	t.Helper()
	var a struct{ Delivery, Status string }
	require.Equal(t, http.StatusAccepted, r.code, string(r.body))
	require.NoError(t, json.Unmarshal(r.body, &a))
	require.Equal(t, a.Status, r.header.Get("Location"))
	require.Equal(t, "/v1/deliveries/"+a.Delivery, a.Status)
	return a.Delivery
}

// ask sends a request; headers are pairs.
func (d *door) ask(method, path string, body io.Reader, headers ...string) reply {
	d.t.Helper()
	r, err := d.try(method, path, body, headers...)
	require.NoError(d.t, err)
	return r
}

func (d *door) try(method, path string, body io.Reader, headers ...string) (reply, error) {
	req, err := http.NewRequest(method, d.url+path, body)
	if err != nil {
		return reply{}, err
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return reply{}, err
	}
	defer resp.Body.Close()
	out := reply{code: resp.StatusCode, header: resp.Header}
	out.body, err = io.ReadAll(resp.Body)
	// what is no request that can be read is refused by net/http itself, in plain text
	if err == nil && !strings.HasPrefix(out.header.Get("Content-Type"), "text/plain") {
		described(d.t).Check(d.t, req, openapitest.Answer{Code: out.code, Header: out.header, Body: out.body})
	}
	if err == nil && resp.Header.Get("Content-Type") == service.ProblemType {
		err = json.Unmarshal(out.body, &out.problem)
	}
	return out, err
}

// push pushes as a provider with its key.
func (d *door) push(id, body string, headers ...string) reply {
	d.t.Helper()
	return d.ask("POST", "/v1/wire/"+id, strings.NewReader(body), append([]string{"Authorization", "Bearer key-of-" + id}, headers...)...)
}

func (d *door) raw(delivery string) *jetstream.RawStreamMsg {
	d.t.Helper()
	_, seq, err := contract.ParseDeliveryID(delivery)
	require.NoError(d.t, err)
	s, err := d.js.Stream(d.t.Context(), contract.StreamRaw)
	require.NoError(d.t, err)
	msg, err := s.GetMsg(d.t.Context(), seq)
	require.NoError(d.t, err)
	return msg
}

func (d *door) stored() uint64 {
	d.t.Helper()
	s, err := d.js.Stream(d.t.Context(), contract.StreamRaw)
	require.NoError(d.t, err)
	return s.CachedInfo().State.Msgs
}

func pack(t *testing.T, text string) string {
	var buf bytes.Buffer
	z := gzip.NewWriter(&buf)
	_, err := io.WriteString(z, text)
	require.NoError(t, err)
	require.NoError(t, z.Close())
	return buf.String()
}
