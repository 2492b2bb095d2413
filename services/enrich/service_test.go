package enrich_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/enrich"
)

// at is what the service's clock says.
var at = time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)

// start runs the service over a NATS of its own until the test ends.
func start(t *testing.T) jetstream.JetStream {
	t.Helper()
	conn := localtest.Conn(t, localtest.NATS(t).URL())
	js, err := jetstream.New(conn)
	require.NoError(t, err)
	require.NoError(t, contract.Ensure(t.Context(), js, contract.StreamOptions{}))
	rt := service.New("enrich", service.Options{Clock: func() time.Time { return at }})
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() {
		done <- enrich.Run(ctx, rt, enrich.Config{Bus: bus.Config{AckWait: time.Second}}, enrich.Deps{NATS: conn})
	}()
	t.Cleanup(func() {
		stop()
		require.NoError(t, <-done)
		require.NoError(t, rt.Close())
	})
	return js
}

func push(t *testing.T, js jetstream.JetStream, env *contract.Envelope, data []byte) {
	t.Helper()
	h := env.Header("normalized", contract.MsgID(env, "n"), at)
	_, err := js.PublishMsg(t.Context(), &nats.Msg{Subject: contract.NormalizedSubject(env.Lane, env.Provider), Header: h, Data: data})
	require.NoError(t, err)
}

func last(t *testing.T, js jetstream.JetStream, stream string) *jetstream.RawStreamMsg {
	t.Helper()
	s, err := js.Stream(t.Context(), stream)
	require.NoError(t, err)
	var msg *jetstream.RawStreamMsg
	localtest.Eventually(t, 20*time.Second, func() error {
		info, err := s.Info(t.Context())
		if err != nil {
			return err
		}
		if info.State.LastSeq == 0 {
			return errors.New("nothing on " + stream)
		}
		msg, err = s.GetMsg(t.Context(), info.State.LastSeq)
		return err
	})
	return msg
}

func TestServiceEnrichesWhatIsNormalized(t *testing.T) {
	t.Parallel()
	js := start(t)
	item, env := article("")
	push(t, js, env, encode(t, item))
	msg := last(t, js, contract.StreamEnriched)

	require.Equal(t, "enriched.wire.sample", msg.Subject)
	require.Equal(t, "abc-1.1.e", msg.Header.Get(contract.HeaderMsgID), "from the input alone")
	require.Equal(t, "wireroom.enriched", msg.Header.Get(contract.HeaderCEType))
	got, err := contract.ParseEnvelope(msg.Header)
	require.NoError(t, err)
	require.Equal(t, "en", got.Language)
	require.Equal(t, "economy-business-and-finance", got.Topic)
	require.Equal(t, at, got.Enriched)
	require.Equal(t, env.Version, got.Version)
	require.Equal(t, env.Received, got.Received)
	localtest.ValidateNinjs(t, msg.Data)
	out, err := ninjs.Decode(msg.Data)
	require.NoError(t, err)
	require.Len(t, out.Descriptions, 1)

	stream, err := js.Stream(t.Context(), contract.StreamNormalized)
	require.NoError(t, err)
	localtest.Eventually(t, 20*time.Second, func() error {
		info, err := stream.Info(t.Context())
		if err == nil && info.State.Msgs != 0 {
			err = errors.New("not acknowledged yet")
		}
		return err
	})
}

func TestServiceBuriesWhatItCannotRead(t *testing.T) {
	t.Parallel()
	js := start(t)
	_, env := article("")
	push(t, js, env, []byte(`{"uri":`))
	dead := last(t, js, contract.StreamDead)
	require.Equal(t, "dead.enrich.sample", dead.Subject)
	require.Equal(t, string(contract.ReasonMalformed), dead.Header.Get(contract.HeaderDeadReason))
	receipt := last(t, js, contract.StreamReceipts)
	require.Equal(t, "receipt.sample.abc-1", receipt.Subject)
	require.Contains(t, string(receipt.Data), `"outcome":"dead"`)
	require.Contains(t, string(receipt.Data), `"stage":"enrich"`)
}

func TestConfigurationIsDescribedAndLoads(t *testing.T) {
	t.Setenv("WIREROOM_ENRICH_OFF", "keywords,reading")
	t.Setenv("WIREROOM_ENRICH_DEADLINES", "language:5s")
	var cfg enrich.Config
	require.NoError(t, service.Load(service.Prefix, &cfg))
	require.Equal(t, []string{"keywords", "reading"}, cfg.Enrich.Off)
	require.Equal(t, 5*time.Second, cfg.Enrich.Deadlines["language"])
	require.Equal(t, 2*time.Second, cfg.Enrich.Deadline)
	t.Setenv("WIREROOM_ENRICH_OFF", "everything")
	require.ErrorContains(t, service.Load(service.Prefix, &cfg), `"everything"`)
	for _, f := range service.Describe(service.Prefix, enrich.Config{}) {
		require.NotEmpty(t, f.Desc, f.Name)
	}
}
