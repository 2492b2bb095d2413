package search

import (
	"fmt"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/dedup"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/services/publish/internal/search/analyze"
)

func put(t *testing.T, js jetstream.JetStream, name string, signal contract.Signal, headline string) {
	t.Helper()
	id := contract.ArticleID("acme", name)
	e := contract.Envelope{Provider: "acme", Delivery: "x-1", Position: 1, Of: 1, Article: id, URI: name, Lane: contract.Wire, Signal: signal, Urgency: 4,
		Language: "en", Published: time.Now(), Version: dedup.Version{Status: dedup.Usable, Seq: 1, Pos: 1}}
	subject := contract.NewsSubject{Article: id, Signal: signal, Urgency: 4, Language: "en", Topic: "sport", Provider: "acme"}
	_, err := js.PublishMsg(t.Context(), &nats.Msg{Subject: contract.Written(subject.String()), Header: e.Header("news", "id", time.Now()),
		Data: fmt.Appendf(nil, `{"uri":"urn:a","headlines":[{"value":%q}]}`, headline)})
	require.NoError(t, err)
}

// TestTheIndexFollowsNews: an update replaces, a kill removes, a NEWS that was made anew
// is read from its beginning, and of more articles than are kept the latest are found.
func TestTheIndexFollowsNews(t *testing.T) {
	t.Parallel()
	js, err := jetstream.New(localtest.Conn(t, localtest.NATS(t).URL()))
	require.NoError(t, err)
	require.NoError(t, contract.Ensure(t.Context(), js, contract.StreamOptions{}))
	for i := range 30 {
		put(t, js, fmt.Sprint(i), contract.New, fmt.Sprint("storm ", i))
	}
	metrics, err := NewMetrics(prometheus.NewRegistry())
	require.NoError(t, err)
	s := New(Config{Articles: 16}, js, nil, metrics, time.Now, zap.NewNop())
	go s.Run(t.Context())
	finds := func(question string, n int) {
		t.Helper()
		q, err := analyze.Parse(question)
		require.NoError(t, err)
		require.Eventually(t, func() bool { return len(s.Find(q)) == n }, 30*time.Second, 5*time.Millisecond, "%s: %d", question, n)
	}
	finds("storms", 16)
	finds("storm 3", 0)
	put(t, js, "29", contract.Update, "calm")
	finds("storm 29", 0)
	finds("calm", 1)
	put(t, js, "29", contract.Kill, "")
	finds("calm", 0)
	stream, err := js.Stream(t.Context(), contract.StreamNews)
	require.NoError(t, err)
	old := contract.Incarnation(stream.CachedInfo().Created)
	require.True(t, s.Ready(old))
	require.NoError(t, js.DeleteStream(t.Context(), contract.StreamNews))
	time.Sleep(1100 * time.Millisecond) // a life is named by its second
	require.NoError(t, contract.Ensure(t.Context(), js, contract.StreamOptions{}))
	put(t, js, "new", contract.New, "calm")
	finds("calm", 1)
	finds("storm", 0)
	require.False(t, s.Ready(old))
}
