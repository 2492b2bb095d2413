package lastword_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
)

// The condition holds among writers that name the same filter, one by one. Those are
// the last word, and the command that erases, which names the same filter.
func TestNothingElseWritesNews(t *testing.T) {
	t.Parallel()
	var writers, batches []string
	root := filepath.Join("..", "..", "..", "..")
	require.NoError(t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		name, _ := filepath.Rel(root, path)
		name = filepath.ToSlash(name)
		if strings.Contains(string(text), "contract.Written(") || strings.Contains(string(text), "\"lastword.\"") {
			writers = append(writers, name)
		}
		if strings.Contains(string(text), "PublishMsgBatch(") || strings.Contains(string(text), "NewBatchPublisher(") {
			batches = append(batches, name)
		}
		return err
	}))
	require.ElementsMatch(t, []string{"pkg/contract/subject.go", "services/publish/internal/lastword/lastword.go", "services/wireroom/internal/erase/sweep.go"}, writers)
	require.Equal(t, []string{"pkg/bus/writer.go"}, batches)
	require.NotContains(t, contract.BatchedStreams(), contract.StreamNews)
	for _, s := range contract.Streams(contract.StreamOptions{}) {
		require.Equal(t, slices.Contains(contract.BatchedStreams(), s.Name), s.AllowAtomicPublish, s.Name)
	}
	erase, err := os.ReadFile(filepath.Join(root, "services/wireroom/internal/erase/sweep.go"))
	require.NoError(t, err)
	for _, names := range []string{"filter := contract.NewsOfArticle(", "jetstream.WithExpectLastSequenceForSubject(expected, filter)"} {
		require.True(t, strings.Contains(string(erase), names), "erase has no %s", names)
	}
}

// The broker refuses NEWS to every role but these two.
func TestOnlyPublishAndTheOperatorMayWriteNews(t *testing.T) {
	t.Parallel()
	var may []contract.Role
	for _, role := range contract.Roles() {
		for _, subject := range role.Publish {
			if strings.HasPrefix(subject, contract.Written("news.")) || strings.HasPrefix(subject, "news.") || subject == ">" {
				may = append(may, role.Role)
			}
		}
	}
	require.ElementsMatch(t, []contract.Role{contract.RolePublish, contract.RoleOperator}, may)
}
