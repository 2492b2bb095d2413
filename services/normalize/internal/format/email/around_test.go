package email_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

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
