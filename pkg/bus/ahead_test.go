package bus

import (
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/stretchr/testify/require"
)

func deliveryOf(seq, delivered uint64, stored time.Time) (*nats.Msg, *nats.MsgMetadata) {
	return &nats.Msg{Subject: "raw.wire.acme", Reply: "reply"},
		&nats.MsgMetadata{Sequence: nats.SequencePair{Stream: seq}, NumDelivered: delivered, Timestamp: stored}
}

func TestWhatIsSettledAheadIsOnlyAcknowledged(t *testing.T) {
	t.Parallel()
	f, at := newFlight(), time.Unix(1, 0)
	m := Msg{Subject: "raw.wire.acme", Sequence: 7, Stored: at}
	j := f.startAhead(m)
	require.Nil(t, f.startAhead(m), "it is held")
	require.True(t, f.settleAhead(j))
	f.end(j)
	require.Nil(t, f.startAhead(m), "it is settled")
	again := f.start(deliveryOf(7, 1, at))
	require.True(t, again.settled)
	require.False(t, f.settleAhead(again), "it is acknowledged")
	f.end(again)
	f.forget(again)
	require.NotNil(t, f.startAhead(m))
}

func TestTheSameSequenceOfAStreamMadeAnewIsAnotherMessage(t *testing.T) {
	t.Parallel()
	f, at := newFlight(), time.Unix(1, 0)
	j := f.startAhead(Msg{Subject: "raw.wire.acme", Sequence: 7, Stored: at})
	f.settleAhead(j)
	f.end(j)
	require.False(t, f.start(deliveryOf(7, 1, at.Add(1))).settled)
}

func TestADeliveryDuringTheWorkIsAnsweredByIt(t *testing.T) {
	t.Parallel()
	f, at := newFlight(), time.Unix(1, 0)
	j := f.startAhead(Msg{Subject: "raw.wire.acme", Sequence: 7, Stored: at})
	require.True(t, f.comesAgain(j))
	require.Nil(t, f.start(deliveryOf(7, 1, at)))
	require.False(t, f.comesAgain(j))
	require.False(t, f.settleAhead(j))
}

func TestWhatAnotherProcessAcknowledgedIsForgotten(t *testing.T) {
	t.Parallel()
	f := newFlight()
	for seq := uint64(1); seq <= 3; seq++ {
		f.settleAhead(f.startAhead(Msg{Sequence: seq}))
	}
	f.acknowledged(2)
	require.Len(t, f.ahead, 1)
	f.forgetAll()
	require.Empty(t, f.ahead)
}

// What kills its worker has no count of deliveries if it was brought from behind.
func TestNothingIsBroughtWhileASuspectIsHeld(t *testing.T) {
	t.Parallel()
	f := newFlight()
	f.start(deliveryOf(1, suspectAfter-1, time.Unix(1, 0)))
	require.True(t, f.mayBypass(1))
	suspect := f.start(deliveryOf(2, suspectAfter, time.Unix(1, 0)))
	require.False(t, f.mayBypass(1))
	f.end(suspect)
	require.True(t, f.mayBypass(1))
}

func TestWhatIsBroughtIsBoundedInBytes(t *testing.T) {
	t.Parallel()
	f := newFlight()
	f.startAhead(Msg{Sequence: 1, Data: make([]byte, 10)})
	require.True(t, f.mayBypass(11))
	require.False(t, f.mayBypass(10))
}
