package iptc7901_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/services/normalize/internal/format/iptc7901"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter/teleprintertest"
)

// A story of some 400 words, as agencies send them.
func BenchmarkParse(b *testing.B) {
	paragraph := "   The harbour stays closed until the wind drops below forty knots, its\r\nmaster said. Ships wait outside, and nobody knows how long that will\r\ntake; the forecast says two days.\r\n\r\n"
	in := teleprintertest.Input(message("hwa0123 4 i 400 hw 12", "Quay-Fire/", "1ST LEAD\r\nQuay burns, nobody hurt\r\nBy Ann Reed =", "Cork (hw) - "+strings.Repeat(paragraph, 13)+"hw ar", "031015 GMT May 24"))
	b.SetBytes(int64(len(in.Data)))
	b.ReportAllocs()
	for b.Loop() {
		_, err := iptc7901.Parse(in)
		require.NoError(b, err)
	}
}
