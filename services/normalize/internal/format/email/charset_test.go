package email_test

import (
	"encoding/base64"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

func TestCharsets(t *testing.T) {
	t.Parallel()
	for label, c := range map[string]struct {
		enc  encoding.Encoding
		text string
	}{
		"ISO-2022-JP": {japanese.ISO2022JP, "港は嵐のため閉鎖された。"}, "Shift_JIS": {japanese.ShiftJIS, "港は閉鎖された。"}, "cp932": {japanese.ShiftJIS, "港は閉鎖された。"},
		"EUC-JP": {japanese.EUCJP, "港は閉鎖"}, "GB18030": {simplifiedchinese.GB18030, "港口因风暴关闭。"}, "gb2312": {simplifiedchinese.GBK, "港口关闭"},
		"hz-gb-2312": {simplifiedchinese.HZGB2312, "港口关闭"}, "Big5": {traditionalchinese.Big5, "港口關閉"}, "ks_c_5601-1987": {korean.EUCKR, "항구가 폐쇄"},
		"KOI8-R": {charmap.KOI8R, "Порт закрыт из-за шторма."}, "koi8-u": {charmap.KOI8U, "Порт закрито"}, "windows-1251": {charmap.Windows1251, "Порт закрыт"},
		"ISO-8859-5": {charmap.ISO8859_5, "Порт закрыт"}, "ibm866": {charmap.CodePage866, "Порт закрыт"}, "cp850": {charmap.CodePage850, "Der Hafen schließt früh"},
		"ISO-8859-1": {charmap.Windows1252, "“The quay – closed” said Müller, 5 €"}, "us-ascii": {charmap.Windows1252, "Zoë’s quay"}, "iso-8859-2": {charmap.ISO8859_2, "Přístav zavřen"},
		"iso-8859-7": {charmap.ISO8859_7, "Το λιμάνι έκλεισε"}, "iso-8859-8-i": {charmap.ISO8859_8, "הנמל נסגר"}, "windows-1256": {charmap.Windows1256, "الميناء مغلق"},
		"tis-620": {charmap.Windows874, "ท่าเรือปิด"}, "windows-1254": {charmap.Windows1254, "Liman kapalı"}, "macintosh": {charmap.Macintosh, "Le quai fermé"},
		"utf-8": {encoding.Nop, "Zoë’s 港"}, "unknown-8bit": {encoding.Nop, "Zoë’s 港"}, "x-unknown": {charmap.Windows1252, "Zoë’s quay"}, "UTF8": {encoding.Nop, "Zoë"}, "iso-8859-15": {encoding.Nop, "Zoë, as UTF-8"},
	} {
		t.Run(label, func(t *testing.T) {
			t.Parallel()
			raw := encoded(t, c.enc, c.text)
			if label == "hz-gb-2312" {
				raw += "~}" // the encoder leaves it out
			}
			word := "Subject: =?" + label + "?B?" + base64.StdEncoding.EncodeToString([]byte(raw)) + "?=\r\n"
			type8 := "Content-Type: text/plain; charset=\"" + label + "\"\r\n"
			it := one(t, with(word+type8+"Content-Transfer-Encoding: 8bit\r\n", raw+"\r\n"))
			require.Equal(t, c.text, it.Headlines[0].Value)
			require.Equal(t, c.text, text(it))
			it = one(t, with(type8+"Content-Transfer-Encoding: base64\r\nSubject: "+raw+"\r\n", base64.StdEncoding.EncodeToString([]byte(raw))))
			require.Equal(t, c.text, text(it))
			if !strings.Contains(raw, "\x1b") && label != "us-ascii" && label != "hz-gb-2312" {
				require.Equal(t, c.text, it.Headlines[0].Value, "undeclared bytes of the header are in the charset of the text")
			}
		})
	}
}

func TestKoreanSevenBit(t *testing.T) {
	t.Parallel()
	raw := encoded(t, korean.EUCKR, "항구")
	shifted := "\x1b$)C\n\x0e" + strings.Map(func(r rune) rune { return r &^ 0x80 }, latin(raw)) + "\x0f closed"
	require.Equal(t, "항구 closed", text(one(t, with("Content-Type: text/plain; charset=iso-2022-kr\r\n", shifted))))
}

func latin(s string) string {
	var b strings.Builder
	for i := range len(s) {
		b.WriteRune(rune(s[i]))
	}
	return b.String()
}

func TestCharsetsRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ label, body string }{
		{"utf-7", "Hi +AOQ-"}, {"unicode-1-1-utf-7", "plain"}, {"x-telex-9", "M\xfcller"},
	} {
		_, err := try(with("Content-Type: text/plain; charset="+c.label+"\r\n", c.body))
		var fe *format.Error
		require.True(t, errors.As(err, &fe), c.label)
		require.Equal(t, contract.ReasonCharset, fe.Reason, c.label)
	}
	alternative := "Content-Type: multipart/alternative; boundary=b\r\n"
	it := one(t, with(alternative, "--b\r\nContent-Type: text/plain; charset=utf-7\r\n\r\nx\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>The quay.</p>\r\n--b--"))
	require.Equal(t, "The quay.", text(it), "one text that can be read is enough")
	require.Equal(t, "M\u00fcller\u2019s", text(one(t, with("Content-Type: text/plain; charset=utf-8\r\n", "M\xfcller\x92s"))), "Windows-1252 beyond doubt")
}

func TestEncodings(t *testing.T) {
	t.Parallel()
	long := base64.StdEncoding.EncodeToString([]byte("The quay is shut until noon."))
	for name, c := range map[string][2]string{
		"quoted":                 {"quoted-printable", "The quay=\r\n is shut=20until noo=6E."},
		"quoted, broken":         {"Quoted-Printable", "The quay is shut= \r\n until noon=2E"},
		"base64":                 {"base64", long[:10] + "\r\n" + long[10:]},
		"base64 without padding": {"BASE64", strings.TrimRight(long, "=")},
		"base64 with a footer":   {"base64", long + "\r\n-- \r\nA list of ours.\r\n"},
		"base64 with spaces":     {" base64 ", " " + long[:8] + " \r\n\t" + long[8:]},
		"uuencoded":              {"x-uuencode", "begin 644 a\n<5&AE('%U87D@:7,@<VAU=\"!U;G1I;\"!N;V]N+@\n`\nend\n"},
		"unknown":                {"x-own", "The quay is shut until noon."},
		"8 bit":                  {"8bit; x", "The quay is shut until noon."},
	} {
		require.Equal(t, "The quay is shut until noon.", text(one(t, with("Content-Transfer-Encoding: "+c[0]+"\r\n", c[1]))), name)
	}
}

func TestFlowed(t *testing.T) {
	t.Parallel()
	it := one(t, with("Content-Type: text/plain; format=flowed\r\n", "The quay is \r\nshut.\r\n\r\n> who \r\n> said\r\n>> so\r\nEnd.\r\n-- \r\nAnn \r\n"))
	require.Equal(t, "The quay is shut.\n\n> who said\n>> so\nEnd.", text(it))
	it = one(t, with("Content-Type: text/plain; format=flowed; delsp=yes\r\n", "港は \r\n閉鎖。 \r\n"))
	require.Equal(t, "港は閉鎖。", text(it))
}
