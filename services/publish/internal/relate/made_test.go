package relate

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/dedup/window"
)

func TestAnEntryIsTakenOnceAndForItsOwnDataAlone(t *testing.T) {
	t.Parallel()
	m := newMade()
	m.put(window.Entry{Article: "a", Story: "s"}, []byte("text"))
	_, ok := m.take("a", []byte("another text"))
	require.False(t, ok)
	_, ok = m.take("b", []byte("text"))
	require.False(t, ok)
	e, ok := m.take("a", []byte("text"))
	require.True(t, ok)
	require.Equal(t, "s", e.Story)
	_, ok = m.take("a", []byte("text"))
	require.False(t, ok)
}

func TestTheLatestEntriesAreKept(t *testing.T) {
	t.Parallel()
	m := newMade()
	for i := range 3 * maxMade {
		m.put(window.Entry{Article: "a"}, fmt.Append(nil, i))
	}
	require.Len(t, m.held, maxMade)
	_, ok := m.take("a", fmt.Append(nil, 2*maxMade-1))
	require.False(t, ok)
	for i := 2 * maxMade; i < 3*maxMade; i++ {
		_, ok = m.take("a", fmt.Append(nil, i))
		require.True(t, ok, i)
	}
}
