package ninjson

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
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

// TestWhatIsAlmostJSON: the same, of documents with a few wrong bytes.
func TestWhatIsAlmostJSON(t *testing.T) {
	t.Parallel()
	docs := rapid.SampledFrom([]string{
		`{"a":1,"b":[1,"\u00e9",null,true,{"c":0}]}`, `{"a":1.10,"b":-0}`, `{"a":[123456,false,"\ud83d\ude00x"]}`, `{ "a" : [ ] , "b" : { "c" : "" } }`,
		`{"title":"long enough that it is not read byte by byte, with \"quotes\" in it"}`, `{"k\u0061":"\\\/\b\f\n\r\t"}`, `{"a":"\u003cp\u003e","x":[[],[{}]]}`,
	})
	wrong := rapid.SampledFrom(strings.Split(`{|}|[|]|"|,|:|\|\u|0|1|d8|e|+|-|.|t|nul| |`+"\n|\x00|\x1f|\x7f|\xff|\xc3|é|", "|"))
	rapid.Check(t, func(rt *rapid.T) {
		data := docs.Draw(rt, "document")
		for range rapid.IntRange(1, 3).Draw(rt, "times") {
			from := rapid.IntRange(0, len(data)).Draw(rt, "from")
			to := min(len(data), from+rapid.IntRange(0, 2).Draw(rt, "gone"))
			data = data[:from] + wrong.Draw(rt, "wrong") + data[to:]
		}
		want, err := strictly([]byte(data))
		got := valid([]byte(data))
		require.Equal(rt, err == nil && want != nil, got != nil, "%q: %v", data, err)
		if got != nil {
			require.Equal(rt, want, got, "%q", data)
		}
	})
}

// loweredPlainly is what lowered does, in a map of its own.
func loweredPlainly(fields map[string]any) map[string]any {
	out := map[string]any{}
	for _, key := range slices.Sorted(maps.Keys(fields)) {
		if _, taken := out[strings.ToLower(key)]; !taken {
			out[strings.ToLower(key)] = fields[key]
		}
	}
	return out
}

func TestNamesInSmallLetters(t *testing.T) {
	t.Parallel()
	name := rapid.OneOf(rapid.StringOfN(rapid.SampledFrom([]rune("aAbB")), 1, 3, -1), rapid.StringOfN(rapid.SampledFrom([]rune("İi̇ıIKKkſs")), 1, 3, -1))
	rapid.Check(t, func(rt *rapid.T) {
		fields := map[string]any{}
		for i, key := range rapid.SliceOfN(name, 0, 12).Draw(rt, "names") {
			fields[key] = i
		}
		require.Equal(rt, loweredPlainly(fields), lowered(maps.Clone(fields)))
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
