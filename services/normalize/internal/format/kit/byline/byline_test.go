package byline_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/byline"
)

func TestClean(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, language, want string }{
		{"By Ann Reed", "", "Ann Reed"}, {"BY: ANN REED", "de", "ANN REED"}, {"by Ann Reed, Harbour Wire", "en", "Ann Reed, Harbour Wire"},
		{"Von Bo Lind", "de-AT", "Bo Lind"}, {"Von Bo Lind", "", "Bo Lind"}, {"von Bo Lind", "en", "Bo Lind"}, {"di Anna Rossi", "", "Anna Rossi"},
		{"Por Ana Ruiz", "es", "Ana Ruiz"}, {"POR ANA RUIZ", "", "ANA RUIZ"}, {"Par L'AFP", "fr", "L'AFP"}, {"Του Νίκου Α.", "el", "Νίκου Α."}, {"Av Bo", "nb", "Bo"},
		{"(Von Bo Lind/abc)", "de", "Bo Lind/abc"}, {"(By Ann Reed)", "", "Ann Reed"}, {"Ann (HW) Reed (abc)", "", "Ann (HW) Reed (abc)"},
		{"Von der Leyen", "", "Von der Leyen"}, {"Di Stefano", "", "Di Stefano"}, {"Von Bo Lind", "en", "Von Bo Lind"}, {"Byron Reed", "", "Byron Reed"}, {"By", "", "By"}, {"Von", "de", "Von"}, {"", "", ""},
	} {
		require.Equal(t, c.want, byline.Clean(c.in, c.language), c.in)
	}
	require.Equal(t, "ANN REED and BO LIND, Cy Holm", byline.Join([]string{"ANN REED", "and BO LIND", "Cy Holm"}))
	require.Empty(t, byline.Join(nil))
}
