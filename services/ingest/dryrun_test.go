package ingest_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/nats-io/nats.go"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
)

func TestADryRunStoresNothing(t *testing.T) {
	t.Parallel()
	d := open(t, contract.StreamOptions{})
	try := func(value string, headers ...string) reply {
		return d.ask("POST", "/v1/wire/acme?dry-run="+value, nil, headers...)
	}
	key := []string{"Authorization", "Bearer key-of-acme"}
	require.Equal(t, 401, try("1").code)
	require.Equal(t, "urn:wireroom:problem:empty", try("1", key...).problem.Type)
	push := func(value string) reply {
		return d.push("acme", "a story", "X-Test", value)
	}
	require.Equal(t, 202, push("").code)
	dry := func(query, body string) reply {
		return d.ask("POST", "/v1/wire/acme"+query, strings.NewReader(body), key...)
	}
	away := dry("?dry-run=1", "a story")
	require.Equal(t, 503, away.code)
	require.Equal(t, "urn:wireroom:problem:dry-run-unavailable", away.problem.Type)
	require.NotEmpty(t, away.header.Get("Retry-After"))
	for _, bad := range []string{"?dry-run", "?dry-run=yes", "?dry-run=1&dry-run=0"} {
		require.Equal(t, "urn:wireroom:problem:bad-header", dry(bad, "a story").problem.Type, bad)
	}
	require.EqualValues(t, 1, d.stored())

	nc := localtest.Conn(t, d.nats.URL())
	asked := make(chan *nats.Msg, 1)
	_, err := nc.QueueSubscribe(contract.DryRunSubject("*"), contract.DryRunQueue, func(m *nats.Msg) {
		asked <- m
		data, _ := json.Marshal(contract.DryRun{Of: 1, Articles: []contract.DryRunArticle{{Position: 1, Outcome: contract.Dead, Reason: contract.ReasonMalformed}}})
		_ = m.Respond(data)
	})
	require.NoError(t, err)
	require.NoError(t, nc.Flush())
	r := dry("?dry-run=true", "a story")
	require.Equal(t, 200, r.code, string(r.body))
	var out contract.DryRun
	require.NoError(t, json.Unmarshal(r.body, &out))
	require.Equal(t, contract.ReasonMalformed, out.Articles[0].Reason)
	m := <-asked
	require.Equal(t, "dryrun.acme", m.Subject)
	require.Equal(t, "a story", string(m.Data))
	require.Empty(t, m.Header.Get(contract.HeaderMsgID))
	require.EqualValues(t, 1, d.stored())
	require.Equal(t, 202, dry("?dry-run=0", "a story").code)
	require.EqualValues(t, 2, d.stored())
}
