package classify_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/local/localtest"
)

func TestTheSeedIsPoliticsOrConflict(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(localtest.Corpus(t, "seed", "article.txt"))
	require.NoError(t, err)
	title, text, _ := strings.Cut(string(data), "\n")
	got, _, ok := load(t).Topic(title, text)
	require.True(t, ok)
	require.Contains(t, []string{"politics-and-government", "conflict-war-and-peace"}, got.Slug)
}
