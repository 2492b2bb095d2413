package machineuse_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wireroom/wireroom/pkg/machineuse"
)

const (
	open = machineuse.NotSaid
	yes  = machineuse.Allowed
	no   = machineuse.NotAllowed
)

func use(training, input, indexing machineuse.Answer, policy ...string) machineuse.Use {
	u := machineuse.Use{Training: training, Input: input, Indexing: indexing}
	if len(policy) > 0 {
		u.Policy = policy[0]
	}
	return u
}

func TestPLUSIsReadInAnySpelling(t *testing.T) {
	for value, want := range map[string]machineuse.Use{
		"http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED-AIMLTRAINING": use(no, open, open),
		"plusvocab:DMI-PROHIBITED":                                    use(no, no, no),
		"DMI-ALLOWED":                                                 use(yes, yes, yes),
		"dmi-unspecified":                                             {},
		"DMI-PROHIBITED-EXCEPTSEARCHENGINEINDEXING":                   use(no, no, yes),
		"DMI-PROHIBITED-SEECONSTRAINT":                                use(no, no, no),
	} {
		got, ok := machineuse.PLUS(value)
		require.True(t, ok, value)
		require.Equal(t, want, got, value)
	}
	_, ok := machineuse.PLUS(" dmi-unspecified ")
	require.True(t, ok, "white space around it")
	_, ok = machineuse.PLUS("https://example.org/terms/poetry-only")
	require.False(t, ok)
}

func TestRSL(t *testing.T) {
	for name, c := range map[string]struct {
		licenses []machineuse.License
		want     machineuse.Use
		notes    int
	}{
		"search but no training": {[]machineuse.License{{Permits: []string{"search"}, Prohibits: []string{"ai-train"}}}, use(no, open, yes), 0},
		"draft's words":          {[]machineuse.License{{Prohibits: []string{"train-ai, ai-use"}}}, use(no, no, open), 0},
		"prohibited stands":      {[]machineuse.License{{Permits: []string{"all"}, Prohibits: []string{"ai-input"}}}, use(yes, no, yes), 0},
		"for payment":            {[]machineuse.License{{Permits: []string{"ai-train"}, Payment: "subscription", Terms: "https://example.org/t"}}, use(no, open, open, "https://example.org/t"), 1},
		"two offers":             {[]machineuse.License{{Permits: []string{"ai-all"}, Payment: "crawl"}, {Permits: []string{"ai-input"}, Payment: "free"}}, use(no, yes, open), 1},
		"unknown word":           {[]machineuse.License{{Permits: []string{"dance"}}}, machineuse.Use{}, 1},
	} {
		got, notes := machineuse.RSL(c.licenses)
		require.Equal(t, c.want, got, name)
		require.Len(t, notes, c.notes, name)
	}
}

func TestTDM(t *testing.T) {
	got, notes := machineuse.TDM("1", "https://example.org/tdm.json")
	require.Equal(t, use(no, no, open, "https://example.org/tdm.json"), got)
	require.Empty(t, notes)
	got, _ = machineuse.TDM("0", "")
	require.Equal(t, use(yes, yes, open), got)
	got, notes = machineuse.TDM("perhaps", "")
	require.Zero(t, got)
	require.Len(t, notes, 1)
	_, notes = machineuse.TDM("1", "javascript:x")
	require.Len(t, notes, 1, "an address that is none is noted")
}

func TestRobots(t *testing.T) {
	got, notes := machineuse.Robots("index, noai, noimageai, max-snippet:20")
	require.Equal(t, use(no, no, yes), got)
	require.Len(t, notes, 1)
	got, _ = machineuse.Robots("noindex,index")
	require.Equal(t, use(open, open, no), got)
	got, _ = machineuse.Robots("follow")
	require.Zero(t, got)
}

func TestContentUsage(t *testing.T) {
	got, notes := machineuse.ContentUsage("train-ai=n, search=y")
	require.Equal(t, use(no, open, yes), got)
	require.Empty(t, notes)
	got, notes = machineuse.ContentUsage("ai-train=no, ai-input=yes, dance=n")
	require.Equal(t, use(no, yes, open), got)
	require.Len(t, notes, 1)
	_, notes = machineuse.ContentUsage("== nothing")
	require.Len(t, notes, 1)
}

func TestHeader(t *testing.T) {
	h := http.Header{}
	h.Set("tdm-reservation", "1")
	h.Add("X-Robots-Tag", "otherbot: noindex")
	h.Add("X-Robots-Tag", "index, max-snippet: 5")
	h.Add("Link", `<https://example.org/a>; rel="next", <https://example.org/license.xml>; rel="license"; type="application/rsl+xml"`)
	got, notes := machineuse.Header(h)
	require.Equal(t, use(no, no, yes, "https://example.org/license.xml"), got)
	require.Empty(t, notes)
}

func TestTDMRepTakesTheLongestLocation(t *testing.T) {
	file := []byte(`[{"location":"/","tdm-reservation":1},{"location":"/open/*.html$","tdm-reservation":"0"}]`)
	got, _ := machineuse.TDMRep(file, "/news/1")
	require.Equal(t, use(no, no, open), got)
	got, _ = machineuse.TDMRep(file, "/open/a.html")
	require.Equal(t, use(yes, yes, open), got)
	_, notes := machineuse.TDMRep([]byte("<html>"), "/")
	require.Len(t, notes, 1)
}

func TestRobotsTxt(t *testing.T) {
	file := []byte("License: https://example.org/license.xml\nUser-agent: somebot\nContent-Usage: search=n\n\nUser-agent: a\nUser-agent: *\n" +
		"Disallow: /x\nContent-Usage: train-ai=n\nContent-Usage: /open/ train-ai=y # here\nContent-Signal: ai-input=no\n")
	got, licenses, notes := machineuse.RobotsTxt(file, "/news")
	require.Equal(t, use(no, no, open), got)
	require.Equal(t, []string{"https://example.org/license.xml"}, licenses)
	require.Empty(t, notes)
	got, _, _ = machineuse.RobotsTxt(file, "/open/1")
	require.Equal(t, use(yes, no, open), got)
}

func TestWiderStatementsFillOnlyWhatIsOpen(t *testing.T) {
	own := use(no, open, yes)
	require.Equal(t, use(no, yes, yes, "https://example.org/p"), own.Or(use(yes, yes, no, "https://example.org/p")))
	require.Equal(t, use(no, yes, no), own.And(use(yes, yes, no)))
	require.True(t, own.Restricted())
	require.False(t, use(yes, open, open).Restricted())
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		answer := rapid.SampledFrom([]machineuse.Answer{open, yes, no})
		u := use(answer.Draw(t, "training"), answer.Draw(t, "input"), answer.Draw(t, "indexing"),
			rapid.SampledFrom([]string{"", "https://example.org/a?b=\"c\"", "https://example.org/"}).Draw(t, "policy"))
		back, err := machineuse.Parse(u.String())
		require.NoError(t, err)
		require.Equal(t, u, back)
	})
	_, err := machineuse.Parse("training=perhaps")
	require.Error(t, err)
	later, err := machineuse.Parse("dancing=allowed, training=allowed")
	require.NoError(t, err)
	require.Equal(t, use(yes, open, open), later)
}

func FuzzReaders(f *testing.F) {
	f.Add("train-ai=n", "/a*b$", []byte("User-agent: *\nContent-Usage: / train-ai=n"))
	f.Fuzz(func(t *testing.T, value, path string, file []byte) {
		for _, read := range []func() machineuse.Use{
			func() machineuse.Use { u, _ := machineuse.ContentUsage(value); return u },
			func() machineuse.Use { u, _ := machineuse.Robots(value); return u },
			func() machineuse.Use { u, _ := machineuse.TDM(value, path); return u },
			func() machineuse.Use { u, _ := machineuse.TDMRep(file, path); return u },
			func() machineuse.Use { u, _, _ := machineuse.RobotsTxt(file, path); return u },
		} {
			u := read()
			back, err := machineuse.Parse(u.String())
			if err != nil || back != u {
				t.Fatalf("%+v was written %q and read back as %+v, %v", u, u, back, err)
			}
		}
	})
}

func TestParseRSL(t *testing.T) {
	doc := []byte(`<?xml version="1.0"?><rsl xmlns="https://rslstandard.org/rsl"><content url="/"><license><prohibits type="usage">ai-train ai-input</prohibits></license></content>
<content url="https://example.org/open/*"><license><permits type="user">education</permits><permits type="usage">all</permits><payment type="attribution"><standard>https://example.org/by</standard></payment></license></content></rsl>`)
	got, notes := machineuse.ParseRSL(doc, "https://example.org/news/1")
	require.Equal(t, use(no, no, open), got)
	require.Empty(t, notes)
	got, _ = machineuse.ParseRSL(doc, "https://example.org/open/1")
	require.Equal(t, use(yes, yes, yes, "https://example.org/by"), got)
	got, _ = machineuse.ParseRSL(doc, "")
	require.Equal(t, use(no, no, open), got, "without an address the whole site is meant")
	_, notes = machineuse.ParseRSL([]byte("<rsl"), "")
	require.Len(t, notes, 1)
}
