package ninjson

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzObject: the fast way says of each document what the standard library says.
func FuzzObject(f *testing.F) {
	for _, seed := range []string{
		`{"a":1,"b":[1.10,"\u00e9",null,true,{"c":-0}]}`, `{"a":12345678901234567890}`, `{"a":1e3}`, "{\"a\":\"\xff\"}",
		`{"a":"\ud800"}`, `{"a":01}`, `{"a":"\x"}`, `{"a":1,"a":2}`, `{"a":[1,]}`, "{\"a\":\"\n\"}", `{"a":{"b":"\\\""}}`, `{"\u0061":0}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if depth(data) > maxDepth {
			return
		}
		want, err := strictly(data)
		got := valid(data)
		if got == nil {
			return // then the standard library is asked
		}
		require.NoError(t, err)
		require.Equal(t, marshal(t, want), marshal(t, got))
	})
}

func marshal(t *testing.T, v any) string {
	data, err := json.Marshal(v)
	require.NoError(t, err)
	return string(data)
}

func TestNumbersStayAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	got := valid([]byte(`{"a":{"b":[7,0]},"c":1132689232}`))
	require.Equal(t, map[string]any{"a": map[string]any{"b": []any{json.Number("7"), json.Number("0")}}, "c": json.Number("1132689232")}, got)
	require.Equal(t, map[string]any{"a": json.Number("1.10")}, valid([]byte(`{"a":1.10}`)))
	require.Equal(t, map[string]any{"a": json.Number("1234567890123456789")}, valid([]byte(`{"a":1234567890123456789}`)))
}
