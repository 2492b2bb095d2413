package news_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/dedup"
	"github.com/wireroom/wireroom/pkg/machineuse"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/publish/internal/lastword"
	"github.com/wireroom/wireroom/services/publish/internal/news"
)

var now = time.Date(2026, 5, 1, 10, 0, 0, 0, time.UTC)

// version is an envelope with a number and a status.
func version(number uint64, status dedup.Status) contract.Envelope {
	return contract.Envelope{
		Provider: "acme", Delivery: "t1-5", Position: 1, Of: 1, Article: contract.ArticleID("acme", "urn:x:1"), URI: "urn:x:1", Lane: contract.Wire,
		Version: dedup.Version{Status: status, HasNumber: true, Number: number, Seq: number, Pos: 1}, Urgency: 4, Language: "en", Topic: "sport",
	}
}

// publish writes versions one after the other, as publish does, and gives the
// last message's envelope and subject.
func publish(t *testing.T, versions ...contract.Envelope) (*contract.Envelope, contract.NewsSubject, map[string][]string) {
	t.Helper()
	var last *lastword.Last
	var headers map[string][]string
	for _, e := range versions {
		var state *dedup.State
		if last != nil {
			state = &dedup.State{Version: last.Envelope.Version, Hash: last.Envelope.Hash}
		}
		d := dedup.Decide(state, e.State())
		require.Equal(t, dedup.Publish, d.Verdict)
		m := news.Message(e, nil, d, last, now)
		env, err := contract.ParseEnvelope(m.Header)
		require.NoError(t, err)
		last, headers = &lastword.Last{Subject: m.Subject, Envelope: env}, m.Header
	}
	s, err := contract.ParseNewsSubject(last.Subject)
	require.NoError(t, err)
	return last.Envelope, s, headers
}

func said(e contract.Envelope, change func(*contract.Envelope)) contract.Envelope {
	e.Hash = "other"
	change(&e)
	return e
}

func TestTheSignalIsWhatItMeansToAReader(t *testing.T) {
	t.Parallel()
	correction := func(e *contract.Envelope) { e.Signal = contract.Correction }
	for name, c := range map[string]struct {
		in   []contract.Envelope
		want contract.Signal
	}{
		"first":                         {[]contract.Envelope{version(1, dedup.Usable)}, contract.New},
		"first, called a correction":    {[]contract.Envelope{said(version(2, dedup.Usable), correction)}, contract.New},
		"second":                        {[]contract.Envelope{version(1, dedup.Usable), said(version(2, dedup.Usable), func(*contract.Envelope) {})}, contract.Update},
		"correction":                    {[]contract.Envelope{version(1, dedup.Usable), said(version(2, dedup.Usable), correction)}, contract.Correction},
		"kill":                          {[]contract.Envelope{version(1, dedup.Usable), version(2, dedup.Canceled)}, contract.Kill},
		"withheld":                      {[]contract.Envelope{version(1, dedup.Usable), version(2, dedup.Withheld)}, contract.Kill},
		"back":                          {[]contract.Envelope{version(1, dedup.Usable), version(2, dedup.Withheld), version(3, dedup.Usable)}, contract.New},
		"a correction of what was away": {[]contract.Envelope{version(2, dedup.Withheld), said(version(3, dedup.Usable), correction)}, contract.New},
	} {
		e, s, _ := publish(t, c.in...)
		require.Equal(t, c.want, e.Signal, name)
		require.Equal(t, c.want, s.Signal, name)
	}
}

func TestACorrectionNamesWhatItCorrects(t *testing.T) {
	t.Parallel()
	e, _, _ := publish(t, version(1, dedup.Usable), said(version(2, dedup.Usable), func(e *contract.Envelope) { e.Signal = contract.Correction }))
	require.Equal(t, "1", e.Corrects, "the last one where the provider names none")
	e, _, _ = publish(t, version(1, dedup.Usable), said(version(3, dedup.Usable), func(e *contract.Envelope) { e.Signal, e.Corrects = contract.Correction, "2" }))
	require.Equal(t, "2", e.Corrects)
	e, _, _ = publish(t, said(version(3, dedup.Usable), func(e *contract.Envelope) { e.Corrects = "2" }))
	require.Empty(t, e.Corrects, "nobody has seen what it corrects")
}

func TestLaterMessagesKeepTheTokensOfTheFirst(t *testing.T) {
	t.Parallel()
	_, s, _ := publish(t, version(1, dedup.Usable), said(version(2, dedup.Usable), func(e *contract.Envelope) { e.Urgency, e.Language, e.Topic = 2, "de", "politics" }),
		said(version(3, dedup.Usable), func(e *contract.Envelope) { e.Urgency, e.Hash = 7, "third" }))
	require.Equal(t, 2, s.Urgency, "the most urgent there ever was")
	require.Equal(t, "en", s.Language)
	require.Equal(t, "sport", s.Topic)
	none := version(1, dedup.Usable)
	none.Urgency, none.Language, none.Topic = ninjs.Urgency(0), "", ""
	_, s, _ = publish(t, none)
	require.Equal(t, contract.NewsSubject{Article: none.Article, Signal: contract.New, Urgency: 5, Language: "und", Topic: "none", Provider: "acme"}, s)
}

func TestAKillStaysForEverAndSaysWhetherItHitAnything(t *testing.T) {
	t.Parallel()
	_, _, h := publish(t, version(1, dedup.Usable), version(2, dedup.Canceled))
	require.Equal(t, []string{"never"}, h[contract.HeaderTTL])
	require.Empty(t, h[contract.HeaderUnmatched])
	_, _, h = publish(t, version(2, dedup.Canceled))
	require.Equal(t, []string{"1"}, h[contract.HeaderUnmatched])
	_, _, h = publish(t, version(1, dedup.Usable))
	require.Empty(t, h[contract.HeaderTTL])
}

func with(e contract.Envelope, files ...string) contract.Envelope {
	e.Media, e.Hash = files, files[0]
	return e
}

func TestAMessageCountsWhatCameBeforeSinceTheLastTakedown(t *testing.T) {
	t.Parallel()
	counts := func(e *contract.Envelope) []int { return []int{e.Earlier, e.EarlierMedia, len(e.Media)} }
	e, _, _ := publish(t, with(version(1, dedup.Usable), "a"))
	require.Equal(t, []int{0, 0, 1}, counts(e))
	e, _, _ = publish(t, with(version(1, dedup.Usable), "a"), with(version(2, dedup.Usable), "b", "a"))
	require.Equal(t, []int{1, 0, 2}, counts(e), "what it has itself does not count again")
	e, _, _ = publish(t, with(version(1, dedup.Usable), "a"), with(version(2, dedup.Usable), "b", "a"), with(version(3, dedup.Usable), "c"))
	require.Equal(t, []int{2, 2, 1}, counts(e))
	e, _, _ = publish(t, with(version(1, dedup.Usable), "a"), with(version(2, dedup.Usable), "b", "a"), with(version(3, dedup.Canceled), "d"))
	require.Equal(t, []int{2, 2, 0}, counts(e), "a kill has none of its own")
	e, _, _ = publish(t, with(version(1, dedup.Usable), "a"), version(2, dedup.Withheld), with(version(3, dedup.Usable), "c"))
	require.Equal(t, []int{0, 0, 1}, counts(e), "what a takedown removed is gone")
}

func TestTheBudgetOfAnArticle(t *testing.T) {
	t.Parallel()
	files := func(n int) (out []string) {
		for i := range n {
			out = append(out, fmt.Sprint(i))
		}
		return out
	}
	for name, c := range map[string]struct {
		earlier, media int // of the last one
		next           contract.Envelope
		want           contract.Reason
	}{
		"few":                            {1, 1, with(version(2, dedup.Usable), "a"), ""},
		"the last version that may be":   {contract.MaxVersions - 2, 0, version(2, dedup.Usable), ""},
		"one version too many":           {contract.MaxVersions - 1, 0, version(2, dedup.Usable), contract.ReasonTooManyVersions},
		"a takedown always may":          {contract.MaxVersions - 1, contract.MaxMedia, version(2, dedup.Canceled), ""},
		"the last binaries that may be":  {1, contract.MaxMedia - 5, with(version(2, dedup.Usable), files(5)...), ""},
		"one binary too many":            {1, contract.MaxMedia - 5, with(version(2, dedup.Usable), files(6)...), contract.ReasonTooManyMedia},
		"none of its own, and not above": {1, contract.MaxMedia, version(2, dedup.Usable), ""},
	} {
		before := version(1, dedup.Usable)
		before.Earlier, before.EarlierMedia, before.Signal = c.earlier, c.media, contract.New
		require.Equal(t, c.want, news.OverBudget(c.next, dedup.Decision{Version: c.next.Version}, &lastword.Last{Envelope: &before}), name)
	}
	require.Empty(t, news.OverBudget(with(version(1, dedup.Usable), "a"), dedup.Decision{}, nil), "the first")
}

func TestAVersionThatIsSilentOnMachineUseLeavesWhatWasSaid(t *testing.T) {
	t.Parallel()
	no := machineuse.Use{Training: machineuse.NotAllowed}
	first := said(version(1, dedup.Usable), func(e *contract.Envelope) { e.MachineUse = no })
	silent := said(version(2, dedup.Usable), func(e *contract.Envelope) { e.Hash = "second" })
	e, _, _ := publish(t, first, silent)
	require.Equal(t, no, e.MachineUse)
	allowed := said(version(3, dedup.Usable), func(e *contract.Envelope) { e.MachineUse.Training = machineuse.Allowed })
	e, _, headers := publish(t, first, silent, allowed)
	require.Equal(t, machineuse.Allowed, e.MachineUse.Training)
	require.Equal(t, []string{"training=allowed"}, headers[contract.HeaderMachineUse])
}
