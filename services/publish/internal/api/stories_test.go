package api

import (
	"encoding/json"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/consumer"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/machineuse"
	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/services/publish/internal/access"
)

// of has an article belong to a story, as a copy of another one where that is named.
func of(story, original string) func(*contract.Envelope) {
	return func(e *contract.Envelope) {
		e.Story = id(story)
		if original != "" {
			e.DuplicateOf, e.DuplicateKind, e.Similarity = id(original), "near", 0.9
		}
	}
}

// storiesOf are the leading articles of a list of stories, by following next.
func (k *kiosk) storiesOf(query string, headers ...string) (leading []string, all []storyText) {
	k.t.Helper()
	for next := "/v1/stories?" + query; next != ""; {
		w := k.get(next, headers...)
		require.Equal(k.t, 200, w.Code, w.Body)
		var page struct {
			Stories []storyText
			Next    string
		}
		require.NoError(k.t, json.Unmarshal(w.Body.Bytes(), &page))
		for _, s := range page.Stories {
			leading, all = append(leading, s.Leading.Headline), append(all, s)
		}
		u, err := url.Parse(page.Next)
		require.NoError(k.t, err)
		if next = u.RequestURI(); page.Next == "" {
			next = ""
		}
	}
	return leading, all
}

func TestStoriesAreListedByTheirLatestChange(t *testing.T) {
	t.Parallel()
	k := newKiosk(t, open())
	k.putMore("fire", contract.New, "en", "sport", of("fire", ""))
	k.putMore("vote", contract.New, "de", "economy", of("vote", ""))
	k.putMore("smoke", contract.New, "en", "sport", of("fire", "fire"))
	k.putMore("rain", contract.New, "en", "sport", of("rain", ""))
	k.putMore("fire", contract.Update, "en", "sport", of("fire", ""))
	k.put("none", contract.New, "en", "sport")
	for _, query := range []string{"", "limit=1", "limit=2"} {
		leading, all := k.storiesOf(query)
		require.Equal(t, []string{"Head <fire>", "Head <rain>", "Head <vote>"}, leading, query)
		require.Equal(t, 2, all[0].Articles)
		require.Equal(t, 1, all[0].Copies)
		require.Equal(t, []string{"acme"}, all[0].Providers)
		require.Equal(t, []string{"de"}, all[2].Languages)
	}
	leading, _ := k.storiesOf("language=en&articles=2&limit=1")
	require.Equal(t, []string{"Head <fire>"}, leading)
	leading, _ = k.storiesOf("topic=economy")
	require.Equal(t, []string{"Head <vote>"}, leading)
	for _, bad := range []string{"articles=0", "articles=x", "once=story", "format=atom", "limit=0"} {
		require.Equal(t, 400, k.get("/v1/stories?"+bad).Code, bad)
	}
}

func TestAStoryIsToldInTheOrderOfTimeAndAKillLeavesIt(t *testing.T) {
	t.Parallel()
	k := newKiosk(t, open())
	k.putMore("fire", contract.New, "en", "sport", of("fire", ""))
	k.putMore("smoke", contract.New, "de", "sport", of("fire", "fire"))
	k.putMore("ash", contract.New, "en", "sport", of("fire", ""))
	told := func() (s storyText) {
		w := k.get("/v1/stories/" + id("fire"))
		require.Equal(t, 200, w.Code, w.Body)
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &s))
		return s
	}
	names := func(s storyText) (out []string) {
		for _, a := range s.Development {
			require.Empty(t, a.Item)
			out = append(out, a.Headline)
		}
		return out
	}
	s := told()
	require.Equal(t, []string{"Head <fire>", "Head <smoke>", "Head <ash>"}, names(s))
	require.Equal(t, "Head <fire>", s.Leading.Headline)
	require.Contains(t, string(s.Leading.Item), "urn:test:fire")
	require.Equal(t, []string{"de", "en"}, s.Languages)
	require.Equal(t, id("fire"), s.Development[1].DuplicateOf)
	k.putMore("fire", contract.Kill, "en", "sport", of("fire", ""))
	s = told()
	require.Equal(t, []string{"Head <smoke>", "Head <ash>"}, names(s))
	require.Equal(t, "Head <smoke>", s.Leading.Headline, "the one whose version is the oldest")
	k.putMore("smoke", contract.Kill, "en", "sport", of("fire", ""))
	k.putMore("ash", contract.Kill, "en", "sport", of("fire", ""))
	for _, path := range []string{id("fire"), id("x"), "x"} {
		w := k.get("/v1/stories/" + path)
		require.Equal(t, 404, w.Code)
		require.Contains(t, w.Body.String(), "urn:wireroom:problem:no-story")
	}
	leading, _ := k.storiesOf("")
	require.Empty(t, leading)
}

func TestListsByStoryOnceAndMachineUse(t *testing.T) {
	t.Parallel()
	k := newKiosk(t, open())
	k.putMore("fire", contract.New, "en", "sport", of("fire", ""))
	k.putMore("smoke", contract.New, "de", "sport", of("fire", "fire"))
	k.putMore("ash", contract.New, "de", "economy", of("fire", "fire"))
	k.putMore("vote", contract.New, "en", "sport", func(e *contract.Envelope) { e.MachineUse.Training = machineuse.NotAllowed })
	require.Equal(t, []string{"ash", "smoke", "fire"}, k.names("story="+id("fire")+"&limit=2"))
	require.Equal(t, []string{"vote", "fire"}, k.names("once=story&limit=1"))
	require.Equal(t, []string{"vote", "fire"}, k.names("once=text&limit=1"))
	require.Equal(t, []string{"ash"}, k.names("once=story&language=de&limit=1"), "where the first one does not match, the latest")
	require.Equal(t, []string{"smoke"}, k.names("once=text&language=de&topic=sport"))
	require.Equal(t, []string{"ash", "smoke", "fire"}, k.names("machine-use=train"))
	require.Equal(t, []string{"vote", "ash", "smoke", "fire"}, k.names("machine-use=index"))
	k.putMore("fire", contract.Kill, "en", "sport", of("fire", ""))
	require.Equal(t, []string{"vote", "ash"}, k.names("once=story"))
}

func TestStoriesHoldWhatAKeyMayRead(t *testing.T) {
	t.Parallel()
	const key = "wr_test"
	store := consumer.NewStore(consumer.Consumer{ID: "desk", Keys: []string{provider.HashKey(key)}, Rights: consumer.Rights{Languages: []string{"en"}}})
	k := newKiosk(t, access.New(store, false))
	k.putMore("fire", contract.New, "de", "sport", of("fire", ""))
	k.putMore("smoke", contract.New, "en", "sport", of("fire", ""))
	k.putMore("rain", contract.New, "de", "sport", of("rain", ""))
	require.Equal(t, 401, k.get("/v1/stories").Code)
	require.Equal(t, 401, k.get("/v1/stories/"+id("fire")).Code)
	leading, all := k.storiesOf("", "Authorization", "Bearer "+key)
	require.Equal(t, []string{"Head <smoke>"}, leading)
	require.Equal(t, []string{"en"}, all[0].Languages)
	require.Equal(t, 1, all[0].Articles)
	require.NotContains(t, k.get("/v1/stories/"+id("fire"), "Authorization", "Bearer "+key).Body.String(), "urn:test:fire")
	require.Equal(t, 404, k.get("/v1/stories/"+id("rain"), "Authorization", "Bearer "+key).Code)
}
