package charset

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRepairJSON(t *testing.T) {
	t.Parallel()
	for in, want := range map[string][2]string{
		"{\"a\":\"b\tc\n\\\"\x1f\"}\n": {"b\tc\n\"\x1f", "3 control characters within strings were repaired"},
		`{"a":"x \ud83d y"}`:           {"x \ufffd y", "1 halves of surrogate pairs became U+FFFD"},
		`{"a":"\ude00\uD83D"}`:         {"\ufffd\ufffd", "2 halves of surrogate pairs became U+FFFD"},
		`{"a":"\ud83d\ude00 \\ud83d"}`: {`😀 \ud83d`, ""},
		"{\n\t\"a\":\t\"b\"\n}":        {"b", ""},
		`{"a":"\ud7ff"}`:               {"\ud7ff", ""},
	} {
		fixed, note := RepairJSON([]byte(in))
		var got struct{ A string }
		require.NoError(t, json.Unmarshal(fixed, &got), in)
		require.Equal(t, want, [2]string{got.A, note}, in)
	}
	lines := []byte("{\"a\":\"b\n{\"a\":\"c\"}")
	fixed, _ := RepairJSON(lines)
	require.Equal(t, lines, fixed, "the next of JSON lines is another text")
	_, note := RepairJSON([]byte("\"\\u"))
	require.Empty(t, note)
}
