package formats_test

import (
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/formats"
)

const (
	ninjs   = `{"uri":"urn:a:1","versionCreated":"2024-05-03T06:00:00Z","headlines":[{"value":"Port closes"}]}`
	rss     = `<rss version="2.0"><channel><title>Quay</title><item><title>Port closes</title><link>https://a.example/1</link></item></channel></rss>`
	atom    = `<feed xmlns="http://www.w3.org/2005/Atom"><title>Quay</title><id>urn:a:0</id><updated>2024-05-03T06:00:00Z</updated><entry><id>urn:a:1</id><title>Port closes</title><updated>2024-05-03T06:00:00Z</updated></entry></feed>`
	rdf     = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel rdf:about="https://a.example/"><title>Quay</title></channel><item rdf:about="https://a.example/1"><title>Port closes</title><link>https://a.example/1</link></item></rdf:RDF>`
	feedObj = `{"version":"https://jsonfeed.org/version/1.1","title":"Quay","items":[{"id":"1","title":"Port closes"}]}`
	rbNews  = `<?xml version="1.0"?><RBNews xmlns="http://q.example/"><NewsID>1</NewsID><headline>Port closes</headline></RBNews>`
	nitf    = `<nitf><body><body.head><hedline><hl1>Port closes</hl1></hedline></body.head><body.content><p>Ships wait.</p></body.content></body></nitf>`
	text    = "Port closes\n\nShips wait outside of the harbour.\n"
)

var page = `<!-- a --><!DOCTYPE html><html><head><title>Port closes</title><meta property="og:type" content="article"></head><body><article><h1>Port closes</h1>` +
	strings.Repeat("<p>The harbour stays closed until the wind drops below forty knots, its master said.</p>", 4) + `</article></body></html>`

func parse(data, contentType, fixed string) (string, []format.Article, error) {
	return formats.Parse(format.Input{Data: []byte(data), ContentType: contentType, Zone: time.UTC, Provider: "p"}, fixed)
}

func TestChoose(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, data, contentType, fixed, want string }{
		{"ninjs", ninjs, "application/json", "", "ninjs-3"},
		{"ninjs as text", ninjs, "text/plain; charset=utf-8", "", "ninjs-3"},
		{"ninjs as HTML", ninjs, "text/html", "", "ninjs-3"},
		{"ninjs array", " \n[\n" + ninjs + "]", "", "", "ninjs-3"},
		{"ninjs lines", ninjs + "\n" + ninjs, "application/x-ndjson", "", "ninjs-3"},
		{"ninjs with mark", "\xef\xbb\xbf" + ninjs, "", "", "ninjs-3"},
		{"ninjs in UTF-16", utf16(ninjs), "application/json", "", "ninjs-3"},
		{"first line broken", `{"uri":"urn:a` + "\n" + ninjs + "\n", "", "", "ninjs-3"},
		{"JSON feed", feedObj, "application/json", "", "jsonfeed"},
		{"RSS", rss, "application/octet-stream", "", "rss"},
		{"RSS as text", rss, "text/plain", "", "rss"},
		{"RSS as HTML", "<?xml version='1.0'?>\n<!-- x --> " + rss, "text/html", "", "rss"},
		{"RSS 1", rdf, "application/xml", "", "rss"},
		{"Atom", atom, "application/rss+xml", "", "atom"},
		{"page", page, "text/html; charset=utf-8", "", "page"},
		{"page without a type", page, "", "", "page"},
		{"page as JSON", page, "application/json", "", "page"},
		{"text", text, "text/plain", "", "text"},
		{"text without a type", text, "", "", "text"},
		{"text with a bracket", "[UPDATE] " + text, "", "", "text"},
		{"text as bytes", text, "application/octet-stream", "", "text"},
		{"NITF in a root of the agency's own", "<w:wire xmlns:w='http://q.example/'><w:story>" + nitf + "</w:story></w:wire>", "", "", "nitf"},
		{"NITF after white space and mark", "\n \xef\xbb\xbf<?xml version='1.0'?>" + nitf, "", "", "nitf"},
		{"shipped mapping", rbNews, "text/html", "", "ritzau"},
		{"fixed to a shipped mapping", rbNews, "", "ritzau", "ritzau"},
		{"IPTC 7901", "\x00\x16\x01abc0001 4 i 10\r\nPort/\r\n\x02Port closes =\r\n\r\nIt blows.\r\n\x03", "", "", "iptc-7901"},
		{"IPTC 7901 as text", "abc0001 4 i 10 abc 12\r\nPort/\r\nPort closes =\r\n\r\nIt blows.\r\n", "text/plain", "", "iptc-7901"},
		{"ANPA 1312", "\x16\x16\x01a0001\x1fabc\r\nr i\x13\x11 BC-Port 05-03 0010\r\n\x02^BC-Port<\r\n^Port closes<\r\n\t   It blows.\r\n\x03", "", "", "anpa-1312"},
		{"ANPA 1312 as text", "a0001 abc\nr i bx BC-Port 05-03 0010\n^BC-Port<\n^Port closes<\n   It blows.\n", "text/plain", "", "anpa-1312"},
		{"mail", "X-A: b\n c\nFrom: a@a.example\nSubject: Port closes\n\ntext", "text/plain", "", "email"},
		{"mail with a document", "From: a@a.example\nMIME-Version: 1.0\nContent-Type: application/json; name=a.json\n\n" + ninjs, "message/rfc822", "", "email"},
		{"multipart", "--b\r\nContent-Type: application/json\r\n\r\n" + ninjs + "\r\n--b--\r\n", "multipart/mixed; boundary=b", "", "multipart"},
		{"multipart without a type", "--bound\nContent-Type: application/json\n\n" + ninjs + "\n--bound--\n", "", "", "multipart"},
		{"script, but the format is text", "var a = \"Port closes\";", "", "text", "text"},
		{"fixed", ninjs, "application/json", "text", "text"},
		{"fixed to a generation", ninjs, "", "ninjs-1", "ninjs-3"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			name, articles, err := parse(c.data, c.contentType, c.fixed)
			require.NoError(t, err)
			require.Equal(t, c.want, name)
			require.NotEmpty(t, articles)
			last := articles[len(articles)-1]
			require.Nil(t, last.Err)
			if c.fixed != "text" {
				require.Contains(t, last.Item.Headlines[0].Value, "Port closes")
			}
		})
	}
}

func utf16(s string) string {
	var b strings.Builder
	for i := range len(s) {
		b.WriteByte(s[i])
		b.WriteByte(0)
	}
	return b.String()
}

func TestRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, data, contentType, fixed string
		reason                         contract.Reason
		says                           string
	}{
		{"empty", "", "", "", contract.ReasonMalformed, "empty"},
		{"space", " \r\n", "application/json", "", contract.ReasonMalformed, "empty"},
		{"empty, fixed", "", "", "text", contract.ReasonMalformed, "empty"},
		{"binary", "\x89PNG\r\n\x1a\n\x00\x00", "", "", contract.ReasonUnsupported, "binary"},
		{"PDF", "%PDF-1.7 abc", "text/plain", "", contract.ReasonUnsupported, "binary"},
		{"G2", `<?xml version="1.0"?><conceptItem xmlns="http://iptc.org/std/nar/2006-10-01/"/>`, "application/xml", "", contract.ReasonUnsupported, "conceptItem"},
		{"NewsML", "<!DOCTYPE NewsML SYSTEM 'NewsML_1.2.dtd' [ <!ENTITY a 'b'> ]><NewsML>", "", "", contract.ReasonMalformed, "newsml-1.2: line 1: read XML: cut off"},
		{"7901", "\x01abc0001 4 i 10\r\n", "", "", contract.ReasonIncomplete, "7901"},
		{"other XML", "<menu><dish/></menu>", "application/xml", "", contract.ReasonUnknown, `"menu"`},
		{"other JSON", `{"colour":"red"}`, "application/json", "", contract.ReasonUnknown, "JSON"},
		{"form post", "name=Ida&go=1", "", "", contract.ReasonUnknown, "form post"},
		{"form post by its type", "name", "application/x-www-form-urlencoded", "", contract.ReasonUnknown, "content type"},
		{"script", "var a = 1;\nalert(a);\n", "text/plain", "", contract.ReasonUnknown, "script"},
		{"script by its type", "hello", "application/javascript", "", contract.ReasonUnknown, "content type"},
		{"other XML as text", "<menu><dish/></menu>", "text/plain", "", contract.ReasonUnknown, `"menu"`},
		{"cut JSON", `{"uri":"urn:a:1","head`, "", "", contract.ReasonMalformed, "cut off"},
		{"text as JSON", "hello", "application/json", "", contract.ReasonMalformed, "JSON"},
		{"nobody's format", ninjs, "", "telex", contract.ReasonUnsupported, "telex"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, _, err := parse(c.data, c.contentType, c.fixed)
			var fe *format.Error
			require.True(t, errors.As(err, &fe), "%v", err)
			require.Equal(t, c.reason, fe.Reason, err)
			require.ErrorContains(t, err, c.says)
			require.Equal(t, c.reason == contract.ReasonUnknown, errors.Is(err, formats.ErrUnknown))
		})
	}
}

// Each document of the corpus is taken for what it is, with no content type.
func TestCorpusChoice(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(localtest.Corpus(t, "wire", "expected.json"))
	require.NoError(t, err)
	var all []struct{ File, Format string }
	require.NoError(t, json.Unmarshal(data, &all))
	require.NotEmpty(t, all)
	for _, want := range all {
		data, err := os.ReadFile(localtest.Corpus(t, "wire", want.File))
		require.NoError(t, err)
		name, _, err := formats.Parse(format.Input{Data: data, Zone: time.UTC}, "")
		var fe *format.Error
		switch {
		case formats.Valid(want.Format):
			require.NoError(t, err, want.File)
			require.Equal(t, want.Format, name)
		default:
			require.True(t, errors.As(err, &fe), want.File)
			require.Equal(t, contract.ReasonUnsupported, fe.Reason, want.File)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{ninjs, rss, atom, rdf, feedObj, text, page} {
		f.Add([]byte(seed), "")
	}
	f.Add([]byte("<!DOCTYPE a [<!ENTITY"), "text/html")
	f.Fuzz(func(t *testing.T, data []byte, contentType string) {
		name, articles, err := formats.Parse(format.Input{Data: data, ContentType: contentType, Zone: time.UTC, Provider: "p"}, "")
		if err != nil {
			var fe *format.Error
			require.True(t, errors.As(err, &fe))
			require.Empty(t, articles)
			return
		}
		require.NotEmpty(t, name)
	})
}

// A NUL that a line or a disk put there costs nothing but itself.
func TestANULInATextIsNoBinaryData(t *testing.T) {
	t.Parallel()
	for name, doc := range map[string]string{
		"rss":  `<?xml version="1.0"?><rss version="2.0"><channel><title>S</title><item><guid>1</guid><title>Ferry la` + "\x00" + `te</title><description>It was late today.</description></item></channel></rss>`,
		"nitf": `<?xml version="1.0"?><nitf><body><body.head><hedline><hl1>Ferry la` + "\x00" + `te</hl1></hedline></body.head><body.content><p>A ferry is late.</p></body.content></body></nitf>`,
		"text": "Ferry la\x00te\n\nThe ferry is late today, said the office.\n",
	} {
		_, articles, err := formats.Parse(format.Input{Data: []byte(doc), Provider: "p"}, "")
		require.NoError(t, err, name)
		require.Len(t, articles, 1)
		require.Nil(t, articles[0].Err)
		require.Equal(t, "Ferry late", articles[0].Item.Headlines[0].Value, name)
		require.Contains(t, strings.Join(articles[0].Notes, "; "), "NUL left out", name)
	}
}

func TestControlCharactersInATextAreNoBinaryData(t *testing.T) {
	t.Parallel()
	for _, doc := range []string{
		"Ferry late\n\nOne line of text\x0band another one of it, said the office.\n",
		"Ferry late\n\nThe ferry is late today, said the office.\n\x1a",
		"\x01ZCZC\x1f 001\x0e\r\n\x02Ferry late\r\n\r\nA fire\x0f burnt.\x19\r\n\x03\r\nNNNN\x04\r\n",
	} {
		name, articles, err := formats.Parse(format.Input{Data: []byte(doc), Provider: "p"}, "")
		require.NoError(t, err, "%q", doc)
		require.Equal(t, "text", name)
		require.Equal(t, "Ferry late", articles[0].Item.Headlines[0].Value)
		require.NotContains(t, articles[0].Item.Bodies[0].Value, "NNNN")
	}
	random := make([]byte, 4096)
	for i := range random {
		random[i] = byte(i*i>>3 ^ i*7)
	}
	_, _, err := formats.Parse(format.Input{Data: append([]byte("data"), random...), Provider: "p"}, "")
	require.Error(t, err)
}

func TestReferencesThatXMLForbidsAreNoted(t *testing.T) {
	t.Parallel()
	doc := `<rss version="2.0"><channel><title>S</title><item><guid>1</guid><title>A &#0; b &#xFFFF; c</title><description>Ferry&#11;late</description></item></channel></rss>`
	_, articles, err := formats.Parse(format.Input{Data: []byte(doc), Provider: "p"}, "")
	require.NoError(t, err)
	require.Contains(t, articles[0].Notes, "3 references to characters that XML forbids left out")
}
