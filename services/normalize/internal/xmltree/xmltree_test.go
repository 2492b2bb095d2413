package xmltree_test

import (
	"errors"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

const head = `<?xml version="1.0" encoding="utf-8"?>`

func TestText(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, data, want, note string }{
		{"plain", "<a>Quay</a>", "Quay", ""},
		{"entities of HTML", "<a>caf&eacute;&nbsp;&amp; &#8211; &#x2014;</a>", "café\u00a0& – —", ""},
		{"declaration after a line", "\n" + head + "<a>é</a>", "é", ""},
		{"version 1.1", `<?xml version="1.1"?><a>b</a>`, "b", ""},
		{"mark", "\xef\xbb\xbf<a>é</a>", "é", ""},
		{"latin 1", `<?xml version="1.0" encoding="iso-8859-1"?><a>Z` + "\xfc</a>", "Zü", ""},
		{"UTF-16", "\xff\xfe<\x00a\x00>\x00\xe9\x00<\x00/\x00a\x00>\x00", "é", ""},
		{"windows-1252 that says UTF-8", head + "<a>Z\xfc \x96</a>", "Zü –", "read as windows-1252"},
		{"a document type", `<!DOCTYPE a SYSTEM "http://x.example/a.dtd" [<!ELEMENT a ANY><!-- <!ENTITY c "d"> -->]><a>b</a>`, "b", ""},
		{"entities declared for nothing", `<!DOCTYPE a [<!ENTITY logo SYSTEM "logo.gif" NDATA gif><!ENTITY % p "q">]><a>b</a>`, "b", ""},
		{"HTML's entity declared", `<!DOCTYPE a [<!ENTITY nbsp "&b;&b;"><!ENTITY amp "x">]><a>&nbsp;&amp;</a>`, "\u00a0&", ""},
		{"CDATA and comments", "<a>b<!-- c --><![CDATA[<d>&e;]]><?f g?></a>", "b<d>&e;", ""},
		{"ampersand", "<a>R&D & more &co;</a>", "R&D & more &co;", ""},
		{"controls", "<a>b\x1a\x02c</a>", "bc", ""},
		{"surrogate pair", "<a>&#xD83D;&#xDE00; &#55357;&#56832;</a>", "😀 😀", ""},
		{"half UTF-8", head + "<a>\xc3\xa9 \xfc</a>", "é \uFFFD", "1 damaged characters"},
		{"neither", head + "<a>\x81</a>", "\uFFFD", "became U+FFFD"},
		{"unknown charset", `<?xml version="1.0" encoding="klingon"?><a>b</a>`, "b", "klingon"},
		{"never closed", "<a><b>x<c>y</b></a>", "xy", "line 1: <c> is never closed"},
		{"never opened", "<a>x</b>y</a>", "xy", "line 1: </b> without its start"},
		{"after the root", "<a>x</a>\n\nbye", "x", "line 3: text outside"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			doc, err := xmltree.Parse("x", []byte(c.data), "")
			require.NoError(t, err)
			require.Equal(t, c.want, doc.Root.Text())
			require.Contains(t, strings.Join(doc.Notes, "\n"), c.note)
			require.Equal(t, c.note == "", len(doc.Notes) == 0, doc.Notes)
		})
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	bomb := `<!DOCTYPE a [<!ENTITY l0 "ha"><!ENTITY l1 "&l0;&l0;&l0;"><!ENTITY l2 "&l1;&l1;">]>`
	for _, c := range []struct {
		name, data string
		reason     contract.Reason
		says       string
	}{
		{"empty", "", contract.ReasonMalformed, "no element"},
		{"no XML", "hello", contract.ReasonMalformed, "no element"},
		{"cut off in a tag", "<a>\n<b", contract.ReasonMalformed, "line 2"},
		{"cut off in text", "<a>\n<b>c\nd", contract.ReasonMalformed, "line 3: read XML: cut off inside of <b>, which starts on line 2"},
		{"cut off in CDATA", "<a><![CDATA[", contract.ReasonMalformed, "line 1"},
		{"cut off in a comment", "<a><!-- ", contract.ReasonMalformed, "line 1"},
		{"line after a declaration", "\n" + `<?xml version="1.0"` + "\n" + `encoding="utf-8"?>` + "\n<a>", contract.ReasonMalformed, "line 4"},
		{"bomb", bomb + "\n<a>&l2;</a>", contract.ReasonMalformed, "line 2: read XML: entity &l2; is declared by the document itself"},
		{"bomb in an attribute", bomb + `<a b="&l2;"/>`, contract.ReasonMalformed, "&l2;"},
		{"file", `<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/hostname">]><a>&f;</a>`, contract.ReasonMalformed, "&f;"},
		{"two roots", "<a/><b/>", contract.ReasonMalformed, "second root element <b>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := xmltree.Parse("x", []byte(c.data), "")
			requireReason(t, c.reason, err)
			require.ErrorContains(t, err, c.says)
		})
	}
}

func requireReason(t *testing.T, want contract.Reason, err error) {
	t.Helper()
	var fe *format.Error
	require.True(t, errors.As(err, &fe), "%v", err)
	require.Equal(t, want, fe.Reason, err)
	require.Equal(t, "x", fe.Format)
}

// What is made to cost more than its size ends quickly, and holds little memory.
func TestCostly(t *testing.T) {
	const size = 4 << 20
	fill := func(s string) string { return strings.Repeat(s, size/len(s)) }
	for name, c := range map[string]struct {
		data   string
		reason contract.Reason
	}{
		"nested":        {strings.Repeat("<a>", 100_000) + strings.Repeat("</a>", 100_000), contract.ReasonTooDeep},
		"nested, open":  {fill("<a>"), contract.ReasonTooDeep},
		"elements":      {"<a>" + fill("<b/>") + "</a>", contract.ReasonTooLarge},
		"pieces":        {"<a>" + fill("b<?a?>") + "</a>", contract.ReasonTooLarge},
		"attributes":    {"<a " + fill("b='' ") + "/>", contract.ReasonTooLarge},
		"stray ends":    {strings.Repeat("<a>", 250) + fill("</b>"), contract.ReasonMalformed},
		"declarations":  {"<!DOCTYPE a [" + fill("<!ENTITY b 'c'>") + "]><a>&b;</a>", contract.ReasonMalformed},
		"one directive": {"<!DOCTYPE a " + fill("["), contract.ReasonMalformed},
		"brackets":      {"<a>" + fill("<![CDATA[") + "</a>", contract.ReasonMalformed},
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			_, err := xmltree.Parse("x", []byte(c.data), "")
			took := time.Since(start)
			runtime.ReadMemStats(&after)
			requireReason(t, c.reason, err)
			require.Less(t, took, 5*time.Second)
			require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(60*size), "bytes allocated in all")
		})
	}
}

func TestDepth(t *testing.T) {
	t.Parallel()
	nested := func(n int) []byte {
		return []byte(strings.Repeat("<a>", n) + strings.Repeat("</a>", n))
	}
	_, err := xmltree.Parse("x", nested(xmltree.MaxDepth), "")
	require.NoError(t, err)
	_, err = xmltree.Parse("x", nested(xmltree.MaxDepth+1), "")
	requireReason(t, contract.ReasonTooDeep, err)
}

func TestLookUp(t *testing.T) {
	t.Parallel()
	doc, err := xmltree.Parse("x", []byte(`<n:root xmlns:n="urn:n" n:id=" 7 " xml:lang='en'>
<head><tag k="1"/></head><head><n:tag k="2">a <i>b</i>
c</n:tag><skip><tag k="3">d</tag></skip></head></n:root>`), "")
	require.NoError(t, err)
	root := doc.Root
	require.Equal(t, "root", root.Name)
	require.Equal(t, "n", root.Prefix)
	require.Equal(t, "7", root.Attr("id"))
	require.Equal(t, "en", root.Attr("lang"))
	require.Equal(t, "1", root.Child("head", "tag").Attr("k"))
	var keys []string
	for c := range root.Path("head", "tag") {
		keys = append(keys, c.Attr("k"))
	}
	require.Equal(t, []string{"1", "2"}, keys)
	var names []string
	for c := range root.Descendants("skip") {
		names = append(names, c.Name)
	}
	require.Equal(t, []string{"head", "tag", "head", "tag", "i", "skip"}, names)
	require.Equal(t, "a b cd", root.OneLine())
	require.Equal(t, "a c", root.OneLine("i", "skip"))
	require.Equal(t, 3, root.Child("head", "skip").Line)
	require.Nil(t, root.Child("head", "none"))
	require.Empty(t, root.Child("none").Attr("k"), "a nil node answers")
	require.Empty(t, root.Child("none").OneLine())
}

func TestInnerMarkup(t *testing.T) {
	t.Parallel()
	doc, err := xmltree.Parse("x", []byte(`<a xmlns:h="urn:h"><h:p h:x="1" class="&quot;&lt;">b &amp; <br/>&lt;c&gt;</h:p>d</a>`), "")
	require.NoError(t, err)
	require.Equal(t, `<p class="&quot;&lt;">b &amp; <br/>&lt;c&gt;</p>d`, doc.Root.InnerMarkup())
	var none *xmltree.Node
	require.Empty(t, none.InnerMarkup())
}

// FuzzParse: a reason and a format in each error; what is read, written and read
// again has the same text.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"<a b='c'>d&eacute;<e/></a>", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "<a><b></a>", "<a>]]></a>", head + "<a>\xfc</a>", "\xff\xfe<\x00a\x00/\x00>\x00"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, err := xmltree.Parse("x", data, "")
		if err != nil {
			var fe *format.Error
			require.True(t, errors.As(err, &fe) && fe.Reason != "" && fe.Format == "x", "%v", err)
			return
		}
		again, err := xmltree.Parse("x", []byte("<a>"+doc.Root.InnerMarkup()+"</a>"), "text/xml; charset=utf-8")
		require.NoError(t, err)
		require.Equal(t, doc.Root.Text(), again.Root.Text())
	})
}
