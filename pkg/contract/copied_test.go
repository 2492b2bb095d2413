package contract_test

import (
	"testing"

	"github.com/nats-io/nats.go"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
)

// A message that says it is one of a batch is never acknowledged outside of it.
func TestACopyAsksTheServerForNothing(t *testing.T) {
	t.Parallel()
	stored := nats.Header{
		contract.HeaderMsgID: {"raw.1"}, contract.HeaderProvider: {"p"},
		contract.HeaderTTL: {"1h"}, contract.HeaderSchedule: {"@at 2030-01-01T00:00:00Z"}, contract.HeaderScheduleTarget: {"release.x"}, contract.HeaderRollup: {"sub"},
		contract.HeaderExpectedSeq: {"7"}, contract.HeaderExpectedSeqSubject: {"news.>"},
		contract.HeaderBatchID: {"b"}, contract.HeaderBatchSeq: {"3"}, contract.HeaderBatchCommit: {"1"},
	}
	require.Equal(t, nats.Header{contract.HeaderMsgID: {"raw.1"}, contract.HeaderProvider: {"p"}}, contract.Copied(stored))
	require.Len(t, stored, 11, "the stored one stays as it is")
	require.NotNil(t, contract.Copied(nil))
}
