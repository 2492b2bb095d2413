package note_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/note"
)

func TestAdd(t *testing.T) {
	t.Parallel()
	var list []string
	for range 2 {
		note.Add(&list, "once")
		note.Add(&list, "")
	}
	require.Equal(t, []string{"once"}, list)
	for i := range 2 * note.Max {
		note.Addf(&list, "%d", i)
	}
	require.Len(t, list, note.Max)
}
