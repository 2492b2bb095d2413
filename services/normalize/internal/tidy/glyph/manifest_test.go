package glyph_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/services/normalize/internal/tidy/glyph"
)

func TestWithoutManifest(t *testing.T) {
	t.Parallel()
	manifest := "\ufeff" + strings.Repeat("\U000e0133\U000e0122\ufe00\ufe01", 3)
	for in, want := range map[string]string{
		"The ferry." + manifest: "The ferry.", "The" + manifest + " ferry." + manifest: "The ferry.", strings.TrimPrefix(manifest, "\ufeff"): "",
		"The ferry.": "The ferry.", "\ufeffThe": "\ufeffThe", "❤\ufe0f 葛\U000e0100": "❤\ufe0f 葛\U000e0100", "": "",
	} {
		out, found := glyph.WithoutManifest(in)
		require.Equal(t, want, out, "%q", in)
		require.Equal(t, want != in, found, "%q", in)
	}
}
