package byline_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/byline"
)

func TestIsCode(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]bool{
		"SMN-IBR": true, "IBR": true, "SMN/IB": true, "ib/rk": true, "IB17": true, "I.B.": true, "IDA BRACK": false, "Ida Brack": false, "MADONNA": false,
		"BRACK": false, "Ida": false, "JEAN-PIERRE": false, "Jean-Luc": false, "": false, "LI WEI": false,
	} {
		require.Equal(t, want, byline.IsCode(s), s)
	}
}
