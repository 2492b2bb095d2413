package hostile

import "fmt"

const mailHead = "From: desk@example.org\r\nSubject: Storm\r\nDate: Mon, 1 Jan 2024 10:00:00 +0000\r\nMIME-Version: 1.0\r\n"

func mail(name, header, piece string) Document {
	return Document{"email: " + name, "message/rfc822", mailHead + header + "\r\n", "", numbered(piece)}
}

func mails() []Document {
	const mixed = "Content-Type: multipart/mixed; boundary=b\r\n"
	const html = "Content-Type: text/html\r\n"
	return []Document{
		mail("lines", "", "a # line\r\n"), mail("paragraphs", "", "a\r\n\r\n"), mail("one line", "", "word "), mail("quotes", "", "> a\r\n"), mail("deep quotes", "", ">"), mail("signatures", "", "-- \r\na\r\n"), mail("addresses", "", "a@b.c "),
		mail("headers", "X: ", "\r\nX-#: a"), mail("one header", "X-A: ", "a "), mail("recipients", "To: a@b.c", ", a#@b.c"), mail("words", "X-Keywords: ", " =?utf-8?q?a?="), mail("keywords", "Keywords: a", ",\r\n a#"),
		mail("parts", mixed, "--b\r\n\r\na\r\n"), mail("empty multiparts", mixed, "--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n"), mail("digest", "Content-Type: multipart/digest; boundary=b\r\n", "--b\r\n\r\nSubject: a #\r\n\r\ntext\r\n"),
		mail("boundaries", mixed, "--b\r\n"), mail("nearly boundaries", mixed, "--bb"), mail("forwarded", "", "---------- Forwarded message ---------\r\nFrom: a\r\n"), mail("from lines", "", "\r\nFrom a@b.c\r\nSubject: a\r\n"),
		mail("html comments", html, "<!---->"), mail("html paragraphs", html, "<p>a</p>"), mail("html quotes", html, "<blockquote>a</blockquote>"), mail("html nested", html, "<blockquote type=cite>"), mail("html tables", html, "<table><tr><td>a"), mail("html bold", html, "<b>a"), mail("html breaks", html, "a<br>"),
		mail("flowed", "Content-Type: text/plain; format=flowed\r\n", "a \r\n"), mail("flowed quotes", "Content-Type: text/plain; format=flowed\r\n", "> a \r\n"), mail("enriched", "Content-Type: text/enriched\r\n", "<bold>a</bold>"), mail("quoted-printable", "Content-Transfer-Encoding: quoted-printable\r\n", "=41"), mail("soft breaks", "Content-Transfer-Encoding: quoted-printable\r\n", "=\r\n"),
		mail("base64", "Content-Transfer-Encoding: base64\r\n", "YWFh\r\n"), mail("uuencode", "", "begin 644 a#\r\n#86%A\r\n`\r\nend\r\n"),
		{"multipart: feeds", "multipart/mixed; boundary=b", "", "--b--\r\n", func(i int) string {
			return fmt.Sprintf("--b\r\nContent-Type: application/rss+xml\r\n\r\n<rss><channel><item><title>a %d</title></item></channel></rss>\r\n", i)
		}},
		{"multipart: fields", "multipart/form-data; boundary=b", "", "--b--\r\n", numbered("--b\r\nContent-Disposition: form-data; name=a#\r\n\r\nb\r\n")},
	}
}
