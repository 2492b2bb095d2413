package contract_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/dedup"
	"github.com/wireroom/wireroom/pkg/ninjs"
)

func sample() contract.Envelope {
	at := time.Date(2026, 5, 1, 10, 0, 0, 123456000, time.UTC)
	views := 122
	return contract.Envelope{
		Provider: "acme", Delivery: "t1-5", Position: 1, Of: 3, Article: contract.ArticleID("acme", "urn:x:1"), URI: "urn:x:1",
		Version: dedup.Version{Status: dedup.Usable, HasNumber: true, Number: 3, HasCreated: true, Created: at, Seq: 5, Pos: 1},
		Hash:    "00ff", Lane: contract.Wire, Format: "nitf", Received: at, Normalized: at, Enriched: at, Published: at,
		Replay: 1, Retry: 2, Signal: contract.Update, Corrects: "2", Urgency: 4, Language: "en", Topic: "sport", Embargo: at,
		Unchanged: true, Unmatched: true, DedupOff: true, Derived: []string{"subjects", "descriptions"}, EnrichFailed: []string{"language"},
		Notes: []string{"one", "two"}, ReadingSeconds: 40, SourceViews: &views, Media: []string{"a.jpg", "b.png"}, TraceParent: "00-ab-cd-01",
	}
}

func TestAnEnvelopeComesBackAsItWent(t *testing.T) {
	t.Parallel()
	want := sample()
	got, err := contract.ParseEnvelope(want.Header("news.update", "id", want.Published))
	require.NoError(t, err)
	require.Equal(t, want, *got)
}

func TestANoteCantEndItsHeader(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		e := sample()
		e.Notes = []string{rapid.String().Draw(t, "note")}
		for _, v := range e.Header("news.update", "id", e.Published)[contract.HeaderNotes] {
			require.NotContains(t, v, "\n")
			require.NotContains(t, v, "\r")
		}
	})
}

func TestIDs(t *testing.T) {
	t.Parallel()
	id := contract.ArticleID("acme", "urn:x:1")
	require.True(t, contract.ValidArticle(id), id)
	require.NotEqual(t, id, contract.ArticleID("acme2", "urn:x:1"), "another provider's uri is another article")
	inc, seq, err := contract.ParseDeliveryID(contract.DeliveryID("t1abc", 42))
	require.NoError(t, err)
	require.Equal(t, "t1abc 42", fmt.Sprint(inc, " ", seq))
	for _, bad := range []string{"", "-", "a-", "-5", "a-0", "a-05", "a-x", "A-5", "a.b-5", "a-5-6"} {
		_, _, err := contract.ParseDeliveryID(bad)
		require.Error(t, err, bad)
	}
}

func TestSubjectTokensFromOutsideAreChecked(t *testing.T) {
	t.Parallel()
	for tag, want := range map[string]string{"en-GB": "en", "DE": "de", "pt_BR": "pt", "": "und", "*": "und", "en.>": "und", "x": "und", "i-klingon": "und"} {
		require.Equal(t, want, contract.LanguageToken(tag), tag)
	}
	for slug, want := range map[string]string{"sport": "sport", "": "none", "a b": "none", ">": "none", "a.b": "none"} {
		require.Equal(t, want, contract.TopicToken(slug), slug)
	}
	require.False(t, contract.ValidProvider("a.b"))
	require.False(t, contract.ValidProvider("*"))
	require.False(t, contract.ValidProvider(""))
	require.False(t, contract.ValidProvider("Acme"))
	require.True(t, contract.ValidProvider(strings.Repeat("a0-9", 10)))
	require.False(t, contract.ValidProvider(strings.Repeat("a", 41)))
	require.False(t, contract.ValidArticle(strings.Repeat("a", 15)))
	require.False(t, contract.ValidArticle(strings.Repeat("a", 15)+"-"))
	require.Equal(t, "dead.normalize.unknown", contract.DeadSubject(contract.Normalize, "a.>"))
	s := contract.NewsSubject{Article: "abcdefghij234567", Signal: contract.Kill, Urgency: 1, Language: "en", Topic: "none", Provider: "acme"}
	back, err := contract.ParseNewsSubject(s.String())
	require.NoError(t, err)
	require.Equal(t, s, back)
}

func TestLanes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		urgency ninjs.Urgency
		status  ninjs.PubStatus
		want    contract.Lane
	}{{1, "", contract.Flash}, {2, ninjs.Usable, contract.Flash}, {3, "", contract.Wire}, {0, "", contract.Wire}, {6, "", contract.Wire}, {7, "", contract.Bulk}, {9, ninjs.Canceled, contract.Flash}} {
		require.Equal(t, c.want, contract.LaneOf(c.urgency, c.status), "%d %s", c.urgency, c.status)
	}
}

func BenchmarkEnvelope(b *testing.B) {
	e := sample()
	for b.Loop() {
		if _, err := contract.ParseEnvelope(e.Header("news.update", "id", e.Published)); err != nil {
			b.Fatal(err)
		}
	}
}
