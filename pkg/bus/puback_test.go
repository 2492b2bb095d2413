package bus

import (
	"encoding/json"
	"testing"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/local/localtest"
)

func TestAnAcknowledgementSaysWhatItsJSONSays(t *testing.T) {
	t.Parallel()
	for data, plain := range map[string]bool{
		`{"stream":"NEWS","seq":5}`:                                     true,
		`{"stream":"NEWS","seq":18446744073709551615}`:                  true,
		`{"stream":"NEWS","seq":5,"duplicate": true}`:                   false,
		`{"stream":"NEWS","domain":"d","seq":5}`:                        false,
		`{"stream":"a\"b","seq":5}`:                                     false,
		`{"stream":"N","seq": 5}`:                                       false,
		`{"type":"io.nats.x","stream":"N","seq":7}`:                     false,
		`{"stream":"N","seq":5,"val":"5"}`:                              false,
		`{"stream":"N","seq":5} `:                                       false,
		`{"stream":"N","seq":99999999999999999999}`:                     false,
		`{"error":{"code":400,"err_code":10071,"description":"wrong"}}`: false,
		`{"stream":"","seq":5}`:                                         false,
		`{"stream":"N","seq":}`:                                         false,
		``:                                                              false,
		`{}`:                                                            false,
		`{"stream":"N","seq":0,"error":{"code":503,"err_code":10077}}`: false,
	} {
		_, ok := plainAckOf([]byte(data))
		require.Equal(t, plain, ok, data)
		var want jetstream.PubAck
		got, err := readAck([]byte(data))
		if json.Unmarshal([]byte(data), &want) != nil || want.Stream == "" {
			require.Error(t, err, data)
			continue
		}
		if err == nil {
			require.Equal(t, want, got, data)
		}
	}
	_, err := readAck([]byte(`{"error":{"code":400,"err_code":10071,"description":"wrong"}}`))
	var api *jetstream.APIError
	require.ErrorAs(t, err, &api)
	require.EqualValues(t, 10071, api.ErrorCode)
}

func TestPublishTellsWhatTheServerSays(t *testing.T) {
	t.Parallel()
	js, err := jetstream.New(localtest.Conn(t, localtest.NATS(t).URL()))
	require.NoError(t, err)
	_, err = js.CreateStream(t.Context(), jetstream.StreamConfig{Name: "S", Subjects: []string{"s.>"}, Storage: jetstream.MemoryStorage})
	require.NoError(t, err)
	publish := func(subject string, h nats.Header) (jetstream.PubAck, error) {
		return Publish(t.Context(), js, &nats.Msg{Subject: subject, Header: h, Data: []byte("x")})
	}
	ack, err := publish("s.a", nats.Header{jetstream.MsgIDHeader: {"1"}})
	require.NoError(t, err)
	require.Equal(t, jetstream.PubAck{Stream: "S", Sequence: 1}, ack)
	ack, err = publish("s.a", nats.Header{jetstream.MsgIDHeader: {"1"}})
	require.NoError(t, err)
	require.Equal(t, jetstream.PubAck{Stream: "S", Sequence: 1, Duplicate: true}, ack)
	_, err = publish("s.a", nats.Header{jetstream.ExpectedLastSubjSeqHeader: {"0"}})
	var api *jetstream.APIError
	require.ErrorAs(t, err, &api)
	_, err = publish("nobody", nil)
	require.ErrorIs(t, err, jetstream.ErrNoStreamResponse)
}
