package charset

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestJoinPairs(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"a &#55357;&#56832; b": "a 😀 b", "&#xD83D;&#xDE00;": "😀", "&#xd83d;&#56832;": "😀", "&#55357 &#56832;": "&#55357 &#56832;",
		"&#55357;": "&#55357;", "&#56832;&#55357;": "&#56832;&#55357;", "&#228;&#55357;&#56832;": "&#228;😀", "&amp;#55357;": "&amp;#55357;",
	} {
		require.Equal(t, want, JoinPairs(in), in)
	}
}
