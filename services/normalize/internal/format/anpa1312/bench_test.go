package anpa1312_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/services/normalize/internal/format/anpa1312"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter/teleprintertest"
)

// A story of some 400 words, as agencies send them.
func BenchmarkParse(b *testing.B) {
	lines := []string{"^BC-IE--Quay-Fire, 1st Ld-Writethru,400<", "^Quay burns, nobody hurt<", "^Eds: Adds quotes.<", "^By ANN REED=", "^Harbour Wire Writer="}
	for range 13 {
		lines = append(lines, "\t   The harbor stays closed until the wind drops below 40 knots, ``for good,'' its master said. Ships wait outside, and nobody knows how long that will take; the forecast says two days.", " ")
	}
	in := teleprintertest.Input(message("a0123\x1f_hwx", plainHeader, lines...))
	b.SetBytes(int64(len(in.Data)))
	b.ReportAllocs()
	for b.Loop() {
		_, err := anpa1312.Parse(in)
		require.NoError(b, err)
	}
}
