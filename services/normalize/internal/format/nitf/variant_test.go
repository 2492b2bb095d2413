package nitf_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/machineuse"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/nitf"
	"github.com/wireroom/wireroom/services/normalize/internal/tidy"
)

func withHead(head, bodyHead, content string) string {
	return "<nitf><head>" + head + "</head><body><body.head>" + bodyHead + "</body.head><body.content>" + content + "</body.content></body></nitf>"
}

func TestByLines(t *testing.T) {
	t.Parallel()
	for byline, want := range map[string]string{
		"By Ann Reed":                                              "Ann Reed",
		"BY: ANN REED":                                             "ANN REED",
		"Ann Reed<byttl>HW Staff</byttl>":                          "Ann Reed",
		"<byttl>Harbour Wire</byttl>":                              "Harbour Wire",
		"by <person>Ann Reed</person> in Cork":                     "Ann Reed",
		"<person>Ann Reed</person><person>Bo Lind</person>":        "Ann Reed, Bo Lind",
		"<person>Ann Reed</person> , <person>Bo Lind</person>":     "Ann Reed, Bo Lind",
		"<person>Ann Reed</person> and\n <person>Bo Lind</person>": "Ann Reed and Bo Lind",
		"<p>By Ann Reed</p><p>and Bo Lind</p>":                     "Ann Reed, and Bo Lind",
		"Von Bo Lind":                                              "Bo Lind", // the provider's language is German
		"Byron Reed":                                               "Byron Reed",
		"By":                                                       "By",
		"di Anna Rossi":                                            "Anna Rossi",
		"<byttl>By Ada Quay, HW Maritime Correspondent</byttl>":    "Ada Quay, HW Maritime Correspondent",
		"By Ann Reed</byline><byline>and Bo Lind":                  "Ann Reed and Bo Lind",
		"": "",
	} {
		require.Equal(t, want, one(t, withHead("", "<byline>"+byline+"</byline>", "")).Item.By, byline)
	}
	two := one(t, withHead("", `<byline class="print_byline">By ANN REED</byline><byline class="normalized_byline">Reed, Ann</byline>`, ""))
	require.Equal(t, "ANN REED", two.Item.By)
	english := strings.Replace(withHead("", "<byline>Von Ray</byline>", ""), "<nitf>", `<nitf xml:lang="en-IE">`, 1)
	require.Equal(t, "Von Ray", one(t, english).Item.By)
	require.Equal(t, "en-IE", one(t, english).Item.Language)
}

func TestPlacesInWords(t *testing.T) {
	t.Parallel()
	for location, want := range map[string]string{
		`Connecticut<country iso-cc="US">United States</country>`: "Connecticut", `Cork, <country>Ireland</country>`: "Cork",
		`<city>Cork</city>, <country>Ireland</country>`: "Cork", `<country>Ireland</country>`: "Ireland", `Cork<alt-code idsrc="a" value="b"/>`: "Cork",
	} {
		doc := withHead("<docdata><identified-content><location>"+location+"</location></identified-content></docdata>", "<hedline><hl1>Quay</hl1></hedline>", "")
		require.Equal(t, want, one(t, doc).Item.Places[0].Name, location)
	}
}

func TestDateLines(t *testing.T) {
	t.Parallel()
	for dateline, want := range map[string]string{
		"<location>CORK</location>": "CORK",
		"<location><city>Cork</city> ,\n<country>Ireland</country></location>":                          "Cork, Ireland",
		"<location><city>Cork</city><country>Ireland</country></location>":                              "Cork, Ireland",
		"<location><city>CORK</city></location>, <story.date norm='20240503'>May 3</story.date> (HW) -": "CORK",
		"CORK, Ireland, May 3 (HW) -":                    "CORK, Ireland",
		"<story.date norm='20240503'>May 3</story.date>": "",
	} {
		doc := withHead("", "<hedline><hl1>Quay</hl1></hedline><dateline>"+dateline+"</dateline>", "")
		require.Equal(t, want, tidied(t, one(t, doc)).Located, dateline)
	}
}

func TestSluglines(t *testing.T) {
	t.Parallel()
	keys := func(n int) string {
		return "<docdata><du-key key='du'/><key-list>" + strings.Repeat("<keyword key='k'/>", n) + "</key-list></docdata>"
	}
	for head, want := range map[string]string{
		`<meta name="ANPA-Keyword" content="slug"/>` + keys(1): "slug",
		`<meta name="slug" content="slug"/>` + keys(2):         "slug",
		keys(1): "k", keys(2): "du", keys(0): "du", "": "",
	} {
		require.Equal(t, want, one(t, withHead(head, "", "")).Item.Slugline, head)
	}
}

func TestHeadlines(t *testing.T) {
	t.Parallel()
	title := "<title>Quay</title>"
	for _, c := range [][3]string{
		{title, "", "main:Quay"}, {title, "<hedline><hl1/><hl2>Sub</hl2></hedline>", "main:Quay sub:Sub"},
		{"", "<hedline><hl2>Sub</hl2></hedline>", "main:Sub"}, {"", "", ""},
		{title, "<hedline><hl1>Head<br/>line &amp; more</hl1></hedline>", "main:Head line & more"},
	} {
		var got []string
		for _, h := range one(t, withHead(c[0], c[1], "")).Item.Headlines {
			got = append(got, h.Role+":"+h.Value)
		}
		require.Equal(t, c[2], strings.Join(got, " "))
	}
}

func TestBodies(t *testing.T) {
	t.Parallel()
	tabular := `<meta name="anpa-format" content="t"/>`
	for _, c := range []struct{ name, head, content, want string }{
		{"bare text", "", "One\nline.\n\n Two.", "<p>One line.</p><p>Two.</p>"},
		{"HTML in one piece within a block", "", "<block><p>&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;</p></block>", "<p>One.</p><p>Two.</p>"},
		{"HTML in one piece", "", "<![CDATA[<p>One.</p><p>Two &amp; three.</p>]]>", "<p>One.</p><p>Two &amp; three.</p>"},
		{"tabular by format", tabular, "<p>  Ann   1<br/>  Bo    2</p><p>  Cy   3</p>", "<pre>  Ann   1\n  Bo    2\n  Cy   3</pre>"},
		{"tabular and marked up", tabular, "<p>One</p><pre>a  b</pre>", "<p>One</p><pre>a  b</pre>"},
		{"first paragraph twice", "", `<block class="lead_paragraph"><p>One.</p></block><block class="full_text"><p>One.</p><p>Two.</p></block>`, "<p>One.</p><p>Two.</p>"},
		{"lists", "", "<ol><li>One</li></ol><dl><dt>A</dt><dd>B</dd></dl>", "<ol><li>One</li></ol><dl><dt>A</dt><dd>B</dd></dl>"},
		{"ruby", "", "<p><ruby><rb>港</rb><rt>minato</rt></ruby></p>", "<p>港 (minato)</p>"},
		{"a foreign table", "", "<nitf-table><custom-table><x:r xmlns:x='u'>a b</x:r></custom-table></nitf-table>", "<pre>a b</pre>"},
		{"an address", "", "<p>At <postaddr><addressee>HW</addressee><postcode>T12</postcode></postaddr></p>", "<p>At HW, T12</p>"},
		{"script", "", "<p>One<script>alert(1)</script></p>", "<p>One</p>"},
		{"several", "", "<p>One.</p></body.content><body.content><p>Two.</p>", "<p>One.</p><p>Two.</p>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			it := tidied(t, one(t, withHead(c.head+"<title>Quay</title>", "", c.content)))
			require.NotEmpty(t, it.Bodies)
			require.Equal(t, c.want, it.Bodies[0].Value)
		})
	}
}

func TestDates(t *testing.T) {
	t.Parallel()
	for norm, want := range map[string]string{
		"20020225T143000-0500": "2002-02-25T19:30:00Z", "20020225T143000Z": "2002-02-25T14:30:00Z", "20020225T143000": "2002-02-25T04:30:00Z",
		"20020225": "2002-02-24T14:00:00Z", "2002-02-25T14:30:00-05:00": "2002-02-25T19:30:00Z", "2002-02-25 14:30": "2002-02-25T04:30:00Z",
		"2002-02-25T14:30:00.123Z": "2002-02-25T14:30:00Z", "20020225T1430+01": "2002-02-25T13:30:00Z", "20020225T143000 GMT": "2002-02-25T14:30:00Z",
		"25/2/2002 9:00 x": "", "20021325": "", "": "",
	} {
		a := one(t, document("", `<date.issue norm="`+norm+`"/>`))
		require.Equal(t, want, utc(a.Item.VersionCreated), norm)
		require.Equal(t, want == "" && norm != "", len(a.Notes) > 0, norm)
	}
}

func TestVersionCreated(t *testing.T) {
	t.Parallel()
	history := `<revision-history norm="20240501T080000Z"/><revision-history norm="20240504T080000Z"/>`
	doc := func(issue, history, edition, story string) string {
		return withHead("<docdata>"+issue+"</docdata>"+edition+history, "<dateline>"+story+"</dateline>", "<p>x</p>")
	}
	edition, story := `<pubdata date.publication="20240505T000000Z"/>`, `<story.date norm="20240502T080000Z"/>`
	for _, c := range [][2]string{
		{doc(issued, "", edition, story), "2024-05-03T10:00:00Z"}, {doc(issued, history, edition, story), "2024-05-04T08:00:00Z"},
		{doc("", history, edition, story), "2024-05-04T08:00:00Z"}, {doc("", "", edition, story), "2024-05-02T08:00:00Z"},
		{doc("", "", edition, ""), "2024-05-05T00:00:00Z"}, {doc("", "", "", ""), ""},
	} {
		require.Equal(t, c[1], utc(one(t, c[0]).Item.VersionCreated), c[0])
	}
}

func TestUrgency(t *testing.T) {
	t.Parallel()
	for head, want := range map[string]ninjs.Urgency{
		`<docdata><urgency ed-urg="8"/></docdata>`: 8, `<docdata><urgency ed-urg="0"/></docdata>`: 0, `<docdata><urgency ed-urg="x"/></docdata>`: 0,
		`<meta name="anpa-priority" content="b"/>`: 2, `<meta name="prioridad" content="R"/>`: 4, `<meta name="priority" content="z"/>`: 0,
		`<meta name="priority" content="1"/><docdata><urgency ed-urg="4"/></docdata>`: 4,
	} {
		require.Equal(t, want, one(t, withHead(head, "", "")).Item.Urgency, head)
	}
}

func TestIIM(t *testing.T) {
	t.Parallel()
	it := one(t, withHead(`<iim ver="4"><ds num="25" value="quay"/><ds num="2:80" value="Ann Reed"/><ds num="90" value="Cork"/><ds num="110" value="HW"/></iim>`, "", "")).Item
	require.Equal(t, "Ann Reed", it.By)
	require.Equal(t, "Cork", it.Located)
	require.Equal(t, []ninjs.Subject{{Rel: "keyword", Name: "quay"}}, it.Subjects)
	require.Equal(t, []ninjs.InfoSource{{Name: "HW", Role: "credit"}}, it.InfoSources)
}

func TestSeveralDocuments(t *testing.T) {
	t.Parallel()
	articles := parse(t, "<batch>"+document("", "")+strings.ReplaceAll(document(`management-status="?"`, ""), `"b"`, `"c"`)+"</batch>")
	require.Len(t, articles, 2)
	require.Nil(t, articles[0].Err)
	require.NotNil(t, articles[1].Err, "one that is refused spoils no other")
}

func TestBounds(t *testing.T) {
	t.Parallel()
	_, err := nitf.Parse(format.Input{Data: []byte("<a>" + strings.Repeat("<nitf>x</nitf>", 10_001) + "</a>"), Zone: time.UTC})
	var fe *format.Error
	require.True(t, errors.As(err, &fe), "%v", err)
	require.Equal(t, contract.ReasonTooManyArticles, fe.Reason)
	media := strings.Repeat("<media><media-caption>x</media-caption></media>", 501)
	a := one(t, withHead(strings.Repeat("<revision-history norm='soon'/>", 30), "", "<p>x</p><media/>"+media))
	require.Len(t, a.Item.Associations, 500)
	require.Len(t, a.Notes, 2, a.Notes)
}

func TestIDs(t *testing.T) {
	t.Parallel()
	for id, want := range map[string][2]string{
		"urn:x:1": {"urn:x:1", ""}, "http://a.example/1": {"http://a.example/1", ""}, "tag:a,2024:1": {"tag:a,2024:1", ""}, "SL:7": {"", "SL:7"}, "a b": {"", "a b"},
	} {
		a := one(t, strings.ReplaceAll(document("", ""), `"b"`, `"`+id+`"`))
		require.Equal(t, want, [2]string{string(a.Item.URI), a.ID})
	}
	require.EqualValues(t, "urn:x:9", one(t, `<nitf uno="urn:x:9"/>`).Item.URI)
}

// What costs most for its size takes a time in proportion to it.
func TestCostly(t *testing.T) {
	const size = 4 << 20
	wrap := func(s string, n int) string {
		return strings.Repeat("<"+s+">", n) + strings.Repeat("x ", size/2) + strings.Repeat("</"+s+">", n)
	}
	heads := map[string]string{
		"by-line": "<byline>" + strings.Repeat("<person>a</person>bcdefgh<?x?>", size/30) + "</byline>", "messages": strings.Repeat("<ed-msg msg-type='abcdefghijklmnop'/>", size/37),
		"dates": strings.Repeat("<revision-history norm='abcdefghijkl'/>", size/39), "keys": strings.Repeat("<meta name='keywords' content='ab,cd'/>", size/39),
	}
	for name, head := range heads {
		start := time.Now()
		_, err := nitf.Parse(format.Input{Data: []byte(withHead("<docdata>"+head+"</docdata>"+head, head, "")), Zone: time.UTC})
		require.NoError(t, err, name)
		require.Less(t, time.Since(start), 60*time.Second, name)
	}
	for name, content := range map[string]string{
		"names in names": wrap("person", 240), "locations in locations": wrap("location", 240), "footnotes in footnotes": wrap("fn", 240),
		"notes in notes": wrap("note type='npa'", 240), "ruby in ruby": wrap("ruby", 240), "media in media": wrap("media", 240),
		"bodies": strings.Repeat("x</body.content><body.content>", size/30), "media": strings.Repeat("<media><br/></media>", size/20),
		"many names": strings.Repeat("<person>a</person>bcdefghijklmnopqr", size/40), "emphasis": wrap("em", 240),
	} {
		content = strings.ReplaceAll(content, "</note type='npa'>", "</note>")
		start := time.Now()
		articles, err := nitf.Parse(format.Input{Data: []byte(withHead("", "", content)), Zone: time.UTC})
		require.NoError(t, err, name)
		require.Len(t, articles, 1)
		require.Less(t, time.Since(start), 60*time.Second, name)
	}
}

// FuzzParse: an error with its reason, or articles each of which is an error or
// becomes valid ninjs; and the same bytes give the same.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{full, document(`management-status="canceled" management-doc-idref="a"`, issued+released), withHead("", "<byline>By <person>A</person></byline>", "<pre>a</pre>")} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		in := format.Input{Data: data, Zone: time.UTC, Provider: "p"}
		articles, err := nitf.Parse(in)
		if err != nil {
			var fe *format.Error
			require.True(t, errors.As(err, &fe) && fe.Reason != "", "%v", err)
			return
		}
		again, err := nitf.Parse(in)
		require.NoError(t, err)
		require.Equal(t, articles, again)
		for _, a := range articles {
			if a.Err != nil {
				continue
			}
			it, _, err := tidy.Article(a, tidy.Settings{Provider: "p"})
			if err != nil {
				continue // nothing to read in it, or too large
			}
			out, err := ninjs.Encode(&it)
			require.NoError(t, err)
			require.NoError(t, localtest.NinjsError(t, out), string(out))
		}
	})
}

func TestWhatMachinesMayDo(t *testing.T) {
	t.Parallel()
	a := one(t, `<nitf><head><meta name="tdm-reservation" content="1"/><meta name="robots" content="noindex"/></head><body><body.head><hedline><hl1>A</hl1></hedline></body.head><body.content><p>x</p></body.content></body></nitf>`)
	require.Equal(t, machineuse.Use{Training: machineuse.NotAllowed, Input: machineuse.NotAllowed, Indexing: machineuse.NotAllowed}, a.MachineUse)
}

func TestSubjectCodesWithoutTheirZero(t *testing.T) {
	t.Parallel()
	a := one(t, `<nitf><head><tobject><tobject.subject tobject.subject.refnum="4010000"/></tobject></head><body><body.head><hedline><hl1>A</hl1></hedline></body.head><body.content><p>x</p></body.content></body></nitf>`)
	require.EqualValues(t, "http://cv.iptc.org/newscodes/subjectcode/04010000", a.Item.Subjects[0].URI)
}
