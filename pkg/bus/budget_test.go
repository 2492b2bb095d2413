package bus

import (
	"errors"
	"strings"
	"testing"

	"github.com/nats-io/nats.go"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
)

func TestAnOutputMayFillItsBudget(t *testing.T) {
	t.Parallel()
	data := make([]byte, contract.MaxArticle+1)
	header := func(more int) nats.Header {
		h := nats.Header{"Large": {""}}
		h["Large"][0] = strings.Repeat("x", contract.MaxHeaders-contract.HeaderSize(h)+more)
		return h
	}
	require.NoError(t, withinBudget(&nats.Msg{Data: data[1:], Header: header(0)}))
	for reason, m := range map[contract.Reason]*nats.Msg{
		contract.ReasonTooLarge: {Data: data},
		contract.ReasonHeaders:  {Header: header(1)},
	} {
		var fault *Fault
		require.True(t, errors.As(withinBudget(m), &fault))
		require.Equal(t, reason, fault.Reason)
	}
}
