package asyncapi_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/asyncapi"
	"github.com/wireroom/wireroom/pkg/asyncapi/asyncapitest"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/dedup"
)

// released is the description as the last release has it: a release writes it anew.
const released = "testdata/released.json"

// TestNoChangeBreaksReadersOfTheLastRelease: where one has to, raise the version of the
// contract, say so in docs/consumers.md, and copy docs/reference/asyncapi.json there.
func TestNoChangeBreaksReadersOfTheLastRelease(t *testing.T) {
	t.Parallel()
	before, err := os.ReadFile(released)
	require.NoError(t, err)
	now, err := asyncapi.JSON()
	require.NoError(t, err)
	found, err := asyncapi.Breaking(before, now)
	require.NoError(t, err)
	require.Empty(t, found)
}

func TestBreakingTellsWhatBreaksReaders(t *testing.T) {
	t.Parallel()
	type doc = map[string]any
	at := func(d doc, path ...string) doc {
		for _, p := range path {
			d = d[p].(doc)
		}
		return d
	}
	headers := func(d doc) doc { return at(d, "components", "messages", "new", "headers") }
	item := func(d doc) doc { return at(d, "components", "schemas", "NinjsItem") }
	for name, c := range map[string]struct {
		change func(doc)
		want   string // "" for what breaks nobody
	}{
		"nothing":              {func(doc) {}, ""},
		"another description":  {func(d doc) { at(d, "info")["description"] = "?" }, ""},
		"a new channel":        {func(d doc) { at(d, "channels")["dead"] = doc{"address": "dead.>"} }, ""},
		"a new header":         {func(d doc) { at(headers(d), "properties")["Wireroom-X"] = doc{"type": "string"} }, ""},
		"a new field":          {func(d doc) { at(item(d), "properties")["x"] = doc{"type": "string"} }, ""},
		"a narrower bound":     {func(d doc) { at(item(d), "properties", "urgency")["maximum"] = 8 }, ""},
		"a new reason":         {func(d doc) { addValue(at(d, "components", "schemas", "Receipt", "properties", "reason")) }, ""},
		"no channel":           {func(d doc) { delete(at(d, "channels"), "news") }, "news: the channel is gone"},
		"another subject":      {func(d doc) { at(d, "channels", "news")["address"] = "wire.{article}" }, "news: address was"},
		"another stream":       {func(d doc) { at(d, "channels", "news")["x-stream"] = "WIRE" }, "news: x-stream was NEWS, and is WIRE"},
		"a new topic":          {func(d doc) { addValue(at(d, "channels", "news", "parameters", "topic")) }, `news {topic}: the value "x" is new`},
		"no list of topics":    {func(d doc) { delete(at(d, "channels", "news", "parameters", "topic"), "enum") }, "news {topic}: its values are not listed any more"},
		"no message":           {func(d doc) { delete(at(d, "channels", "news", "messages"), "kill") }, "news: there is no message kill any more"},
		"a new message":        {func(d doc) { at(d, "channels", "news", "messages")["x"] = doc{} }, "news: there is a message x"},
		"another content type": {func(d doc) { at(d, "components", "messages", "new")["contentType"] = "text/plain" }, "news new: contentType was application/json"},
		"no header":            {func(d doc) { delete(at(headers(d), "properties"), "Wireroom-Lane") }, "news new headers: there is no Wireroom-Lane any more"},
		"a header may lack": {func(d doc) { headers(d)["required"] = []any{} },
			"news new headers: Wireroom-Article may be missing"},
		"a value of a header": {func(d doc) { addValue(at(headers(d), "properties", "Wireroom-Lane")) }, `news new headers.Wireroom-Lane: the value "x" is new`},
		"no pattern":          {func(d doc) { delete(at(headers(d), "properties", "Wireroom-Article"), "pattern") }, "news new headers.Wireroom-Article: pattern was"},
		"no field":            {func(d doc) { delete(at(item(d), "properties"), "headlines") }, "NinjsItem: there is no headlines any more"},
		"a field may lack":    {func(d doc) { delete(item(d), "required") }, "NinjsItem: uri may be missing"},
		"another type":        {func(d doc) { at(item(d), "properties", "urgency")["type"] = "string" }, `NinjsItem.urgency: type was "integer", and is "string"`},
		"a wider bound":       {func(d doc) { at(item(d), "properties", "urgency")["maximum"] = 10 }, "NinjsItem.urgency: maximum was 9, and is 10"},
		"a field of a list":   {func(d doc) { delete(at(d, "components", "schemas", "NinjsText", "properties"), "value") }, "NinjsText: there is no value any more"},
		"no schema":           {func(d doc) { delete(at(d, "components", "schemas"), "NinjsText") }, "NinjsText: it has no schema any more"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before, err := asyncapi.JSON()
			require.NoError(t, err)
			var changed doc
			require.NoError(t, json.Unmarshal(before, &changed))
			c.change(changed)
			after, err := json.Marshal(changed)
			require.NoError(t, err)
			found, err := asyncapi.Breaking(before, after)
			require.NoError(t, err)
			if c.want == "" {
				require.Empty(t, found)
				return
			}
			require.Contains(t, strings.Join(found, "\n"), c.want)
		})
	}
}

func addValue(schema map[string]any) { schema["enum"] = append(schema["enum"].([]any), "x") }

func TestBreakingRefusesWhatIsNoDescription(t *testing.T) {
	t.Parallel()
	_, err := asyncapi.Breaking([]byte("{}"), []byte("["))
	require.ErrorContains(t, err, "read the description after")
	_, err = asyncapi.Breaking(nil, []byte("{}"))
	require.ErrorContains(t, err, "read the description before")
}

// TestTheDescriptionTakesWhatTheContractWrites: and refuses what it does not.
func TestTheDescriptionTakesWhatTheContractWrites(t *testing.T) {
	t.Parallel()
	c := asyncapitest.New(t)
	at := time.Date(2026, 3, 1, 8, 0, 0, 5, time.UTC)
	count := 122
	env := contract.Envelope{Provider: "acme", Delivery: "d1", Position: 1, Of: 2, Article: "wg3a6halgykeonbk", URI: "urn:acme:1", Version: dedup.Version{}, Hash: "ab",
		Lane: contract.Wire, Format: "rss", Received: at, Normalized: at, Enriched: at, Published: at, Signal: contract.New, Urgency: 4, Language: "en", Topic: "sport",
		ReadingSeconds: 60, SourceViews: &count, Similarity: 0.5, Story: "wg3a6halgykeonbk", DuplicateKind: "near", Unchanged: true}
	subject := contract.NewsSubject{Article: env.Article, Signal: contract.New, Urgency: 4, Language: "en", Topic: "sport", Provider: "acme"}.String()
	header := env.Header("news.new", "id", at)
	require.NoError(t, c.News(subject, header, []byte(`{"uri":"urn:acme:1","headlines":[{"role":"main","value":"A"}]}`)))
	require.ErrorContains(t, c.News(subject, header, []byte(`{"headline":"A"}`)), "payload")
	require.ErrorContains(t, c.News("news.a", header, []byte(`{"uri":"urn:acme:1"}`)), "subject")
	header.Set("Nats-Scheduler", "?")
	require.ErrorContains(t, c.News(subject, header, []byte(`{"uri":"urn:acme:1"}`)), "the contract lists no header Nats-Scheduler")
	header.Del("Nats-Scheduler")
	header.Set(contract.HeaderArticle, "?")
	require.ErrorContains(t, c.News(subject, header, []byte(`{"uri":"urn:acme:1"}`)), "headers")
}
