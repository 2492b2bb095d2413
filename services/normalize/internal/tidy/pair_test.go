package tidy_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

func TestAPairOfSurrogatesIsOneCharacter(t *testing.T) {
	t.Parallel()
	it, _ := must(t, format.Article{ID: "1", Item: ninjs.Item{
		Headlines: []ninjs.Text{{Value: "Ferry &amp;#55357;&amp;#56832; late"}},
		Bodies:    []ninjs.Body{{ContentType: "text/html", Value: "<p>Ferry &#xD83D;&#xDE00; late.</p>"}},
	}})
	require.Equal(t, "Ferry 😀 late", it.Headlines[0].Value)
	require.Equal(t, "Ferry 😀 late.", it.Bodies[1].Value)
}
