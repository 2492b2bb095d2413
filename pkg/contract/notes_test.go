package contract

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestNotesHaveABound(t *testing.T) {
	t.Parallel()
	e := Envelope{Provider: "acme", Delivery: "d", Article: "aaaaaaaaaaaaaaaa", Lane: Wire}
	for i := range 5000 {
		e.Notes = append(e.Notes, fmt.Sprintf("note %d of what was left out", i))
	}
	h := e.Header("normalized", "x", time.Now())
	require.Less(t, HeaderSize(h), maxNotes+2000)
	require.Contains(t, h.Get(HeaderNotes), "more notes left out")
	e.Notes = []string{strings.Repeat("x", 2*maxNotes)}
	require.Equal(t, "1 more notes left out", e.Header("normalized", "x", time.Now()).Get(HeaderNotes))
	e.Notes = []string{"a", "b"}
	require.Equal(t, "a; b", e.Header("normalized", "x", time.Now()).Get(HeaderNotes))
}
