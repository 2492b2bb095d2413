package normalize

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
)

func TestADryRunTellsWhatWouldComeOut(t *testing.T) {
	t.Parallel()
	nc := localtest.Conn(t, localtest.NATS(t).URL())
	broken := func(string) Settings { panic("no settings") }
	settings := func(string) Settings { return Settings{Language: "nb"} }
	n := &normalizer{settings: func(id string) Settings {
		if id == "broken" {
			return broken(id)
		}
		return settings(id)
	}, clock: time.Now, log: zap.NewNop()}
	stop, err := n.answerDryRuns(t.Context(), nc)
	require.NoError(t, err)
	ask := func(provider, data string) (out contract.DryRun) {
		m := &nats.Msg{Subject: contract.DryRunSubject(provider), Data: []byte(data), Header: nats.Header{
			contract.HeaderReceivedAt: {time.Now().Format(time.RFC3339Nano)}, contract.HeaderLane: {string(contract.Bulk)}}}
		answer, err := nc.RequestMsg(m, 20*time.Second)
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(answer.Data, &out))
		return out
	}
	story := func(more string) string {
		return `{"uri":"urn:x:1","headlines":[{"value":"Head"}],"bodies":[{"contentType":"text/plain","value":"Text of it."}]` + more + `}`
	}
	out := ask("acme", story(""))
	require.Equal(t, "ninjs-3", out.Format)
	require.Equal(t, 1, out.Of)
	a := out.Articles[0]
	require.Equal(t, contract.ArticleID("acme", "urn:x:1"), a.Article)
	require.Equal(t, contract.Bulk, a.Lane)
	require.Empty(t, a.Outcome)
	require.Contains(t, string(a.Item), `"language":"nb"`)

	held := ask("acme", story(`,"embargoedUntil":"`+time.Now().Add(time.Hour).UTC().Format(time.RFC3339)+`"`)).Articles[0]
	require.Equal(t, contract.Held, held.Outcome)
	require.NotNil(t, held.Embargo)
	require.Equal(t, contract.Kill, ask("acme", `{"uri":"urn:x:1","pubStatus":"canceled"}`).Articles[0].Signal)

	bad := ask("acme", "<nitf><body>")
	require.Equal(t, contract.ReasonMalformed, bad.Reason)
	require.NotEmpty(t, bad.Error)
	require.Empty(t, bad.Articles)
	require.Equal(t, contract.ReasonPanic, ask("broken", story("")).Reason, "and the process lives")
	require.Equal(t, 1, ask("acme", story("")).Of)
	stop()
	_, err = nc.Request(contract.DryRunSubject("acme"), nil, 20*time.Second)
	require.ErrorIs(t, err, nats.ErrNoResponders)
}

func TestADryRunIsBounded(t *testing.T) {
	t.Parallel()
	n := &normalizer{settings: func(string) Settings { return Settings{} }, clock: time.Now, log: zap.NewNop()}
	text := make([]byte, 400_000)
	for i := range text {
		text[i] = "word "[i%5]
	}
	var list []json.RawMessage
	for i := range 40 {
		one, err := json.Marshal(map[string]any{"uri": "urn:x:" + string(rune('a'+i%26)) + string(rune('a'+i/26)), "headlines": []any{map[string]any{"value": "Head"}}, "bodies": []any{map[string]any{"contentType": "text/plain", "value": string(text)}}})
		require.NoError(t, err)
		list = append(list, one)
	}
	data, err := json.Marshal(list)
	require.NoError(t, err)
	out := n.dryRun(t.Context(), &nats.Msg{Subject: contract.DryRunSubject("acme"), Data: data})
	require.Equal(t, 40, out.Of, out.Error)
	require.Positive(t, out.LeftOut)
	require.Equal(t, 40, len(out.Articles)+out.LeftOut)
	answer, err := json.Marshal(out)
	require.NoError(t, err)
	require.Less(t, len(answer), contract.MaxPayload)
}
