package enrich_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/enrich"
)

func TestAnArticleIsEnriched(t *testing.T) {
	t.Parallel()
	item, env := article("")
	given := clone(t, item)
	out, got, err := rules(t, enrich.Settings{}).Enrich(t.Context(), item, env)
	require.NoError(t, err)

	require.Equal(t, "en", out.Language)
	require.Equal(t, "en", got.Language)
	require.Equal(t, "economy-business-and-finance", got.Topic)
	require.Equal(t, 116, got.ReadingSeconds)
	require.Equal(t, []string{"descriptions", "language", "people", "places", "subjects"}, got.Derived)
	require.Equal(t, []ninjs.Person{{Name: "Nora Whitfield", Rel: "mentions"}, {Name: "Tom Hargreave", Rel: "mentions"}, {Name: "Edith Crane", Rel: "mentions"}}, out.People)
	require.Contains(t, out.Places, ninjs.Place{Name: "Gull Island", Rel: "mentions"})
	require.Empty(t, got.EnrichFailed)

	require.Equal(t, item.Subjects, out.Subjects[:2], "the provider's come first and stay")
	require.Equal(t, ninjs.URI("http://cv.iptc.org/newscodes/mediatopic/04000000"), out.Subjects[2].URI)
	var keywords []string
	for _, s := range out.Subjects[3:] {
		require.Equal(t, "keyword", s.Rel)
		keywords = append(keywords, s.Name)
	}
	require.Len(t, keywords, 10)
	for _, want := range []string{"breakwater", "Saltbury", "port authority", "Gull Island", "ferry"} {
		require.Contains(t, keywords, want)
	}
	require.NotContains(t, keywords, "mackerel", "the provider's")
	require.Len(t, out.Descriptions, 1)
	require.True(t, strings.HasPrefix(out.Descriptions[0].Value, "The old harbour of Saltbury will be closed"), "without the dateline")
	require.True(t, strings.HasSuffix(out.Descriptions[0].Value, "."), "whole sentences")

	require.Equal(t, given, clone(t, item), "the given item stays as it is")
	require.Empty(t, env.Topic)
	data, err := enrich.Encode(out)
	require.NoError(t, err)
	localtest.ValidateNinjs(t, data)
}

func TestTakedownsPassThrough(t *testing.T) {
	t.Parallel()
	r := rules(t, enrich.Settings{})
	for name, change := range map[string]func(*ninjs.Item, *contract.Envelope){
		"canceled":     func(i *ninjs.Item, _ *contract.Envelope) { i.PubStatus = ninjs.Canceled },
		"withheld":     func(i *ninjs.Item, _ *contract.Envelope) { i.PubStatus = ninjs.Withheld },
		"a kill by us": func(_ *ninjs.Item, e *contract.Envelope) { e.Signal = contract.Kill },
	} {
		item, env := article("ger")
		change(item, env)
		out, got, err := r.Enrich(t.Context(), item, env)
		require.NoError(t, err)
		require.Equal(t, item, out, name)
		want := *env
		want.Language, want.Topic = "de", "economy-business-and-finance"
		require.Equal(t, &want, got, name)
	}
}

func TestEnrichersCanBeSwitchedOff(t *testing.T) {
	t.Parallel()
	r := rules(t, enrich.Settings{Off: []string{"language", "topic", "keywords", "summary", "reading", "names", "places"}})
	item, env := article("en")
	out, got, err := r.Enrich(t.Context(), item, env)
	require.NoError(t, err)
	require.Equal(t, item, out)
	require.Equal(t, [2]string{"en", contract.None}, [2]string{got.Language, got.Topic})
	require.Empty(t, got.Derived)
}

func TestAnOverrunIsNotedOnTheArticle(t *testing.T) {
	t.Parallel()
	// a clock on which every step takes an hour; the timer of the first fires at once
	now := time.Unix(0, 0)
	clock := func() time.Time { now = now.Add(time.Hour); return now }
	r, err := enrich.NewRules(enrich.Settings{Off: []string{"topic", "keywords", "summary", "language", "names", "places"}, Deadline: time.Nanosecond}, nil, clock)
	require.NoError(t, err)
	failed := false
	for range 1000 { // it may also be done before anybody can look
		item, env := article("en")
		_, got, err := r.Enrich(t.Context(), item, env)
		require.NoError(t, err)
		if failed = slices.Equal(got.EnrichFailed, []string{"reading"}); failed {
			require.Zero(t, got.ReadingSeconds, "nothing of it shows")
			break
		}
	}
	require.True(t, failed)
}

func TestAnEndedContextIsNoFailureOfTheArticle(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	item, env := article("en")
	_, _, err := rules(t, enrich.Settings{}).Enrich(ctx, item, env)
	require.ErrorIs(t, err, context.Canceled)
}

func TestAnExternalModelAddsAndMayFail(t *testing.T) {
	t.Parallel()
	status := http.StatusOK
	model := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, `{"subjects":[{"name":"breakwaters","rel":"about"}],"title":"x"}`)
	}))
	defer model.Close()
	r := rules(t, enrich.Settings{External: enrich.External{URL: model.URL}})
	item, env := article("en")
	out, got, err := r.Enrich(t.Context(), item, env)
	require.NoError(t, err)
	require.Contains(t, got.Derived, "subjects")
	require.Equal(t, ninjs.Subject{Name: "breakwaters", Rel: "about", Creator: "external"}, out.Subjects[len(out.Subjects)-1])
	require.Equal(t, item.Title, out.Title)

	status = http.StatusBadGateway
	out, got, err = r.Enrich(t.Context(), item, env)
	require.NoError(t, err)
	require.Equal(t, []string{"external"}, got.EnrichFailed)
	require.Equal(t, "en", out.Language, "what the others found stays")
}

func TestSettingsAreChecked(t *testing.T) {
	t.Parallel()
	for want, s := range map[string]enrich.Settings{
		`"summaries"`:   {Off: []string{"summaries"}},
		`"faces"`:       {Deadlines: map[string]time.Duration{"faces": time.Second}},
		"positive":      {Deadlines: map[string]time.Duration{"language": 0}},
		"negative":      {Deadline: -1},
		`"xx"`:          {Languages: []string{"en", "xx"}},
		"begin with":    {External: enrich.External{URL: "model:8080"}},
		"cache":         {External: enrich.External{Cache: -1}},
		"two languages": {Languages: []string{"en"}},
	} {
		_, err := enrich.NewRules(s, nil, time.Now)
		require.ErrorContains(t, err, want)
	}
	require.NoError(t, enrich.Settings{Deadlines: map[string]time.Duration{"language": time.Second}}.Validate())
}

func TestAnArticleThatGrowsTooLargeIsRejected(t *testing.T) {
	t.Parallel()
	item, env := article("en")
	room := contract.MaxArticle - len(encode(t, item))
	item.Bodies[0].Value += strings.Repeat("x", room)
	require.Len(t, encode(t, item), contract.MaxArticle, "as it came it fits")
	out, _, err := rules(t, enrich.Settings{}).Enrich(t.Context(), item, env)
	require.NoError(t, err)
	_, err = enrich.Encode(out)
	var fault *bus.Fault
	require.ErrorAs(t, err, &fault)
	require.Equal(t, contract.ReasonTooLarge, fault.Reason)

	_, err = enrich.Encode(&ninjs.Item{URI: "no uri"})
	require.ErrorAs(t, err, &fault)
	require.Equal(t, contract.ReasonInvalid, fault.Reason)
}

// Whatever comes, what goes on is valid ninjs, nothing of the provider's is lost,
// and a second run finds nothing to do.
func TestRulesHoldForAnyArticle(t *testing.T) {
	t.Parallel()
	r := rules(t, enrich.Settings{})
	localtest.Corpus(t, "ninjs")
	rapid.Check(t, func(rt *rapid.T) {
		item, env := drawItem(rt), drawEnvelope()
		out, got, err := r.Enrich(t.Context(), item, env)
		require.NoError(rt, err)
		require.Empty(rt, got.EnrichFailed)
		data, err := enrich.Encode(out)
		require.NoError(rt, err)
		require.NoError(rt, localtest.NinjsError(t, data))

		require.ElementsMatch(rt, item.Subjects, out.Subjects[:len(item.Subjects)])
		require.ElementsMatch(rt, item.Descriptions, out.Descriptions[:len(item.Descriptions)])
		rest := *out
		rest.Subjects, rest.Descriptions, rest.Language = item.Subjects, item.Descriptions, item.Language
		require.ElementsMatch(rt, item.People, out.People[:len(item.People)])
		require.ElementsMatch(rt, item.Organisations, out.Organisations[:len(item.Organisations)])
		require.ElementsMatch(rt, item.Places, out.Places[:len(item.Places)])
		rest.People, rest.Organisations, rest.Places = item.People, item.Organisations, item.Places
		require.Equal(rt, *item, rest, "nothing else is touched")
		require.Equal(rt, item.Language != out.Language, slices.Contains(got.Derived, "language"))
		require.Equal(rt, len(item.Subjects) != len(out.Subjects), slices.Contains(got.Derived, "subjects"))
		require.Equal(rt, len(item.Descriptions) != len(out.Descriptions), slices.Contains(got.Derived, "descriptions"))
		require.Equal(rt, len(item.People) != len(out.People), slices.Contains(got.Derived, "people"))
		require.Equal(rt, len(item.Organisations) != len(out.Organisations), slices.Contains(got.Derived, "organisations"))
		require.Equal(rt, len(item.Places) != len(out.Places), slices.Contains(got.Derived, "places"))
		require.Equal(rt, got.Language, contract.LanguageToken(got.Language))
		require.Equal(rt, got.Topic, contract.TopicToken(got.Topic))

		again, twice, err := r.Enrich(t.Context(), out, got)
		require.NoError(rt, err)
		require.Equal(rt, out, again)
		require.Equal(rt, got, twice)
	})
}

func drawEnvelope() *contract.Envelope {
	_, env := article("")
	return env
}

func drawItem(t *rapid.T) *ninjs.Item {
	piece := rapid.SampledFrom(append([]string{
		"SALTBURY (Sample) - ", "Der Stadtrat hat am Dienstag mitgeteilt, dass der Hafen gesperrt wird. ", "Le port sera fermé, a dit le maire. ",
		"Старый порт закроют на три недели. ", "Міська рада повідомила, що порт закриють. ", "古い港は閉鎖される。", "旧港口将关闭。", "\n\n", " ", "Dr. ", "12 ", "…", "\u200e", "<b>",
		"Byrådet oplyste, at havnen bliver lukket. ", "Bystyret opplyste at havnen blir stengt. ",
	}, harbour...))
	text := strings.Join(rapid.SliceOfN(piece, 0, 8).Draw(t, "text"), "")
	item := &ninjs.Item{
		URI:      "urn:x:1",
		Language: rapid.SampledFrom([]string{"", "en", "en-GB", "de", "eng", "no", "nb", "sr-Latn", "zh-Hant", "english", "xx", "uk", "ru", "lb", "und"}).Draw(t, "language"),
		Located:  rapid.SampledFrom([]string{"", "Saltbury", "Berlin"}).Draw(t, "located"),
		Subjects: rapid.SliceOfN(rapid.Custom(drawSubject), 0, 5).Draw(t, "subjects"),
	}
	for _, name := range rapid.SliceOfN(rapid.SampledFrom([]string{"", "Nora Whitfield", "Whitfield, Nora", "Crane"}), 0, 2).Draw(t, "people") {
		item.People = append(item.People, ninjs.Person{Name: name, Rel: "about"})
	}
	for _, name := range rapid.SliceOfN(rapid.SampledFrom([]string{"", "Gull Island", "Saltbury"}), 0, 2).Draw(t, "places") {
		item.Places = append(item.Places, ninjs.Place{Name: name})
	}
	if rapid.Bool().Draw(t, "has body") {
		item.Bodies = []ninjs.Body{{ContentType: "text/plain", Value: text, WordCount: rapid.IntRange(0, 900).Draw(t, "words")}}
	}
	if rapid.Bool().Draw(t, "has headline") {
		item.Headlines = []ninjs.Text{{Value: piece.Draw(t, "headline")}}
	}
	if rapid.Bool().Draw(t, "has description") {
		item.Descriptions = []ninjs.Text{{Role: rapid.SampledFrom([]string{"", "summary", "caption"}).Draw(t, "role"), Value: piece.Draw(t, "description")}}
	}
	return item
}

func drawSubject(t *rapid.T) ninjs.Subject {
	s := ninjs.Subject{
		Name:    rapid.SampledFrom([]string{"", "harbour", "Saltbury", "sport"}).Draw(t, "name"),
		Rel:     rapid.SampledFrom([]string{"", "keyword", "about"}).Draw(t, "rel"),
		Literal: rapid.SampledFrom([]string{"", "15000000", "99999999", "x"}).Draw(t, "literal"),
		Creator: rapid.SampledFrom([]string{"", "desk", "wireroom"}).Draw(t, "creator"),
	}
	uri := rapid.SampledFrom([]string{"", "medtop:20000574", "http://cv.iptc.org/newscodes/subjectcode/04011002", "http://cv.iptc.org/newscodes/mediatopic/15000000", "urn:y"}).Draw(t, "uri")
	s.URI = ninjs.URI(uri)
	if rapid.Bool().Draw(t, "has relevance") {
		n := rapid.IntRange(0, 100).Draw(t, "relevance")
		s.Relevance = &n
	}
	return s
}

func clone(t testing.TB, item *ninjs.Item) string {
	t.Helper()
	data, err := json.Marshal(item)
	require.NoError(t, err)
	return string(data)
}

func encode(t testing.TB, item *ninjs.Item) []byte {
	t.Helper()
	data, err := ninjs.Encode(item)
	require.NoError(t, err)
	return data
}
