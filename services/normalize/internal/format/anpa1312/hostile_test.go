package anpa1312_test

import (
	"testing"

	"github.com/wireroom/wireroom/services/normalize/internal/format/anpa1312"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter/teleprintertest"
)

// Not parallel: what is allocated meanwhile would count.
func TestHostile(t *testing.T) {
	const head = "\x16\x16\x01a0123\x1fhwx\r\nr i\x13\x11 BC-Quay 05-03 0120\r\n\x02"
	pieces := []string{
		"x", "\n", "\r", "^", "^\n", "^a<\n", "^a\n", "^a", "<^", "^a<^", "^By A=\n", "^By A=\n^X=\n", "^X=\n", "^Eds: a<\n", "^(a)<\n", "^KILL<\n", "^Adv05<\n", "a, ", "\t   a\n", "\t", "   ",
		"\x18", "a\x18", "a \x18", "\x0c", "\x0c\x0b", "\x0b", "\x08", "\x10", "\x1d", "\x0e", "\x0ea\x0f", "``", "''", " _ ", "___\n", "a;b\n", "a\tb\n", "kill BC-A ", "\x01", "\x02", "\x03", "\xe4",
		"For Release 6 p.m.\n", "\x01a0123\x1fhwx\r\nr i BC-A 05-03\r\n", "a0123 hwx\n",
	}
	teleprintertest.Hostile(t, anpa1312.Parse, head+"^BC-Quay,120<\r\n", "\x03HW", pieces...)
	teleprintertest.Hostile(t, anpa1312.Parse, head+"^BC-Quay,", "", pieces...)
	teleprintertest.Hostile(t, anpa1312.Parse, "\x16\x16\x01a0123\x1fhwx\r\nr i\x13\x11 BC-", "\x02^Quay<\r\n\x03", pieces...)
	teleprintertest.Hostile(t, anpa1312.Parse, "", "", pieces...)
}
