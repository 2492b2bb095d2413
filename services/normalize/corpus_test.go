package normalize

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/local/localtest"
)

// TestTheValidatorsSuite: of IPTC's own test documents the good ones are read, each
// to a valid item; of the bad ones each is refused, or repaired with a note.
func TestTheValidatorsSuite(t *testing.T) {
	t.Parallel()
	root := localtest.Corpus(t, "ninjs")
	for _, c := range []struct {
		pattern string
		good    bool
	}{
		{"examples/[123]*/*.json", true}, {"test_suite/*/should_pass/*.json", true},
		{"examples/not-valid/*.json", false}, {"test_suite/*/should_fail/*.json", false},
	} {
		files, err := filepath.Glob(filepath.Join(root, c.pattern))
		require.NoError(t, err)
		require.NotEmpty(t, files, c.pattern)
		for _, file := range files {
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			articles, err := Parse(delivery(data), Settings{MediaBase: "http://localhost"})
			if err != nil {
				require.False(t, c.good, "%s: %v", file, err)
				continue
			}
			for _, a := range articles {
				if c.good {
					require.NoError(t, a.Err, file)
				} else {
					require.True(t, a.Err != nil || len(a.Envelope.Notes) > 0, "%s passes silently", file)
				}
				if a.Err == nil {
					localtest.ValidateNinjs(t, a.Data)
				}
			}
		}
	}
}
