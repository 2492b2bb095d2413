package email_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/formats"
)

const head = "From: Ann Reed <ann@harbour.example>\r\nDate: Fri, 3 May 2024 08:00:00 +0200\r\nMessage-ID: <1@harbour.example>\r\nMIME-Version: 1.0\r\n"

// read reads a mail as the list of formats does.
func read(t *testing.T, mail string) []format.Article {
	t.Helper()
	articles, err := try(mail)
	require.NoError(t, err)
	return articles
}

func try(mail string) ([]format.Article, error) {
	_, articles, err := formats.Parse(format.Input{Data: []byte(mail), Zone: time.UTC, Provider: "p"}, "email")
	return articles, err
}

// one reads the only article of a mail as it leaves normalize.
func one(t *testing.T, mail string) ninjs.Item {
	t.Helper()
	articles := read(t, mail)
	require.Len(t, articles, 1)
	it, _ := tidied(t, articles[0])
	return it
}

// text is the plain twin of the main text.
func text(it ninjs.Item) string {
	for _, b := range it.Bodies {
		if b.ContentType == "text/plain" {
			return b.Value
		}
	}
	return ""
}

// with is a mail with more fields and a body.
func with(fields, body string) string { return head + fields + "\r\n" + body }

func encoded(t *testing.T, enc encoding.Encoding, s string) string {
	t.Helper()
	out, err := enc.NewEncoder().String(s)
	require.NoError(t, err)
	return out
}

func TestAlternatives(t *testing.T) {
	t.Parallel()
	mixed := "Content-Type: multipart/mixed; boundary=\"m x\"\r\nSubject: x\r\n"
	body := "preamble\r\n--m x\r\nContent-Type: multipart/alternative; boundary=a\r\n\r\n--a\r\n\r\nThe quay, plain.\r\n--a\r\nContent-Type: multipart/related; boundary=r\r\n\r\n" +
		"--r\r\nContent-Type: text/html\r\n\r\n<p>The <b>quay</b>.<img src=\"cid:p@1\"></p>\r\n--r\r\nContent-Type: image/png; name=p.png\r\nContent-ID: <p@1>\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--r--\r\n" +
		"--a\r\nContent-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\n--a--\r\n--m x\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment;\r\n filename*0*=utf-8''Caf%C3%A9;\r\n filename*1=\" plan.pdf\"\r\n\r\n%PDF\r\n" +
		"--m x\r\nContent-Type: application/ms-tnef; name=winmail.dat\r\n\r\nx\r\n--m x\r\nContent-Type: text/plain\r\n\r\nThe end.\r\n--m x--\r\nepilogue"
	for _, lines := range []string{"\r\n", "\n"} {
		articles := read(t, strings.ReplaceAll(with(mixed, body), "\r\n", lines))
		require.Len(t, articles, 1)
		a := articles[0]
		require.Equal(t, []format.Part{{Name: "p.png", MediaType: "image/png", ID: "p@1", Data: []byte("\x89PNG\r\n\x1a\n")}, {Name: "Café plan.pdf", MediaType: "application/pdf", Data: []byte("%PDF")}}, a.Parts)
		require.Equal(t, []string{"text/calendar was left out", "winmail.dat (TNEF) was left out"}, a.Notes)
		require.Contains(t, a.Item.Bodies[0].Value, `src="cid:p@1"`)
		it, _ := tidied(t, a)
		require.Equal(t, "The quay.\n\nThe end.", text(it))
	}
}

// A boundary that is missing at the end, or of an outer multipart within an inner
// one, costs nothing but itself.
func TestBoundaries(t *testing.T) {
	t.Parallel()
	mixed := "Content-Type: multipart/mixed; boundary=m\r\nSubject: x\r\n"
	for name, body := range map[string]string{
		"no end":          "--m\r\n\r\nThe quay.",
		"inner not ended": "--m\r\nContent-Type: multipart/alternative; boundary=m-1\r\n\r\n--m-1\r\n\r\nThe quay.\r\n--m\r\nContent-Type: image/png\r\n\r\nx\r\n--m--",
		"mixed line ends": "--m\n\nThe quay.\r\n--m\r\nContent-Type: image/png\n\nx\n--m--",
		"spaces":          "--m  \r\n\r\nThe quay.\r\n--m-- \r\n",
	} {
		it := one(t, with(mixed, body))
		require.Equal(t, "The quay.", text(it), name)
	}
	it := one(t, with("Content-Type: multipart/mixed\r\n", "--b\r\n\r\nThe quay.\r\n--b--\r\n"))
	require.Equal(t, "The quay.", text(it), "no boundary is named")
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	for name, mail := range map[string]string{
		"mail folder":         "From ann@a.example Fri May  3 08:00:00 2024\nFrom: a@a.example\nSubject: Port\n\nThe quay.",
		"empty lines first":   "\r\n   \r\nFrom: a@a.example\r\nSubject: Port\r\n\r\nThe quay.",
		"a mark first":        "\xef\xbb\xbfFrom: a@a.example\nSubject: Port\n\nThe quay.",
		"no empty line":       "From: a@a.example\nSubject: Port\nThe quay.",
		"folded at the edge":  "From: a@a.example\nSubject:\n Port\nX-A: b\nc d\nTo: b\n\nThe quay.",
		"small letters":       "FROM: a@a.example\nsubject : Port\n\nThe quay.",
		"old line ends mixed": "From: a@a.example\r\nSubject: Port\n\r\nThe quay.",
	} {
		it := one(t, mail)
		require.Equal(t, "Port", it.Headlines[0].Value, name)
		require.Equal(t, "The quay.", text(it), name)
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	many := strings.Repeat("--m\r\n\r\nx\r\n", 101)
	deep := ""
	for i := range 30 {
		deep += fmt.Sprintf("--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n", i, i+1)
	}
	for name, c := range map[string]struct {
		mail   string
		reason contract.Reason
	}{
		"report":         {with("Content-Type: multipart/report; boundary=m\r\n", "--m\r\n\r\nfailed\r\n--m--"), contract.ReasonUnsupported},
		"encrypted":      {with("Content-Type: multipart/encrypted; boundary=m\r\n", "--m\r\n\r\nx\r\n--m--"), contract.ReasonUnsupported},
		"auto-reply":     {with("Auto-Submitted: auto-replied\r\nSubject: away\r\n", "x"), contract.ReasonUnsupported},
		"empty":          {with("", ""), contract.ReasonIncomplete},
		"too many parts": {with("Content-Type: multipart/mixed; boundary=m\r\n", many), contract.ReasonTooLarge},
		"too deep":       {with("Content-Type: multipart/mixed; boundary=b0\r\n", deep), contract.ReasonTooDeep},
		"long header":    {with("X-A: "+strings.Repeat("x", 1<<18)+"\r\n", "x"), contract.ReasonMalformed},
	} {
		_, err := try(c.mail)
		var fe *format.Error
		require.True(t, errors.As(err, &fe), name)
		require.Equal(t, c.reason, fe.Reason, name)
	}
}
