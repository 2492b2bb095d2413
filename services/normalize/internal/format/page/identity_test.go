package page_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format/page"
)

const (
	otherStory = `{"@context":"https://schema.org","@type":"NewsArticle","headline":"Why the bridge took nine years","url":"https://saltmoor.example/bridge","datePublished":"2020-01-01T00:00:00Z","author":{"name":"Tom Wellbrook"},"articleSection":"Bridges","image":"https://saltmoor.example/bridge.jpg"}`
	ownStory   = `{"@context":"https://schema.org","@type":"NewsArticle","headline":"Ferry runs aground off Saltmoor","datePublished":"2025-07-07T10:00:00+02:00","author":{"@type":"Person","name":"Ida Brack"},"url":"https://saltmoor.example/ferry"}`
)

// ferryPage is a page with these elements in its head.
func ferryPage(head string) string {
	return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Ferry runs aground off Saltmoor - Saltmoor Courier</title>` + head +
		`</head><body><header><a href="/">Start</a></header><main><article><h1>Ferry runs aground off Saltmoor</h1><p>A ferry with forty people on board ran aground off Saltmoor on Monday morning, the coastguard said in a statement.</p><p>Nobody was hurt, because the tide was low and the boat had slowed down, but the line to the islands is closed until Friday.</p><p>The ferry was built in 1926 and had been inspected in spring; the inspectors had asked for a new pump, which had been ordered.</p></article></main><footer>Saltmoor Courier</footer></body></html>`
}

func ldScript(data string) string { return `<script type="application/ld+json">` + data + `</script>` }

func TestJSONLDOfAnotherStory(t *testing.T) {
	t.Parallel()
	const canonical = `<link rel="canonical" href="https://saltmoor.example/ferry">`
	for name, head := range map[string]string{
		"other first":           ldScript(otherStory) + ldScript(ownStory),
		"in a graph":            canonical + ldScript(`{"@graph":[`+otherStory+`,`+ownStory+`]}`),
		"in an array":           canonical + ldScript(`[`+otherStory+`,`+ownStory+`]`),
		"own first":             canonical + ldScript(ownStory) + ldScript(otherStory),
		"by the address alone":  canonical + ldScript(otherStory) + ldScript(strings.Replace(ownStory, "Ferry runs aground off Saltmoor", "Forty people in danger", 1)),
		"by the headline alone": ldScript(otherStory) + ldScript(strings.Replace(ownStory, `"url"`, `"x"`, 1)),
		"only another": canonical + `<meta property="article:published_time" content="2025-07-07T10:00:00+02:00"><meta name="author" content="Ida Brack">` +
			ldScript(otherStory),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := parse(t, ferryPage(head))
			require.Equal(t, "Ferry runs aground off Saltmoor", a.Item.Headlines[0].Value)
			require.Equal(t, "Ida Brack", a.Item.By)
			require.Equal(t, at("2025-07-07T08:00:00Z"), a.Item.VersionCreated)
			require.Empty(t, a.Item.Associations)
			require.Empty(t, a.Item.Subjects)
			if name != "by the headline alone" {
				require.Equal(t, ninjs.URI("https://saltmoor.example/ferry"), a.Item.URI)
			}
			require.Equal(t, name == "only another", strings.Contains(strings.Join(a.Notes, ";"), "another story"))
		})
	}
}

func TestMachineUse(t *testing.T) {
	t.Parallel()
	for head, want := range map[string]string{
		`<meta name="robots" content="index, noai, noimageai">`:                                                                                                                                          "training",
		`<link rel="license" type="application/rsl+xml" href="https://saltmoor.example/license.xml">`:                                                                                                    "https://saltmoor.example/license.xml",
		`<meta name="tdm-reservation" content="1"><meta name="tdm-policy" content="https://saltmoor.example/policies/tdm.json">`:                                                                         "https://saltmoor.example/policies/tdm.json",
		`<meta property="plus:DataMining" content="http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED-AIMLTRAINING">`:                                                                                        "training",
		`<meta name="tdm-reservation" content="1">`:                                                                                                                                                      "training",
		`<script type="application/rsl+xml"><rsl xmlns="https://rslstandard.org/rsl"><content url="/"><license><prohibits type="usage">ai-train ai-input</prohibits></license></content></rsl></script>`: "training",
	} {
		a := parse(t, ferryPage(head))
		require.Contains(t, a.MachineUse.String(), want, head)
		require.NotContains(t, a.Item.Bodies[0].Value, "ai-train")
	}
	require.Empty(t, parse(t, ferryPage("")).MachineUse.String())
}

func TestCharsets(t *testing.T) {
	t.Parallel()
	for name, p := range map[string]string{
		"utf-8 in a page that says latin 1": strings.Replace(ferryPage(""), "utf-8", "iso-8859-1", 1),
		"utf-8":                             ferryPage(""),
	} {
		p = strings.Replace(p, "coastguard", "Küstenwache", 1)
		list, err := page.Parse(input(p))
		require.NoError(t, err)
		require.Contains(t, list[0].Item.Bodies[0].Value, "Küstenwache", name)
	}
	damaged := strings.Replace(ferryPage(""), "coastguard", "K\xc3ste bleibt, Küste", 1)
	list, err := page.Parse(input(damaged))
	require.NoError(t, err)
	require.Contains(t, list[0].Item.Bodies[0].Value, "K\uFFFDste bleibt, Küste")
	require.NotEmpty(t, list[0].Notes)
}
