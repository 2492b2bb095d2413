package torture

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// good is a history with nothing wrong.
func good() History {
	at := time.Unix(1000, 0)
	news := []Message{
		{URI: "a", Version: 1, Delivery: "d1", Sequence: 1, At: at}, {URI: "a", Version: 2, Delivery: "d2", Sequence: 2, At: at},
		{URI: "b", Version: 1, Delivery: "d4", Sequence: 3, At: at}, {URI: "b", Version: 2, Kill: true, Delivery: "d5", Sequence: 4, At: at},
	}
	return History{
		Pushed: []Pushed{{URI: "a", Version: 1, Do: Embargo, Delivery: "d1", Embargo: at}, {URI: "a", Version: 2, Do: Write, Delivery: "d2", Twin: "d2"},
			{URI: "p", Version: 1, Do: Poison, Delivery: "d3"}, {URI: "b", Version: 1, Do: Write, Delivery: "d4"}, {URI: "b", Version: 2, Do: Take, Delivery: "d5"}},
		News: news,
		Outcomes: map[string][]Outcome{"d1": {{Word: "held"}, {Word: "published", Sequence: 1}}, "d2": {{Word: "published", Sequence: 2}}, "d3": {{Word: "dead"}},
			"d4": {{Word: "published", Sequence: 3}}, "d5": {{Word: "published", Sequence: 4}}},
		Views: map[string]int{"a": 3}, Counted: map[string]int{"a": 3},
		Stream: news, Hooks: append(news, news[0]),
	}
}

func TestTheCheckerFindsEachViolation(t *testing.T) {
	t.Parallel()
	require.Empty(t, Violations(good()))
	for want, spoil := range map[string]func(*History){
		"became d2 and d9":                      func(h *History) { h.Pushed[1].Twin = "d9" },
		"d2 has no end":                         func(h *History) { h.Outcomes["d2"] = nil },
		"d1 has no end":                         func(h *History) { h.Outcomes["d1"] = h.Outcomes["d1"][:1] },
		"several ends":                          func(h *History) { h.Outcomes["d2"] = append(h.Outcomes["d2"], Outcome{Word: "dead"}) },
		"(write): delivery d2":                  func(h *History) { h.Outcomes["d2"] = []Outcome{{Word: "dead"}} },
		"(poison): delivery d3":                 func(h *History) { h.Outcomes["d3"] = []Outcome{{Word: "dropped", Reason: "empty"}} },
		"without a reason":                      func(h *History) { h.Outcomes["d3"] = []Outcome{{Word: "dropped"}} },
		"on NEWS twice":                         func(h *History) { h.News[1].Delivery = "d1" },
		"version 1 at 2 follows version 2 at 1": func(h *History) { h.News[0].Version, h.News[1].Version = 2, 1 },
		"(kill: true)":                          func(h *History) { h.News[2].Kill, h.News[3].Version = true, 3 },
		"a: the last push was version 2":        func(h *History) { h.News = append(h.News[:1:1], h.News[2:]...) },
		"nobody pushed it":                      func(h *History) { h.News[0].URI = "x" },
		"do not tell":                           func(h *History) { h.Outcomes["d4"][0].Sequence = 9 },
		"published at 7":                        func(h *History) { h.Outcomes["d3"] = []Outcome{{Word: "published", Sequence: 7}} },
		"before its embargo":                    func(h *History) { h.News[0].At = h.News[0].At.Add(-time.Millisecond) },
		"2 are counted":                         func(h *History) { h.Counted["a"] = 2 },
		"gave 1 after 1":                        func(h *History) { h.Stream = append(h.Stream[:1:1], h.Stream...) },
		"the stream of events has not got 4":    func(h *History) { h.Stream = h.Stream[:3] },
		"the webhook has not got 2":             func(h *History) { h.Hooks = append(h.Hooks[:1:1], h.Hooks[2:]...) },
	} {
		h := good()
		h.News = append([]Message(nil), h.News...)
		spoil(&h)
		found := false
		all := Violations(h)
		for _, v := range all {
			found = found || strings.Contains(v, want)
		}
		require.True(t, found, "%q is not among %q", want, all)
	}
}

func TestASeedRepeatsThePlan(t *testing.T) {
	t.Parallel()
	require.Equal(t, Plan(7, 200, time.Second), Plan(7, 200, time.Second))
	require.NotEqual(t, Plan(7, 200, time.Second), Plan(8, 200, time.Second))
	met := map[Kind]bool{}
	for _, f := range Plan(7, 1000, time.Second) {
		met[f.Kind] = true
	}
	for _, k := range kinds() {
		require.True(t, met[k], k)
	}
}

func TestLeftoversAreFound(t *testing.T) {
	t.Parallel()
	before := Kept{Goroutines: map[string]int{"ingest": 40}, Connections: map[string]int{"ingest": 1}, Consumers: map[string][]string{"RAW": {"normalize-wire"}}, Passing: 2}
	require.Empty(t, Leftovers(before, before))
	require.Len(t, Leftovers(before, Kept{
		Goroutines: map[string]int{"ingest": 40 + slack + 1}, Connections: map[string]int{"ingest": 2, "publish": 1},
		Consumers: map[string][]string{"RAW": {"normalize-wire", "forgotten"}}, Passing: 3,
	}), 5)
}
