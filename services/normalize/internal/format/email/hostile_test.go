package email_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/formats"
	"github.com/wireroom/wireroom/services/normalize/internal/tidy"
)

// What costs most for its size takes a time in proportion to it.
func TestCostly(t *testing.T) {
	const size = 2 << 20
	mixedHead := "Content-Type: multipart/mixed; boundary=m\r\n"
	for name, mail := range map[string]string{
		"words":        with("Subject: "+strings.Repeat("=?utf-8?q?a?= ", 15_000)+"\r\n", "x"),
		"no words":     with("Subject: "+strings.Repeat("=?a?q?", 40_000)+"\r\n", "x"),
		"commas":       with("Reply-To: "+strings.Repeat(",", 200_000)+"\r\n", "x"),
		"parameters":   with("Content-Type: text/plain; "+strings.Repeat("a*1=b;", 40_000)+"\r\n", "x"),
		"fields":       with(strings.Repeat("A: b\r\n", 40_000), "x"),
		"markers":      with("", strings.Repeat("-----\nA: b\n\n", size/12)),
		"quoted":       with("", strings.Repeat(">\n", size/2)),
		"blanks":       with("", strings.Repeat("-----\n\n\n", size/8)),
		"near bounds":  with(mixedHead, strings.Repeat("--mm\r\n", size/6)),
		"soft breaks":  with("Content-Transfer-Encoding: quoted-printable\r\n", strings.Repeat("=\r\n", size/3)),
		"flowed":       with("Content-Type: text/plain; format=flowed; delsp=yes\r\n", strings.Repeat("a \r\n", size/4)),
		"tags":         with("Content-Type: text/html\r\n", strings.Repeat(`<div class="gmail_signature">`, size/29)),
		"addresses":    with("Content-Type: text/html\r\n", strings.Repeat(`<img src="cid:a">`, size/17)),
		"text files":   with(mixedHead, part("text/plain", long+long)+strings.Repeat(part("text/plain; name=a.txt", strings.Repeat("x y\n", size/400)), 90)),
		"nested octet": with("Content-Type: application/pkcs7-mime\r\n", strings.Repeat("\x30\x80", size/2)),
	} {
		start := time.Now()
		_, err := try(mail)
		var fe *format.Error
		require.True(t, err == nil || errors.As(err, &fe), name)
		require.Less(t, time.Since(start), 60*time.Second, name)
	}
}

// FuzzParse: an error with its reason, or articles each of which is an error or
// becomes valid ninjs; and the same bytes give the same.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		with("Subject: =?utf-8?q?a=20?= =?utf-8?b?eA==?=\r\n", "The quay.\n-- \nAnn"), with(mixed, part("text/plain", "x")+part("text/xml", nitfDoc)+jpeg+"--m--"),
		with("Content-Type: text/html; charset=koi8-r\r\nContent-Transfer-Encoding: base64\r\n", "PHA+eDwvcD4="), with("Content-Type: message/rfc822\r\n", with("", "x")),
		with("Content-Type: application/pkcs7-mime\r\n", string(signed("Subject: x\r\n\r\nx", true))), with("Content-Type: multipart/signed; boundary*0=m;\r\n boundary*1*=x\r\n", "--mx\n\nx\n--mx--"),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		in := format.Input{Data: data, Zone: time.UTC, Provider: "p"}
		_, articles, err := formats.Parse(in, "email")
		if err != nil {
			var fe *format.Error
			require.True(t, errors.As(err, &fe) && fe.Reason != "", "%v", err)
			return
		}
		_, again, err := formats.Parse(in, "email")
		require.NoError(t, err)
		require.Equal(t, articles, again)
		require.NotEmpty(t, articles)
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

// BenchmarkParse reads a mail of 4 kB with both kinds of text and a picture.
func BenchmarkParse(b *testing.B) {
	mail := with(mixed, "--m\r\nContent-Type: multipart/alternative; boundary=a\r\n\r\n--a\r\n\r\n"+long+long+"\r\n--a\r\nContent-Type: text/html\r\n\r\n<p>"+long+"</p><p>"+long+"</p>\r\n--a--\r\n"+jpeg+"--m--")
	b.SetBytes(int64(len(mail)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := try(mail); err != nil {
			b.Fatal(err)
		}
	}
}
