package ingest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/provider"
)

func TestAFullStreamIsFeltAtTheDoor(t *testing.T) {
	t.Parallel()
	d := open(t, contract.StreamOptions{MaxBytes: map[string]int64{contract.StreamRaw: 64 << 10}})
	body := strings.Repeat("x", 10<<10)
	taken := 0
	for d.push("acme", body).code == http.StatusAccepted {
		taken++
	}
	require.Positive(t, taken)
	r := d.push("acme", body)
	require.Equal(t, 503, r.code)
	require.Equal(t, "urn:wireroom:problem:stream-full", r.problem.Type)
	require.Equal(t, "30", r.header.Get("Retry-After"))
	require.EqualValues(t, taken, d.stored(), "what was answered with 503 is not there, what was acknowledged is")

	raw, err := d.js.Stream(t.Context(), contract.StreamRaw)
	require.NoError(t, err)
	require.NoError(t, raw.Purge(t.Context()))
	d.push("acme", body).delivery(t)
}

func TestAFullCountOfMessagesIsFeltToo(t *testing.T) {
	t.Parallel()
	d := open(t, contract.StreamOptions{})
	raw, err := d.js.Stream(t.Context(), contract.StreamRaw)
	require.NoError(t, err)
	cfg := raw.CachedInfo().Config
	cfg.MaxMsgs = 1
	_, err = d.js.UpdateStream(t.Context(), cfg)
	require.NoError(t, err)
	d.push("acme", "x").delivery(t)
	require.Equal(t, "urn:wireroom:problem:stream-full", d.push("acme", "x").problem.Type)
}

func TestAnOutageIsAnsweredAndWaitedOut(t *testing.T) {
	t.Parallel()
	d := open(t, contract.StreamOptions{})
	before := d.push("acme", "before", "Idempotency-Key", "k").delivery(t)
	d.nats.Stop()
	for _, r := range []reply{d.push("acme", "x"), d.ask("GET", "/v1/deliveries/"+before, nil, "Authorization", "Bearer key-of-acme")} {
		require.Equal(t, 503, r.code)
		require.NotEmpty(t, r.header.Get("Retry-After"))
		require.Contains(t, []string{"urn:wireroom:problem:not-stored", "urn:wireroom:problem:status-unavailable"}, r.problem.Type)
	}
	health, ready := d.rt.Admin.Health(t.Context())
	require.False(t, ready)
	require.NotEmpty(t, health.Failing)

	d.nats.Start()
	localtest.Eventually(t, patience, func() error {
		if r := d.push("acme", "after", "Idempotency-Key", "after"); r.code != http.StatusAccepted {
			return fmt.Errorf("answered %d", r.code)
		}
		return nil
	})
	require.Equal(t, before, d.push("acme", "before", "Idempotency-Key", "k").delivery(t), "keys outlive the broker's restart")
	require.EqualValues(t, 2, d.stored())
}

func TestAStreamThatIsGoneIsAnOutage(t *testing.T) {
	t.Parallel()
	d := open(t, contract.StreamOptions{})
	before := d.push("acme", "x").delivery(t)
	require.NoError(t, d.js.DeleteStream(t.Context(), contract.StreamRaw))
	require.Equal(t, "urn:wireroom:problem:not-stored", d.push("acme", "x").problem.Type)
	// lives are told apart by the second they began in
	created, _, err := contract.ParseDeliveryID(before)
	require.NoError(t, err)
	localtest.Eventually(t, patience, func() error {
		if contract.Incarnation(time.Now()) == created {
			return errors.New("the same second")
		}
		return nil
	})
	require.NoError(t, contract.Ensure(t.Context(), d.js, contract.StreamOptions{}))
	localtest.Eventually(t, patience, func() error {
		r := d.push("acme", "x")
		if life, _, _ := contract.ParseDeliveryID(strings.TrimPrefix(r.header.Get("Location"), "/v1/deliveries/")); life == created || r.code != http.StatusAccepted {
			return fmt.Errorf("answered %d in life %s", r.code, life)
		}
		return nil
	})
}

func TestProvidersAreReread(t *testing.T) {
	t.Parallel()
	d := open(t, contract.StreamOptions{})
	write := func(text string) { require.NoError(t, os.WriteFile(d.file, []byte(text), 0o600)) }
	detail := func() string { h, _ := d.rt.Admin.Health(t.Context()); return h.Checks["providers file"] }
	require.Equal(t, "ok", detail())

	write("providers:\n  - id: acme\n    kyes: []\n")
	localtest.Eventually(t, patience, func() error {
		if detail() == "ok" {
			return errors.New("the broken file is not noticed")
		}
		return nil
	})
	require.Contains(t, detail(), "line 3: field kyes not found")
	d.push("acme", "x").delivery(t)
	_, ready := d.rt.Admin.Health(t.Context())
	require.True(t, ready, "the door stays open")

	write("providers:\n  - id: fresh\n    keys: ['" + provider.HashKey("key-of-fresh") + "']\n")
	localtest.Eventually(t, patience, func() error {
		if r := d.push("fresh", "x"); r.code != http.StatusAccepted {
			return fmt.Errorf("answered %d", r.code)
		}
		return nil
	})
	require.Equal(t, 401, d.push("acme", "x").code, "a provider that was taken out is unknown at once")
	require.Equal(t, "ok", detail())
}

func TestADrainAnswersWhatIsInFlight(t *testing.T) {
	t.Parallel()
	d := open(t, contract.StreamOptions{})
	body, in := io.Pipe()
	got := make(chan reply, 1)
	go func() {
		r, _ := d.try("POST", "/v1/wire/acme", body, "Authorization", "Bearer key-of-acme")
		got <- r
	}()
	_, err := in.Write([]byte("the first half, "))
	require.NoError(t, err)
	waiting := make(chan reply, 1)
	id := d.push("acme", "x").delivery(t)
	began := time.Now()
	go func() {
		r, _ := d.try("GET", "/v1/deliveries/"+id+"?wait=30s", nil, "Authorization", "Bearer key-of-acme")
		waiting <- r
	}()
	localtest.Eventually(t, patience, func() error { return inFlight(d, 1) })
	d.stop()
	localtest.Eventually(t, patience, func() error {
		if r, err := d.try("GET", "/", nil, "Connection", "close"); err == nil {
			return fmt.Errorf("still answers %d", r.code)
		}
		return nil
	})
	_, err = in.Write([]byte("and the second"))
	require.NoError(t, err)
	require.NoError(t, in.Close())
	stored := <-got
	require.Equal(t, "the first half, and the second", string(d.raw(stored.delivery(t)).Data))
	if r := <-waiting; r.code != 0 {
		require.Equal(t, 200, r.code)
	}
	require.Less(t, time.Since(began), 25*time.Second, "a status request does not hold the drain up")
}

func inFlight(d *door, want float64) error {
	if n := metric(d, `wireroom_ingest_in_flight{service="ingest"}`); n != want {
		return fmt.Errorf("%g in flight", n)
	}
	return nil
}

func metric(d *door, name string) float64 {
	d.t.Helper()
	for line := range strings.SplitSeq(metrics(d), "\n") {
		if value, ok := strings.CutPrefix(line, name+" "); ok {
			n, err := strconv.ParseFloat(value, 64)
			require.NoError(d.t, err)
			return n
		}
	}
	return -1
}

func TestMetrics(t *testing.T) {
	t.Parallel()
	d := open(t, contract.StreamOptions{})
	d.push("acme", "hello").delivery(t)
	d.push("acme", "hello", "Idempotency-Key", "k").delivery(t)
	d.push("ghost", "x", "Authorization", "Bearer nobody")
	d.push("ghost", "x", "Wireroom-Signature", "v1=00", "Authorization", "")
	require.Equal(t, 2.0, metric(d, `wireroom_ingest_pushes_total{lane="wire",provider="acme",service="ingest",status="202"}`), metrics(d))
	require.Equal(t, 2.0, metric(d, `wireroom_ingest_pushes_total{lane="none",provider="none",service="ingest",status="401"}`))
	require.Equal(t, 10.0, metric(d, `wireroom_ingest_bytes_total{provider="acme",service="ingest"}`))
	require.Equal(t, 2.0, metric(d, `wireroom_ingest_ack_seconds_count{service="ingest"}`))
	require.NotContains(t, metrics(d), "ghost", "labels come from the configuration alone")
	require.Equal(t, 1.0, metric(d, `wireroom_providers_file_ok{service="ingest"}`))
}

func receipt(t *testing.T, js jetstream.JetStream, r contract.Receipt) {
	t.Helper()
	msg, err := r.Message()
	require.NoError(t, err)
	_, err = js.PublishMsg(context.Background(), msg)
	require.NoError(t, err)
}
