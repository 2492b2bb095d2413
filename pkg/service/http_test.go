package service_test

import (
	"context"
	"encoding/json"
	"math"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/service"
)

func TestServeFinishesWhatIsInFlight(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		stop()
		<-service.Draining(r.Context())
		if r.Context().Err() != nil {
			w.WriteHeader(http.StatusInternalServerError)
		}
	})
	s, err := service.Serve(ctx, service.ServerConfig{Name: "test", Addr: "127.0.0.1:0", Handler: handler})
	require.NoError(t, err)
	code, _ := get(t, "http://"+s.Addr())
	require.Equal(t, 200, code)
	require.NoError(t, s.Wait())
}

func TestServeCutsOffWhatTakesTooLong(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	handler := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { stop(); <-r.Context().Done() })
	s, err := service.Serve(ctx, service.ServerConfig{
		Name: "test", Addr: "127.0.0.1:0", Handler: handler, DrainLimit: 20 * time.Millisecond,
	})
	require.NoError(t, err)
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	if resp, err := client.Get("http://" + s.Addr()); err == nil {
		require.NoError(t, resp.Body.Close())
	}
	// Whether the handler, told by its context, is back in time is a matter of luck.
	if err := s.Wait(); err != nil {
		require.ErrorIs(t, err, context.DeadlineExceeded)
	}
}

func TestRuntimeServeIsDrainedByItsTeardown(t *testing.T) {
	rt := service.New("test", service.Options{})
	s, err := rt.Serve(t.Context(), service.ServerConfig{Name: "api", Addr: "127.0.0.1:0", Handler: http.NotFoundHandler()})
	require.NoError(t, err)
	code, _ := get(t, "http://"+s.Addr())
	require.Equal(t, 404, code)
	require.NoError(t, rt.Close())
	require.NoError(t, s.Wait())
}

func TestProblem(t *testing.T) {
	w := httptest.NewRecorder()
	service.WriteProblem(w, service.Problem{
		Status: 429, Detail: "Wait.", Extensions: map[string]any{"limit": 3.0, "status": "no", "detail": "no", "instance": "no"},
	})
	require.Equal(t, 429, w.Code)
	require.Equal(t, service.ProblemType, w.Header().Get("Content-Type"))
	require.JSONEq(t, `{"type":"about:blank","title":"Too Many Requests","status":429,"detail":"Wait.","limit":3}`, w.Body.String())
	var p service.Problem
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &p))
	require.Equal(t, map[string]any{"limit": 3.0}, p.Extensions)
	require.ErrorContains(t, p, "429 Too Many Requests: Wait.")
}

func TestProblemOfOurOwn(t *testing.T) {
	for _, p := range []service.Problem{
		{Status: 200},
		{Status: 400, Extensions: map[string]any{"x": math.Inf(1)}},
	} {
		w := httptest.NewRecorder()
		service.WriteProblem(w, p)
		require.Equal(t, 500, w.Code)
		require.True(t, json.Valid(w.Body.Bytes()))
	}
}
