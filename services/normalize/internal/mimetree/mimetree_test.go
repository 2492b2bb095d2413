package mimetree_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wireroom/wireroom/services/normalize/internal/mimetree"
)

func TestValue(t *testing.T) {
	t.Parallel()
	for field, want := range map[string]struct {
		value  string
		params map[string]string
	}{
		`Text/Plain; Charset="UTF-8"`:                         {"text/plain", map[string]string{"charset": "UTF-8"}},
		`text/plain;charset=utf-8;; format = flowed ;`:        {"text/plain", map[string]string{"charset": "utf-8", "format": "flowed"}},
		`attachment; filename=port plan.xml; size=3`:          {"attachment", map[string]string{"filename": "port plan.xml", "size": "3"}},
		`attachment; filename="a;b\"c\\d.xml"`:                {"attachment", map[string]string{"filename": `a;b"c\d.xml`}},
		`attachment; filename="C:\pics\a.png"`:                {"attachment", map[string]string{"filename": `C:\pics\a.png`}},
		`attachment; filename="never closed`:                  {"attachment", map[string]string{"filename": "never closed"}},
		`attachment; filename*=UTF-8''Caf%C3%A9.xml`:          {"attachment", map[string]string{"filename": "Café.xml"}},
		`attachment; filename=x; filename*=iso-8859-1'en'%E9`: {"attachment", map[string]string{"filename": "é"}},
		`a; f*1="b "; f*0=a; f*2*=%C3%A9; f*0*=utf-8''a`:      {"a", map[string]string{"f": "ab é"}},
		`a; name="=?utf-8?Q?Caf=C3=A9?= =?utf-8?B?IHg=?="`:    {"a", map[string]string{"name": "Café x"}},
		`a; f*99=x; f*x=y; =z; b`:                             {"a", map[string]string{"f*99": "x", "f*x": "y"}},
		`a; b=1; b=2`:                                         {"a", map[string]string{"b": "1"}},
		``:                                                    {"", map[string]string{}},
	} {
		value, params := mimetree.Value(field)
		require.Equal(t, want.value, value, field)
		require.Equal(t, want.params, params, field)
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{`C:\pics\a.png`: "a.png", "../../etc/a": "a", "/": "", "a/": "a", "": ""} {
		p, err := mimetree.Message("x", []byte("Content-Disposition: attachment; filename=\""+strings.ReplaceAll(name, `\`, `\\`)+"\"\n\nx"))
		require.NoError(t, err)
		require.Equal(t, want, p.Name)
	}
}

func TestBase64(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		"UXVheQ==": "Quay", "UXVheQ": "Quay", "UXVh\r\neQ==\r\n": "Quay", "UXVheQ==UXVheQ==": "QuayQuay", "UXVhe": "Qua", "": "", "=": "", "not base64!": "",
	} {
		p, err := mimetree.Message("x", []byte("Content-Transfer-Encoding: base64\n\n"+body))
		require.NoError(t, err)
		data, _ := p.Bytes()
		require.Equal(t, want, string(data), body)
	}
}

func TestLook(t *testing.T) {
	t.Parallel()
	for part, want := range map[string]mimetree.Kind{
		"Content-Type: text/xml\n\n<a/>": mimetree.Document, "Content-Type: application/newsml+xml\n\nx": mimetree.Document, "Content-Type: image/svg+xml\n\n<svg/>": mimetree.Binary,
		"Content-Type: application/octet-stream; name=a.NITF\n\nx": mimetree.Document, "Content-Type: application/octet-stream\n\n\x01abc": mimetree.Document,
		"Content-Type: text/plain; name=a.txt\n\nHello": mimetree.Text, "Content-Type: application/octet-stream; name=a.txt\n\nHello": mimetree.Text, "Content-Type: text/plain\n\n<?xml": mimetree.Document,
		"Content-Type: application/pdf\n\n%PDF": mimetree.Binary, "Content-Type: text/html\n\n<p>": mimetree.Text, "Content-Type: application/vnd.openxmlformats-officedocument.wordprocessingml.document; name=a.docx\n\nPK": mimetree.Binary,
		"Content-Type: message/rfc822\n\nx": mimetree.Document, "Content-Type: application/octet-stream\n\n\x89PNG": mimetree.Binary, "Content-Type: text/plain\n\n": mimetree.Binary,
	} {
		p, err := mimetree.Message("x", []byte(part))
		require.NoError(t, err)
		data, _ := p.Bytes()
		require.Equal(t, want, p.Look(data), part)
	}
}

// What is split at a boundary, put together again, is what was split.
func TestPieces(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		lines := rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(rt, "line end")
		bodies := rapid.SliceOfN(rapid.StringMatching(`[a-z \-]{0,20}(\r?\n[a-z\-]{0,9}){0,3}`), 1, 5).Draw(rt, "bodies")
		var b strings.Builder
		for i, body := range bodies {
			b.WriteString("--B" + lines + "A: " + string(rune('a'+i)) + lines + lines + body + lines)
		}
		if rapid.Bool().Draw(rt, "ended") {
			b.WriteString("--B--" + lines)
		} else {
			b.WriteString("--B" + lines)
		}
		p, err := mimetree.Body("x", []byte(b.String()), "multipart/mixed; boundary=B")
		require.NoError(rt, err)
		require.Len(rt, p.Parts, len(bodies))
		for i, part := range p.Parts {
			require.Equal(rt, bodies[i], string(part.Raw()))
			require.Equal(rt, string(rune('a'+i)), part.Header.Get("a"))
		}
	})
}

// FuzzMessage: no panic, leaves are bounded, and what is decoded is no larger
// than what came, but for what UTF-8 takes.
func FuzzMessage(f *testing.F) {
	f.Add([]byte("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Transfer-Encoding: base64\n\nUXVheQ==\n--b--"))
	f.Add([]byte("Subject: =?utf-8?q?a=20?= =?x\nContent-Type: text/plain; charset*0=iso-; charset*1=2022-jp\n\n\x1b$B"))
	f.Add([]byte("Content-Transfer-Encoding: x-uuencode\n\nbegin 644 a\n#0V%T\n`\nend"))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := mimetree.Message("x", data)
		if err != nil {
			return
		}
		leaves, size := 0, 0
		var walk func(*mimetree.Part)
		walk = func(p *mimetree.Part) {
			if p.IsMultipart() {
				for _, c := range p.Parts {
					walk(c)
				}
				return
			}
			leaves++
			if text, _, err := p.Text(); err == nil {
				size += len(text)
			}
			_ = p.Header.Text("Subject", "")
		}
		walk(p)
		require.LessOrEqual(t, leaves, 100)
		require.LessOrEqual(t, size, 4*len(data)+16)
	})
}
