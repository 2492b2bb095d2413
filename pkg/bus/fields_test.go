package bus_test

import (
	"encoding/json"
	"testing"

	"github.com/nats-io/nats.go"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
	"go.uber.org/zap/zaptest/observer"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
)

// Whoever reads a log at night asks trace for a delivery, not for a sequence.
func TestALineAboutAMessageHasItsIds(t *testing.T) {
	t.Parallel()
	core, lines := observer.New(zapcore.DebugLevel)
	r := newRig(t, jsOf(t, localtest.NATS(t).URL()), contract.StreamOptions{}, obey)
	r.loop.Log = zap.New(core)
	const trace = "0af7651916cd43dd8448eb211c80319c"
	for _, text := range []string{"reject", "story of the secret harbour"} {
		_, err := r.js.PublishMsg(t.Context(), &nats.Msg{Subject: "raw.wire.acme", Data: []byte(text), Header: nats.Header{
			contract.HeaderTraceParent: {"00-" + trace + "-b7ad6b7169203331-01"}, contract.HeaderIncarnation: {"x"}, contract.HeaderArticle: {"aaaaaaaaaaaaaaaa"}}})
		require.NoError(t, err)
	}
	r.start()
	r.settled(2)
	r.stop()
	for _, message := range []string{"dead letter", "settled"} {
		found := lines.FilterMessage(message).All()
		require.NotEmpty(t, found)
		fields := found[0].ContextMap()
		require.Equal(t, trace, fields["trace_id"])
		require.Equal(t, "aaaaaaaaaaaaaaaa", fields["article"])
		require.Contains(t, []any{contract.DeliveryID("x", 1), contract.DeliveryID("x", 2)}, fields["delivery"])
	}
	for _, l := range lines.All() {
		text, err := json.Marshal(l.ContextMap())
		require.NoError(t, err)
		require.NotContains(t, string(text), "secret harbour", "a log tells no content")
	}
}
