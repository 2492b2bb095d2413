package bus

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
)

func TestAQuotaIsOfOneSubject(t *testing.T) {
	t.Parallel()
	const flood, other = "normalized.wire.acme", "normalized.wire.other"
	q := newQuotas(2)
	require.Nil(t, q.take(flood))
	require.Nil(t, q.take(flood))
	waits, later := q.take(flood), q.take(flood)
	require.NotNil(t, waits)
	require.Nil(t, q.take(other))
	require.Nil(t, q.take("receipt.acme.d-1"), "only work is bounded")

	q.looked(contract.StreamNormalized, map[string]uint64{flood: 1, other: 1})
	<-waits
	select {
	case <-later:
		t.Fatal("there was room for one")
	default:
	}
	require.NotNil(t, q.take(flood), "whoever comes later does not overtake")
	require.Len(t, q.wanted, 1, "it looks again while somebody waits")

	q.looked(contract.StreamNormalized, nil)
	<-later
	q.looked(contract.StreamNormalized, nil)
	require.Empty(t, q.subjects, "nothing is kept of what is empty")
}

// The stream is asked only once half of what may wait was written.
func TestAQuotaLooksWhereMuchWasWritten(t *testing.T) {
	t.Parallel()
	const subject = "enriched.wire.acme"
	q := newQuotas(10)
	for range 5 {
		require.Nil(t, q.take(subject))
	}
	require.Empty(t, q.wanted)
	require.Nil(t, q.take(subject))
	require.Len(t, q.wanted, 1)
	<-q.wanted
	q.looked(contract.StreamNormalized, nil)
	require.Equal(t, 4, q.subjects[subject].left, "another stream says nothing of it")
	q.looked(contract.StreamEnriched, map[string]uint64{subject: 7})
	require.Equal(t, 3, q.subjects[subject].left)
	q.looked(contract.StreamEnriched, map[string]uint64{subject: 12})
	require.Zero(t, q.subjects[subject].left, "other processes have written more than the limit")
	require.Empty(t, q.wanted, "nobody waits")
	require.Equal(t, map[string]bool{contract.StreamEnriched: true}, q.streams())
	require.False(t, q.tell("enriched.wire.other", time.Unix(1, 0)))
	require.True(t, q.tell(subject, time.Unix(1, 0)))
	require.False(t, q.tell(subject, time.Unix(2, 0)), "once in a while")
}
