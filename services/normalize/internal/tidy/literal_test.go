package tidy_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/tidy"
)

// A headline that is plain text beyond doubt keeps what looks like markup.
func TestALiteralHeadlineStays(t *testing.T) {
	t.Parallel()
	const text = "The <b> tag &amp; more"
	for literal, want := range map[bool]string{true: text, false: "The tag & more"} {
		a := format.Article{ID: "1", Literal: literal, Item: ninjs.Item{Headlines: []ninjs.Text{{Value: text}}}}
		it, _, err := tidy.Article(a, tidy.Settings{Provider: "p"})
		require.NoError(t, err)
		require.Equal(t, want, it.Headlines[0].Value)
	}
}
