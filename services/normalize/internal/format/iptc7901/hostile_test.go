package iptc7901_test

import (
	"testing"

	"github.com/wireroom/wireroom/services/normalize/internal/format/iptc7901"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter/teleprintertest"
)

// Not parallel: what is allocated meanwhile would count.
func TestHostile(t *testing.T) {
	const head = "\x01bdt0123 3 pl 210\r\n"
	pieces := []string{
		"x", "\n", "\r", "a\n", "a\n\n", "/", "a/", "=\n", "x =\n", "By A\n", "By A B =\n", "(", "(a)\n", "Eds: a\n", "KILL ", "KILL\n", "1ST LEAD\n", "Sperrfrist 1800\n",
		"\x1f", "a\x1fb\n", "a   b\n", "\x12", "\x1b(B", "\x02", "\x03", "\x01", "\x01bdt0123 3 s 1\r\n", "{", "a}b ", "\xe4", "a\x84b ", "<#>\n", "# Notebook\n", "hwd ar\n\n", "* * * *\n",
		"BC-A, ", "kill BC-A ", "- ", "031015 May 24\n", "Bonn (hwd) - ", "\x04", "bdt0126 3 s 55\nA/\n",
	}
	teleprintertest.Hostile(t, iptc7901.Parse, head+"Hafen/\r\n\x02Kran =\r\n\r\n", "\x0303", pieces...)
	teleprintertest.Hostile(t, iptc7901.Parse, head+"Hafen/\r\n\x02", "", pieces...)
	teleprintertest.Hostile(t, iptc7901.Parse, head, "\x02Kran =\r\n\x03", pieces...)
	teleprintertest.Hostile(t, iptc7901.Parse, "", "", pieces...)
}
