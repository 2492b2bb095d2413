package email_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

const (
	nitfDoc  = `<?xml version="1.0"?><nitf><head><title>Port closes</title><docdata><doc-id id-string="q1"/></docdata></head><body><body.content><p>Shut.</p></body.content></body></nitf>`
	ninjsDoc = `{"uri":"urn:a:1","headlines":[{"value":"Ferry sails"}],"associations":[{"name":"p","uri":"urn:a:2","type":"picture","renditions":[{"name":"o","href":"https://harbour.example/f/ferry.jpg"}]}]}`
	telex    = "\x01hwd0123 3 pl 210\r\n\r\nHafen/\r\n\x02Kran versinkt =\r\n\r\nCork (hw) - Der Kran liegt im Hafen.\r\n\x03031015 mai 24\x04"
	mixed    = "Subject: Copy\r\nContent-Type: multipart/mixed; boundary=m\r\n"
	jpeg     = "--m\r\nContent-Type: image/jpeg; name=\"ferry.jpg\"\r\n\r\nJPEG\r\n"
)

// long is a text that no covering line has.
var long = strings.Repeat("The quay is shut until the wind drops, its master said. ", 10)

func part(contentType, body string) string {
	return "--m\r\nContent-Type: " + contentType + "\r\n\r\n" + body + "\r\n"
}

func headlines(t *testing.T, articles []format.Article) []string {
	t.Helper()
	var out []string
	for _, a := range articles {
		if a.Err != nil {
			out = append(out, "error: "+string(a.Err.Reason))
			continue
		}
		it, _ := tidied(t, a)
		out = append(out, it.Headlines[0].Value)
	}
	return out
}

func TestDocuments(t *testing.T) {
	t.Parallel()
	inner := "From: Bob <b@a.example>\r\nSubject: Inner\r\nMessage-ID: <2@a.example>\r\n\r\nIt is shut."
	for name, c := range map[string]struct {
		body string
		want []string
	}{
		"covering line":           {part("text/plain", "Please find attached.") + part("application/xml; name=a.xml", nitfDoc), []string{"Port closes"}},
		"a text of its own":       {part("text/plain", long) + part("text/xml", nitfDoc), []string{"Copy", "Port closes"}},
		"two":                     {part("application/octet-stream; name=a.nitf", nitfDoc) + part("application/json", ninjsDoc), []string{"Port closes", "Ferry sails"}},
		"by its look":             {part("application/octet-stream", nitfDoc), []string{"Port closes"}},
		"broken":                  {part("text/plain", "Attached.") + part("text/xml; name=a.xml", nitfDoc[:150]) + part("application/json", ninjsDoc), []string{"error: malformed", "Ferry sails"}},
		"broken beside a text":    {part("text/plain", long) + part("text/xml; name=a.xml", nitfDoc[:150]), []string{"Copy", "error: malformed"}},
		"none of ours":            {part("text/plain", "Short news.") + part("text/xml; name=a.xml", "<menu/>"), []string{"Copy"}},
		"mail":                    {part("text/plain", "FYI") + part("message/rfc822", inner), []string{"Inner"}},
		"text file alone":         {part("text/plain", "Attached.") + part("text/plain; name=story.txt", "Port closes at noon\n\nThe quay is shut.\n"), []string{"Port closes at noon"}},
		"text file beside a text": {part("text/plain", long) + part("text/plain; name=terms.txt", "Terms of use\n\nNo archives.\n"), []string{"Copy"}},
		"page alone":              {part("text/plain", "Attached.") + part("text/html; name=story.html", "<html><head><title>Quay shut</title></head><body><article><h1>Quay shut</h1><p>"+long+"</p><p>"+long+"</p></article></body></html>"), []string{"Quay shut"}},
		"page beside a text":      {part("text/plain", long) + part("text/html; name=terms.html", "<html><body><p>"+long+"</p></body></html>"), []string{"Copy"}},
		"7901":                    {part("text/plain", "Attached.") + part("application/octet-stream; name=a.dat", telex), []string{"Kran versinkt"}},
		"7901 beside a text":      {part("text/plain", long) + part("text/plain; name=a.txt", strings.Trim(telex, "\x01\x04")), []string{"Copy", "Kran versinkt"}},
		"broken 7901":             {part("text/plain", "Attached.") + part("text/plain; name=a.txt", "\x01\x04"), []string{"error: unsupported"}},
		"named text first":        {"--m\r\nContent-Disposition: inline; filename=body.txt\r\n\r\n" + long + "\r\n", []string{"Copy"}},
		"picture alone":           {jpeg, []string{"Copy"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.want, headlines(t, read(t, with(mixed, c.body+"--m--"))))
		})
	}
}

func TestDocumentNotes(t *testing.T) {
	t.Parallel()
	articles := read(t, with(mixed, part("text/plain", "See file.")+part("application/xml; name=a.xml", nitfDoc)+part("text/xml; name=b.xml", "<nitf>")+"--m--"))
	require.Equal(t, []string{"read as nitf from attachment a.xml"}, articles[0].Notes)
	require.Equal(t, "q1", articles[0].ID)
	require.ErrorContains(t, articles[1].Err, "email: attachment b.xml: nitf")
}

// Mails within mails are read to a depth; below it they are named.
func TestDepth(t *testing.T) {
	t.Parallel()
	mail := with("Subject: Innermost\r\n", "The quay.")
	for range 6 {
		mail = with("Content-Type: message/rfc822\r\n", mail)
	}
	articles := read(t, mail)
	require.Len(t, articles, 1)
	require.Equal(t, contract.ReasonTooDeep, articles[0].Err.Reason)
	mail = with("Subject: Innermost\r\n", "The quay.")
	for range 3 {
		mail = with("Content-Type: message/rfc822\r\n", mail)
	}
	require.Equal(t, []string{"Innermost"}, headlines(t, read(t, mail)))
}

func TestPictures(t *testing.T) {
	t.Parallel()
	articles := read(t, with(mixed, part("text/xml", nitfDoc)+part("application/json", ninjsDoc)+jpeg+part("image/png; name=other.png", "PNG")+"--m--"))
	require.Equal(t, "ferry.jpg", articles[1].Parts[0].Name, "the article that names it")
	require.Equal(t, "other.png", articles[0].Parts[0].Name, "nobody names it")
	require.Len(t, articles[0].Parts, 1)
}

func TestPasted(t *testing.T) {
	t.Parallel()
	articles := read(t, with("Subject: Copy\r\n", nitfDoc))
	require.Equal(t, []string{"Port closes"}, headlines(t, articles))
	require.Equal(t, []string{"read as nitf from the text of a mail"}, articles[0].Notes)
	require.Equal(t, []string{"Ferry sails"}, headlines(t, read(t, with("Subject: Copy\r\n", "\r\n"+ninjsDoc+"\r\n"))))
	require.Equal(t, []string{"error: malformed"}, headlines(t, read(t, with("Subject: Copy\r\n", nitfDoc[:150]))))
	require.Equal(t, []string{"Kran versinkt"}, headlines(t, read(t, with("Subject: Copy\r\n", telex))))
	require.Equal(t, []string{"Kran versinkt"}, headlines(t, read(t, with("Subject: Copy\r\n", strings.Map(func(r rune) rune {
		if r < ' ' && r != '\r' && r != '\n' {
			return -1
		}
		return r
	}, telex)+"\r\n-- \r\nAnn"))), "without control characters")
	require.Equal(t, []string{"Copy"}, headlines(t, read(t, with("Subject: Copy\r\n", "[UPDATE] {x} <b> quay"))))
}

func TestSigned(t *testing.T) {
	t.Parallel()
	inner := "Content-Type: text/plain; charset=koi8-r\r\n\r\n\xf0\xcf\xd2\xd4"
	clear := "--s\r\n" + inner + "\r\n--s\r\nContent-Type: application/pkcs7-signature; name=smime.p7s\r\n\r\nx\r\n--s--"
	articles := read(t, with("Subject: x\r\nContent-Type: multipart/signed; boundary=s\r\n", clear))
	require.Empty(t, articles[0].Parts)
	require.Equal(t, []string{"signed; the signature was not checked"}, articles[0].Notes)
	require.Equal(t, "Порт", articles[0].Item.Bodies[0].Value)
	for name, der := range map[string][]byte{"definite": signed(inner, false), "indefinite": signed(inner, true)} {
		opaque := "Subject: x\r\nContent-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n"
		require.Equal(t, "Порт", text(one(t, with(opaque, base64.StdEncoding.EncodeToString(der)))), name)
	}
	_, notes := tidied(t, read(t, with("Subject: x\r\nContent-Type: application/pkcs7-mime\r\n", "\x30\x03\x02\x01\x00"))[0])
	require.Contains(t, notes, "an encrypted or unreadable S/MIME part was left out")
}

// signed writes a SignedData without signatures, as X.690 has it.
func signed(content string, indefinite bool) []byte {
	octets := element(0x04, []byte(content))
	if indefinite {
		octets = append(append([]byte{0x24, 0x80}, append(element(0x04, []byte(content[:9])), element(0x04, []byte(content[9:]))...)...), 0, 0)
	}
	wrap := func(tag byte, parts ...[]byte) []byte {
		body := []byte{}
		for _, p := range parts {
			body = append(body, p...)
		}
		if indefinite {
			return append(append([]byte{tag, 0x80}, body...), 0, 0)
		}
		return element(tag, body)
	}
	id := func(last byte) []byte { return []byte{6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, last} }
	data := wrap(0x30, id(1), wrap(0xa0, octets))
	return wrap(0x30, id(2), wrap(0xa0, wrap(0x30, []byte{2, 1, 1}, element(0x31, nil), data, element(0x31, nil))))
}

func element(tag byte, body []byte) []byte {
	if len(body) < 128 {
		return append([]byte{tag, byte(len(body))}, body...)
	}
	return append([]byte{tag, 0x82, byte(len(body) >> 8), byte(len(body))}, body...)
}
