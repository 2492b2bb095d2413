package rig_test

import (
	"strings"
	"testing"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/services/wireroom/test/rig"
)

// The proxy is transparent but for what it refuses, which it answers as JetStream does.
func TestProxyRefusesWhatItIsToldTo(t *testing.T) {
	t.Parallel()
	refused := &server.ApiError{Code: 400, ErrCode: 10097, Description: "header size exceeds maximum allowed of 64k"}
	p := rig.NewProxy(t, localtest.NATS(t).URL(), func(subject string, message []byte) *server.ApiError {
		if subject == "s.a" && strings.Contains(string(message), "mark") {
			return refused
		}
		return nil
	})
	js, err := jetstream.New(localtest.Conn(t, p.URL))
	require.NoError(t, err)
	_, err = js.CreateStream(t.Context(), jetstream.StreamConfig{Name: "S", Subjects: []string{"s.>"}})
	require.NoError(t, err)

	_, err = js.Publish(t.Context(), "s.a", []byte("a mark"))
	var api *jetstream.APIError
	require.ErrorAs(t, err, &api)
	require.EqualValues(t, 10097, api.ErrorCode)
	future, err := js.PublishAsync("s.a", []byte("another mark"))
	require.NoError(t, err)
	require.ErrorAs(t, <-future.Err(), &api)

	for _, data := range [][]byte{[]byte("plain"), make([]byte, 1<<19), nil} {
		_, err = js.Publish(t.Context(), "s.a", data)
		require.NoError(t, err)
	}
	_, err = js.Publish(t.Context(), "s.b", []byte("a mark elsewhere"))
	require.NoError(t, err)
	s, err := js.Stream(t.Context(), "S")
	require.NoError(t, err)
	require.EqualValues(t, 4, s.CachedInfo().State.Msgs)
}
