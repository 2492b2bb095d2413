package operator

import (
	"crypto/rand"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/provider"
)

func TestTheFileIsReadAndWrongOnesAreRefused(t *testing.T) {
	t.Parallel()
	_, hash := provider.NewKey(rand.Reader)
	list, err := parse([]byte("operators:\n  - {id: anna, name: Anna, keys: [\"" + hash + "\"]}\n"))
	require.NoError(t, err)
	require.Equal(t, []Operator{{ID: "anna", Name: "Anna", Keys: []string{hash}}}, list)
	for _, bad := range []string{"operators: [{id: A}]", "operators: [{id: a, keys: [abc]}]", "operators: [{id: a, rights: all}]", "operators: [{id: a}, {id: a}]",
		"operators: [{id: a, keys: [\"" + hash + "\"]}, {id: b, keys: [\"" + hash + "\"]}]", "operators: 3", "consumers: []"} {
		_, err := parse([]byte(bad))
		require.Error(t, err, bad)
	}
}

func TestAChangeIsTakenAndABrokenFileLeavesWhatWasThere(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "operators.yaml")
	s, err := Watch(t.Context(), path, zap.NewNop())
	require.NoError(t, err, "a file that is not there has no operators")
	key, hash := provider.NewKey(rand.Reader)
	knows := func() bool { _, ok := s.ByKey(key); return ok }
	require.False(t, knows())
	require.NoError(t, Add(path, Operator{ID: "anna", Keys: []string{hash}}))
	require.Eventually(t, knows, 30*time.Second, 20*time.Millisecond)
	require.Error(t, Add(path, Operator{ID: "anna"}), "it is there already")
	require.NoError(t, os.WriteFile(path, []byte("operators: 3"), 0o600))
	require.Error(t, s.load(path))
	require.True(t, knows())
	require.NoError(t, os.WriteFile(path, nil, 0o600))
	require.Eventually(t, func() bool { return !knows() }, 30*time.Second, 20*time.Millisecond)
}

func TestASecondDocumentIsRefused(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "operators.yaml")
	require.NoError(t, os.WriteFile(path, []byte("operators: []\n---\noperators: []\n"), 0o600))
	_, err := Load(path)
	require.ErrorContains(t, err, "second document")
}
