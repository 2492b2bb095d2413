package bus

import (
	"testing"

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
