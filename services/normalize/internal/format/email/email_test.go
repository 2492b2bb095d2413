package email_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

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
		{"utf-7", "Hi +AOQ-"}, {"unicode-1-1-utf-7", "plain"}, {"utf-8", "Zo\xc3\xab and M\xfcller: half of each"}, {"x-telex-9", "M\xfcller"}, {"euc-jp", "\xff\xff\xff"},
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

func TestSubjects(t *testing.T) {
	t.Parallel()
	for subject, want := range map[string][3]string{ // headline, slugline, title
		"Port closes":                    {"Port closes", "Port closes", ""},
		"Re: AW: Fwd: Port closes":       {"Port closes", "Port closes", "Re: AW: Fwd: Port closes"},
		"Re:":                            {"Re:", "Re:", ""},
		"Response: none":                 {"Response: none", "Response: none", ""},
		"=?utf-8?Q?Caf=C3=A9=20am_Kai?=": {"Café am Kai", "Café am Kai", ""},
		"=?utf-8?q?Caf=C3?=\r\n =?UTF-8?q?=A9 am?= Kai": {"Café am Kai", "Café am Kai", ""},
		"=?utf-8?B?Q2Fmw6k?=":                           {"Café", "Café", ""},
		"=?utf-8*fr?B?Q2Fm?= =?utf-8?Q?=C3=A9_x?=":      {"Café x", "Café x", ""},
		"=?utf-8?Q?Caf=C3=A9 am Kai":                    {"Café am Kai", "Café am Kai", ""},
		"a=?iso-8859-1?q?=e9?=b":                        {"aéb", "aéb", ""},
		"=?x-none?Q?=80?= x":                            {"=?x-none?Q?=80?= x", "=?x-none?Q?=80?= x", ""},
		"=?utf-8?X?a?= =?":                              {"=?utf-8?X?a?= =?", "=?utf-8?X?a?= =?", ""},
		"Caf\xc3\xa9 raw":                               {"Café raw", "Café raw", ""},
		"Caf\xe9 raw":                                   {"Café raw", "Café raw", ""},
	} {
		it := one(t, with("Subject: "+subject+"\r\n", "text"))
		require.Equal(t, want, [3]string{it.Headlines[0].Value, it.Slugline, it.Title}, subject)
	}
}

func TestFields(t *testing.T) {
	t.Parallel()
	fields := "Subject: Port closes\r\nReply-To: Desk <desk@harbour.example>\r\nOrganization: Harbour Wire\r\nList-Id: \"Harbour News\" <news.harbour.example>\r\n" +
		"Keywords: quay, storm;ferry\r\nX-Priority: 1 (Highest)\r\nContent-Language: en-IE, ga\r\nComments: Not before noon\r\nSummary: A storm\r\n" +
		"References: <0@harbour.example> <00@harbour.example>\r\nIn-Reply-To: <00@harbour.example>\r\nSupersedes: <9@harbour.example>\r\n" +
		"Expires: Sat, 4 May 2024 08:00:00 GMT\r\nSender: Robot <robot@harbour.example>\r\n"
	articles := read(t, with(fields, "The quay is shut."))
	require.Equal(t, "1@harbour.example", articles[0].ID)
	require.Equal(t, contract.Update, articles[0].Signal)
	it, _ := tidied(t, articles[0])
	require.Equal(t, "Ann Reed", it.By)
	require.Equal(t, "2024-05-03T06:00:00Z", it.VersionCreated.UTC().Format(time.RFC3339))
	require.Equal(t, "2024-05-04T08:00:00Z", it.Expires.UTC().Format(time.RFC3339))
	require.EqualValues(t, 3, it.Urgency)
	require.Equal(t, "en-IE", it.Language)
	require.Equal(t, "Not before noon", it.EdNote)
	require.Equal(t, "A storm", it.Descriptions[0].Value)
	require.Equal(t, []ninjs.Subject{{Name: "quay", Rel: "keyword"}, {Name: "storm", Rel: "keyword"}, {Name: "ferry", Rel: "keyword"}}, it.Subjects)
	require.Equal(t, []ninjs.AltID{{Role: "supersedes", Value: "9@harbour.example"}, {Role: "in-reply-to", Value: "00@harbour.example"},
		{Role: "references", Value: "0@harbour.example"}, {Role: "id", Value: "1@harbour.example"}}, it.AltIDs)
	require.Equal(t, []ninjs.InfoSource{
		{Name: "Ann Reed", Role: "from", ContactInfo: []ninjs.ContactInfo{{Type: "email", Value: "ann@harbour.example"}, {Type: "email", Role: "reply-to", Name: "Desk", Value: "desk@harbour.example"}}},
		{Name: "Robot", Role: "sender", ContactInfo: []ninjs.ContactInfo{{Type: "email", Value: "robot@harbour.example"}}},
		{Name: "Harbour Wire", Role: "organization"}, {Name: "Harbour News", Role: "list", Literal: "news.harbour.example"},
	}, it.InfoSources)
	require.Equal(t, "The quay is shut.", text(it))
}

func TestUrgency(t *testing.T) {
	t.Parallel()
	for field, want := range map[string]ninjs.Urgency{
		"Importance: high": 3, "Importance: Low": 6, "X-Priority: 3": 0, "X-Priority: 5": 6, "Priority: urgent": 3, "Priority: normal": 0, "X-MSMail-Priority: High": 3, "X-Nothing: 1": 0,
	} {
		require.Equal(t, want, one(t, with(field+"\r\n", "text")).Urgency, field)
	}
}

func TestSenders(t *testing.T) {
	t.Parallel()
	for from, want := range map[string][2]string{ // by, name of the source
		"Ann Reed <a@a.example>": {"Ann Reed", "Ann Reed"}, "a@a.example": {"", "a@a.example"}, "<a@a.example>": {"", "a@a.example"}, "a@a.example (Ann Reed)": {"Ann Reed", "Ann Reed"},
		`"Reed, Ann" <a@a.example>`: {"Reed, Ann", "Reed, Ann"}, "Reed, Ann <a@a.example>": {"Reed, Ann", "Reed, Ann"}, `"a@a.example" <a@a.example>`: {"", "a@a.example"},
		"Ann <a@a.example>, Bob <b@a.example>": {"Ann, Bob", "Ann"}, "=?utf-8?Q?Zo=C3=AB?= <a@a.example>": {"Zoë", "Zoë"}, `"=?utf-8?Q?Zo=C3=AB?=" <a@a.example>`: {"Zoë", "Zoë"},
		"'Ann Reed' via Harbour News <n@a.example>": {"Ann Reed", "Ann Reed"}, `"Ann \"The Quay\" Reed" <a@a.example>`: {`Ann "The Quay" Reed`, `Ann "The Quay" Reed`}, "Harbour Wire": {"Harbour Wire", "Harbour Wire"},
	} {
		it := one(t, "From: "+from+"\r\nSubject: x\r\nMIME-Version: 1.0\r\n\r\ntext")
		require.Equal(t, want, [2]string{it.By, it.InfoSources[0].Name}, from)
	}
}

func TestDates(t *testing.T) {
	t.Parallel()
	for date, want := range map[string]string{
		"Fri, 3 May 2024 08:00:00 +0200": "2024-05-03T06:00:00Z", "3 May 2024 08:00 -0500": "2024-05-03T13:00:00Z", "Fri, 03 May 24 08:00:00 EST": "2024-05-03T13:00:00Z",
		"Fri, 3 May 2024 08:00:00 GMT+0200 (CEST)": "2024-05-03T06:00:00Z", "Fri May 3 08:00:00 2024": "2024-05-03T08:00:00Z", "Mon, 3 May 2024 08:00:00 -0000": "2024-05-03T08:00:00Z",
		"2024-05-03T08:00:00+02:00": "2024-05-03T06:00:00Z", "03-May-2024 08:00:00 CEST": "2024-05-03T06:00:00Z", "Fri, 31 Feb 2024 08:00:00 +0000": "", "soon": "", "3 May 2024": "", "Fri, 3 May 2024 25:00:00 +0000": "", "": "",
	} {
		it := one(t, "From: a@a.example\r\nSubject: x\r\nDate: "+date+"\r\n\r\ntext")
		got := ""
		if !it.VersionCreated.IsZero() {
			got = it.VersionCreated.UTC().Format(time.RFC3339)
		}
		require.Equal(t, want, got, date)
	}
	it := one(t, "Received: by b; Fri, 3 May 2024 09:00:00 +0000\r\nReceived: from a by b;\r\n Fri, 3 May 2024 08:00:00 +0000\r\nFrom: a@a.example\r\nSubject: x\r\n\r\ntext")
	require.Equal(t, "2024-05-03T08:00:00Z", it.VersionCreated.UTC().Format(time.RFC3339))
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

func TestAroundTheText(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ subject, body, want string }{
		"signature":            {"x", "The quay.\n\n-- \nAnn Reed\nHarbour Wire\n", "The quay."},
		"loose signature":      {"x", "The quay.\n--\nAnn Reed\n", "The quay."},
		"a rule is none":       {"x", "One.\n--\n" + strings.Repeat("Two.\n", 20), "One.\n--\n" + strings.TrimSpace(strings.Repeat("Two.\n", 20))},
		"long signature":       {"x", "One.\n-- \n" + strings.Repeat("Two.\n", 20), "One.\n--\n" + strings.TrimSpace(strings.Repeat("Two.\n", 20))},
		"footer of a list":     {"x", "The quay.\n" + strings.Repeat("_", 47) + "\nNews list\nhttps://a.example/news\n", "The quay."},
		"answer":               {"Re: x", "The quay.\n\nOn 3 May 2024, Bob <b@a.example> wrote:\n> Is it?\n> Yes\n", "The quay."},
		"answer in German":     {"AW: x", "The quay.\n\nAm 03.05.2024 um 08:00 schrieb Bob\n<b@a.example>:\n\n> Is it?\n", "The quay."},
		"quotation":            {"x", "He said:\n\n> The quay is shut.\n", "He said:\n\n> The quay is shut."},
		"quotation within":     {"Re: x", "On 3 May 2024 he wrote:\n> Shut.\nWe agree.", "On 3 May 2024 he wrote:\n> Shut.\nWe agree."},
		"Outlook's answer":     {"RE: x", "The quay.\n\n-----Original Message-----\nFrom: Bob\nSent: Friday\nSubject: x\n\nIs it?", "The quay."},
		"forwarded":            {"Fwd: x", "---------- Forwarded message ---------\nFrom: Bob <b@a.example>\nDate: Fri\nSubject: x\nTo: Ann\n\n\nThe quay.", "The quay."},
		"forwarded by Apple":   {"Fwd: x", "See this.\n\nBegin forwarded message:\n\nFrom: Bob\nSubject: x\n\nThe quay.", "See this.\n\nThe quay."},
		"forwarded, no prefix": {"x", "See this.\n\n---------- Forwarded message ---------\nFrom: Bob\nSubject: x\n\nThe quay.", "See this.\n\nThe quay."},
		"a line is no mark":    {"x", "One.\n-----------\nTwo: a\n\nThree.", "One.\n-----------\nTwo: a\n\nThree."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := text(one(t, with("Subject: "+c.subject+"\r\n", c.body)))
			require.Equal(t, c.want, strings.ReplaceAll(got, "<br/>", "\n"))
		})
	}
}

func TestAroundTheMarkup(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ subject, body, want string }{
		"plain":              {"x", "<html><head><title>T</title><style>p{}</style></head><body><p>The quay.</p></body></html>", "The quay."},
		"signature":          {"x", `<p>The quay.</p><div class="gmail_signature"><div>Ann</div></div>`, "The quay."},
		"typed signature":    {"x", `<p>The quay.</p>-- <br>Ann Reed`, "The quay."},
		"answer":             {"Re: x", `<p>The quay.</p><div class="gmail_quote"><div class="gmail_attr">On Friday Bob wrote:</div><blockquote><p>Is it?</p></blockquote></div>`, "The quay."},
		"cited":              {"Re: x", `<p>The quay.</p><blockquote type="cite"><p>Is it?</p></blockquote>`, "The quay."},
		"quotation":          {"x", `<p>He said:</p><blockquote type="cite"><p>Shut.</p></blockquote>`, "He said:\n\nShut."},
		"forwarded":          {"Fwd: x", `<div class="gmail_quote"><div class="gmail_attr">---- Forwarded<br>From: Bob</div><p>The quay.</p></div>`, "The quay."},
		"Outlook's answer":   {"RE: x", `<p>The quay.</p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p><b>From:</b> Bob</p></div></div><p>Is it?</p>`, "The quay."},
		"Outlook passes on":  {"FW: x", `<p>See this.</p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p><b>From:</b> Bob</p></div></div><p>The quay.</p>`, "See this.\n\nThe quay."},
		"Outlook on the web": {"RE: x", `<p>The quay.</p><hr><div id="divRplyFwdMsg"><b>From:</b> Bob</div><p>Is it?</p>`, "The quay."},
		"a by-line":          {"x", `<p>The quay.</p><p class="signature">Ann</p><div class="signature">Reed</div>`, "The quay.\n\nAnn\n\nReed"},
		"only a quote":       {"Re: x", `<blockquote type="cite"><p>Is it?</p></blockquote>`, "Is it?"},
		"never closed":       {"x", `<p>The quay.</p><div class="gmail_signature"><p>Ann</p>`, "The quay.\n\nAnn"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.want, text(one(t, with("Content-Type: text/html\r\nSubject: "+c.subject+"\r\n", c.body))))
		})
	}
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
