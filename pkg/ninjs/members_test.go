package ninjs

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestCommonMembersAreInEncodesOrder: Amend writes them so.
func TestCommonMembersAreInEncodesOrder(t *testing.T) {
	t.Parallel()
	var all []string
	for _, f := range reflect.VisibleFields(reflect.TypeFor[Item]()) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if slices.Contains(common[:], name) {
			all = append(all, name)
		}
	}
	require.Equal(t, common[:], all)
	require.Equal(t, [3]string{"language", "descriptions", "subjects"}, [3]string{common[language], common[descriptions], common[subjects]})
}

// TestWhatEncodeWritesIsCut: else Amend would be right, but in vain.
func TestWhatEncodeWritesIsCut(t *testing.T) {
	t.Parallel()
	item := Item{URI: "urn:a", Urgency: 4, Title: "a \\ \"b\"", Bodies: []Body{{Value: "}],\" [\\", WordCount: 2}, {Value: "<p class=\"x\">"}},
		AltIDs: []AltID{{Role: "r"}}, Standard: &Standard{Name: "ninjs"}}
	data, err := Encode(&item)
	require.NoError(t, err)
	var m members
	require.True(t, m.cut(data))
	require.Equal(t, string(data), string(m.object()))
	for _, other := range []string{`{"uri":"urn:a","people":[{"name":"x"}]}`, `{"uri": "urn:a"}`, `{"title":"t","uri":"urn:a"}`, `{"uri":"urn:a","uri":"urn:a"}`, `{"uri":"urn:a","subjects":[]}`, `{"uri":null}`, `{}`, ``} {
		require.False(t, new(members).cut([]byte(other)), other)
	}
}
