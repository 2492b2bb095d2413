package service_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/service"
)

// journal notes what happened in which order.
type journal struct {
	mu    sync.Mutex
	lines []string
}

func (j *journal) add(line string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.lines = append(j.lines, line)
}

func (j *journal) end(line string) func(context.Context) error {
	return func(context.Context) error { j.add(line); return nil }
}

func get(t *testing.T, url string) (int, string) {
	t.Helper()
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Get(url)
	require.NoError(t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return resp.StatusCode, string(body)
}

func options(delay time.Duration) service.Options {
	return service.Options{Config: service.Config{
		AdminAddr: "127.0.0.1:0", DrainDelay: delay, DrainLimit: patience,
	}}
}

func TestReadinessFailsFirstThenWorkThenTeardowns(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	var j journal
	err := service.RunWith(ctx, "test", options(200*time.Millisecond), func(work context.Context, rt *service.Runtime) error {
		ready := "http://" + rt.Admin.Addr() + "/readyz"
		rt.OnStop("first", 0, j.end("first"))
		rt.OnStop("second", 0, j.end("second"))
		code, body := get(t, ready)
		require.Equal(t, 503, code, body)
		require.Contains(t, body, `"failing":["test started"]`)
		rt.Ready()
		code, _ = get(t, ready)
		require.Equal(t, 200, code)

		stop()
		for code != 503 {
			code, body = get(t, ready)
		}
		require.Contains(t, body, `"draining"`)
		require.NoError(t, work.Err(), "work goes on while load balancers notice")
		<-work.Done()
		grace, cancel := rt.Grace(work)
		defer cancel()
		require.NoError(t, grace.Err(), "what was begun may be finished")
		j.add("work")
		return work.Err()
	})
	require.NoError(t, err)
	require.Equal(t, []string{"work", "second", "first"}, j.lines)
}

func TestTeardownsRunWhateverHappens(t *testing.T) {
	var j journal
	rt := service.New("test", service.Options{})
	rt.OnStop("last", 0, j.end("last"))
	hang := make(chan struct{})
	defer close(hang)
	rt.OnStop("hangs", time.Millisecond, func(context.Context) error { <-hang; return nil })
	rt.OnStop("panics", 0, func(context.Context) error { panic("boo") })
	fails := errors.New("fails")
	rt.OnStop("fails", 0, func(context.Context) error { return fails })
	err := rt.Close()
	require.ErrorIs(t, err, fails)
	require.ErrorContains(t, err, "stop test hangs: given up after 1ms")
	require.ErrorContains(t, err, "panic: boo")
	require.Equal(t, []string{"last"}, j.lines)
	require.NoError(t, rt.Close())
}

func TestRunGivesBackTheBodysError(t *testing.T) {
	broken := errors.New("broken")
	err := service.RunWith(t.Context(), "test", options(time.Hour), func(context.Context, *service.Runtime) error { return broken })
	require.ErrorIs(t, err, broken)
}

func TestRunSaysThatTheAdminPortIsTaken(t *testing.T) {
	err := service.RunWith(t.Context(), "one", options(0), func(ctx context.Context, rt *service.Runtime) error {
		taken := options(0)
		taken.Config.AdminAddr = rt.Admin.Addr()
		return service.RunWith(ctx, "two", taken, func(context.Context, *service.Runtime) error { return nil })
	})
	require.ErrorContains(t, err, "WIREROOM_ADMIN_ADDR")
}

func TestGraceEndsAfterItsTime(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	late, cancel := service.Grace(ctx, time.Millisecond)
	defer cancel()
	require.NoError(t, late.Err())
	stop()
	<-late.Done()
	require.ErrorIs(t, context.Cause(late), context.DeadlineExceeded)
}

func TestServicesOfOneProcessShareTheAdminPort(t *testing.T) {
	rt := service.New("all", service.Options{})
	rt.Ready()
	for _, name := range []string{"a", "b"} {
		as := rt.As(name)
		as.Registry.MustRegister(prometheus.NewCounter(prometheus.CounterOpts{Name: "wireroom_done_total", Help: "Done."}))
		as.Ready()
	}
	rt.Admin.Require("nats", func(context.Context) error { return errors.New("away") })
	rt.Admin.Inform("redis", func(context.Context) error { return errors.New("away too") })
	health, ready := rt.Admin.Health(t.Context())
	require.False(t, ready)
	require.Equal(t, []string{"nats"}, health.Failing)
	require.Equal(t, "away too", health.Checks["redis"])
	_, err := json.Marshal(health)
	require.NoError(t, err)
}

func TestMetrics(t *testing.T) {
	err := service.RunWith(t.Context(), "test", options(0), func(_ context.Context, rt *service.Runtime) error {
		rt.Registry.MustRegister(prometheus.NewCounter(prometheus.CounterOpts{Name: "wireroom_done_total", Help: "Done."}))
		_, body := get(t, "http://"+rt.Admin.Addr()+"/metrics")
		require.Contains(t, body, `wireroom_done_total{service="test"} 0`)
		require.Contains(t, body, "go_goroutines")
		code, body := get(t, "http://"+rt.Admin.Addr()+"/healthz")
		require.Equal(t, 200, code)
		require.JSONEq(t, `{"status":"alive"}`, body)
		return nil
	})
	require.NoError(t, err)
}

// All services run on one host without a word of where their admin ports are.
func TestEachServiceHasAnAdminPortOfItsOwn(t *testing.T) {
	t.Parallel()
	addrs := map[string]bool{}
	for _, name := range []string{"ingest", "normalize", "enrich", "publish"} {
		addrs[service.UsualAdminAddr(name)] = true
	}
	require.Len(t, addrs, 4)
	require.Equal(t, "127.0.0.1:9464", service.UsualAdminAddr("wireroom"))
}
