package service_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/trace"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/service"
)

func TestConnectSurvivesAnOutageOfNATS(t *testing.T) {
	srv := localtest.NATSServer(t)
	srv.Stop()
	rt := service.New("test", service.Options{})
	nc, err := rt.ConnectNATS(t.Context(), service.NATSConfig{URL: srv.URL()})
	require.NoError(t, err)
	require.ErrorIs(t, service.CheckPayload(nc), service.ErrNotConnected)
	rt.Ready()
	_, ready := rt.Admin.Health(t.Context())
	require.False(t, ready)

	for range 2 {
		srv.Start()
		localtest.Eventually(t, patience, func() error { return service.CheckPayload(nc) })
		require.NoError(t, nc.Publish("x", nil))
		srv.Stop()
		localtest.Eventually(t, patience, func() error { return wantDisconnected(nc) })
		require.ErrorIs(t, nc.Publish("x", nil), nats.ErrReconnectBufExceeded)
	}
	require.NoError(t, rt.Close())
	require.True(t, nc.IsClosed())
}

func wantDisconnected(nc *nats.Conn) error {
	if nc.IsConnected() {
		return errors.New("still connected")
	}
	return nil
}

func TestConnectRefusesWhatCannotWork(t *testing.T) {
	for name, cfg := range map[string]service.NATSConfig{
		"url":  {URL: "nats://u:hunter2@bad host"},
		"pair": {URL: "nats://127.0.0.1:1", TLS: service.NATSTLS{Cert: "c"}},
	} {
		_, err := service.Connect(t.Context(), cfg, zap.NewNop())
		require.Error(t, err, name)
		require.NotContains(t, err.Error(), "hunter2")
	}
}

func redisConfig(url string) service.RedisConfig {
	return service.RedisConfig{
		URL: service.NewSecret(url), DialTimeout: time.Second, ReadTimeout: time.Second, WriteTimeout: time.Second,
	}
}

func TestRedisMayBeAway(t *testing.T) {
	srv := localtest.RedisServer(t)
	srv.Stop()
	rt := service.New("test", service.Options{})
	client, err := rt.ConnectRedis(redisConfig(srv.URL()), service.RedisWrites)
	require.NoError(t, err)
	rt.Ready()
	health, ready := rt.Admin.Health(t.Context())
	require.True(t, ready, "the wire goes on")
	require.NotEqual(t, "ok", health.Checks["test redis"])
	srv.Start()
	localtest.Eventually(t, patience, func() error { return client.Ping(t.Context()).Err() })
	require.NoError(t, rt.Close())
}

func TestRedisRefusesAnURLWithoutShowingIt(t *testing.T) {
	for _, url := range []string{"", "http://:hunter2@h", "redis://:hunter2@bad host"} {
		_, err := redisConfig(url).Client()
		require.Error(t, err)
		require.NotContains(t, err.Error(), "hunter2")
	}
}

func TestTraceRidesInTheHeader(t *testing.T) {
	const parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
	ctx := service.Extract(context.Background(), nats.Header{"traceparent": {parent}})
	require.Equal(t, "4bf92f3577b34da6a3ce929d0e0e4736", trace.SpanContextFromContext(ctx).TraceID().String())
	h := nats.Header{}
	service.Inject(ctx, h)
	require.Equal(t, parent, h.Get("traceparent"))

	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "")
	provider, end, err := service.NewTracer(ctx, "test")
	require.NoError(t, err)
	ctx, span := provider.Tracer("t").Start(ctx, "s")
	require.False(t, span.IsRecording())
	h = nats.Header{}
	service.Inject(ctx, h)
	require.Equal(t, parent, h.Get("traceparent"), "a trace passes through a service that keeps none")
	require.NoError(t, end(ctx))
}

func TestTracesGoToTheEndpoint(t *testing.T) {
	got := make(chan string, 1)
	collector := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got <- r.URL.Path }))
	defer collector.Close()
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.URL)
	provider, end, err := service.NewTracer(t.Context(), "test")
	require.NoError(t, err)
	_, span := provider.Tracer("t").Start(t.Context(), "s")
	span.End()
	require.NoError(t, end(t.Context()))
	require.Equal(t, "/v1/traces", <-got)
}

func TestASmallPayloadIsNotFit(t *testing.T) {
	srv, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: server.RANDOM_PORT, NoSigs: true, NoLog: true})
	require.NoError(t, err)
	go srv.Start()
	defer srv.WaitForShutdown()
	defer srv.Shutdown()
	require.True(t, srv.ReadyForConnections(patience))
	nc := localtest.Conn(t, srv.ClientURL())
	require.ErrorIs(t, service.CheckPayload(nc), service.ErrPayload)
	nc.Close()
}
