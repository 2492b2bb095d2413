package email_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheLastAlternativeIsABranch(t *testing.T) {
	t.Parallel()
	const (
		head  = "Subject: Ferry\r\nContent-Type: multipart/alternative; boundary=t\r\n"
		plain = "--t\r\nContent-Type: text/plain\r\n\r\nOne.\r\n\r\nTwo.\r\n\r\nThree.\r\n"
		pdf   = "--b\r\nContent-Type: application/pdf; name=map.pdf\r\nContent-Disposition: inline; filename=map.pdf\r\n\r\n%PDF-1.4\r\n"
	)
	html := func(text string) string {
		return "--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><head><title>x</title><style>p{}</style></head><body><p>" + text + "</p></body></html>\r\n"
	}
	text := func(text string) string { return "--b\r\nContent-Type: text/plain\r\n\r\n" + text + "\r\n" }
	mixed := func(parts string) string {
		return "--t\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + parts + "--b--\r\n--t--"
	}
	for name, c := range map[string]struct{ body, want string }{
		"html, file, html":       {plain + mixed(html("One.")+pdf+html("Two.")+pdf+html("Three.")), "One.\n\nTwo.\n\nThree."},
		"html, file, text":       {plain + mixed(html("One.")+pdf+text("Two & three.")), "One.\n\nTwo & three."},
		"text, file, text":       {mixed(text("One.") + pdf + text("Two.")), "One.\n\nTwo."},
		"no branch with a text":  {plain + mixed(pdf), "One.\n\nTwo.\n\nThree."},
		"related within a mixed": {plain + mixed("--b\r\nContent-Type: multipart/related; boundary=r\r\n\r\n--r\r\nContent-Type: text/html\r\n\r\n<p>One.</p>\r\n--r--\r\n"+html("Two.")), "One.\n\nTwo."},
	} {
		it := one(t, with(head, c.body))
		require.Equal(t, c.want, it.Bodies[1].Value, name)
	}
	it := one(t, with("Subject: Ferry\r\nContent-Type: multipart/mixed; boundary=b\r\n", html("One.")+pdf+html("Two.")+text("Three.")+"--b--"))
	require.Equal(t, "One.\n\nTwo.\n\nThree.", it.Bodies[1].Value)
}
