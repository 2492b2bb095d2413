package docs

import (
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
)

// TestAStreamOfTheLastWords: the page of consumers says how an operator makes one.
func TestAStreamOfTheLastWords(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	js, err := jetstream.New(localtest.Conn(t, localtest.NATS(t).URL()))
	require.NoError(t, err)
	require.NoError(t, contract.Ensure(ctx, js, contract.StreamOptions{}))
	latest, err := js.CreateStream(ctx, jetstream.StreamConfig{Name: "LATEST", MaxMsgsPerSubject: 1, AllowMsgTTL: true, Sources: []*jetstream.StreamSource{{
		Name: contract.StreamNews, SubjectTransforms: []jetstream.SubjectTransformConfig{{Source: "news.*.*.*.*.*.*", Destination: "latest.{{wildcard(1)}}"}}}}})
	require.NoError(t, err)
	for _, subject := range []string{"news.a.new.4.en.none.acme", "news.b.new.4.en.none.acme", "news.a.update.2.en.none.acme", "news.b.kill.2.en.none.acme"} {
		article := subject[:len("news.a")]
		last, err := js.Stream(ctx, contract.StreamNews)
		require.NoError(t, err)
		m := &nats.Msg{Subject: contract.Written(subject), Data: []byte(subject), Header: nats.Header{contract.HeaderExpectedSeqSubject: {article + ".>"}}}
		expected := "0"
		if msg, err := last.GetLastMsgForSubject(ctx, article+".>"); err == nil {
			expected = string('0' + rune(msg.Sequence))
		}
		m.Header.Set(contract.HeaderExpectedSeq, expected)
		_, err = js.PublishMsg(ctx, m)
		require.NoError(t, err)
	}
	for subject, want := range map[string]string{"latest.a": "news.a.update.2.en.none.acme", "latest.b": "news.b.kill.2.en.none.acme"} {
		var got *jetstream.RawStreamMsg
		require.Eventually(t, func() bool {
			got, err = latest.GetLastMsgForSubject(ctx, subject)
			return err == nil && string(got.Data) == want
		}, 30*time.Second, 20*time.Millisecond)
		require.Empty(t, got.Header.Get(contract.HeaderExpectedSeq))
	}
	info, err := latest.Info(ctx)
	require.NoError(t, err)
	require.Equal(t, uint64(2), info.State.Msgs, "one of each article")
}
