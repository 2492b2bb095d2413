package status

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wireroom/wireroom/pkg/contract"
)

func TestTally(t *testing.T) {
	t.Parallel()
	held := contract.Receipt{Position: 1, Of: 1, Outcome: contract.Held}
	published := contract.Receipt{Position: 1, Of: 1, Outcome: contract.Published}
	whole := contract.Receipt{Outcome: contract.Dead, Reason: contract.ReasonMalformed}
	stale := contract.Receipt{Position: 1, Of: 1, Outcome: contract.Dropped, Reason: contract.ReasonStale}
	again := contract.Receipt{Position: 1, Of: 1, Outcome: contract.Dropped, Reason: contract.ReasonStale, Retry: 1}
	retried := contract.Receipt{Position: 1, Of: 2, Outcome: contract.Published, Retry: 1}
	for name, c := range map[string]struct {
		in    []contract.Receipt
		state string
		out   []contract.Receipt
	}{
		"nothing yet":               {nil, Pending, []contract.Receipt{}},
		"the later one holds":       {[]contract.Receipt{held, published}, Done, []contract.Receipt{published}},
		"a repeat says no news":     {[]contract.Receipt{held, published, held}, Done, []contract.Receipt{published}},
		"published stays published": {[]contract.Receipt{held, published, stale}, Done, []contract.Receipt{published}},
		"a second run says anew":    {[]contract.Receipt{published, again}, Done, []contract.Receipt{again}},
		"what was held is dropped":  {[]contract.Receipt{held, stale}, Done, []contract.Receipt{stale}},
		"a delivery as a whole":     {[]contract.Receipt{whole}, Done, []contract.Receipt{whole}},
		"a retry takes that back":   {[]contract.Receipt{whole, retried}, Pending, []contract.Receipt{retried}},
		"a retry that failed, too":  {[]contract.Receipt{retried, whole}, Done, []contract.Receipt{whole, retried}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tally := newTally(Page{Limit: DefaultLimit})
			for _, r := range c.in {
				tally.add(r)
			}
			d := tally.delivery("acme", "x-1")
			require.Equal(t, c.state, d.State)
			require.Equal(t, c.out, d.Articles)
		})
	}
}

func TestTallyIsTheSameHoweverOftenReceiptsAreWritten(t *testing.T) {
	t.Parallel()
	receipts := rapid.Custom(func(t *rapid.T) contract.Receipt {
		return contract.Receipt{Position: rapid.IntRange(1, 4).Draw(t, "position"), Of: 4,
			Outcome: rapid.SampledFrom([]contract.Outcome{contract.Published, contract.Dropped, contract.Held, contract.Dead}).Draw(t, "outcome")}
	})
	rapid.Check(t, func(t *rapid.T) {
		once, twice := newTally(Page{Limit: DefaultLimit}), newTally(Page{Limit: DefaultLimit})
		list := rapid.SliceOf(receipts).Draw(t, "receipts")
		for i, r := range list {
			once.add(r)
			twice.add(r)
			twice.add(list[rapid.IntRange(0, i).Draw(t, "again")])
		}
		require.Equal(t, once.delivery("a", "x"), twice.delivery("a", "x"))
		require.Equal(t, once.done(), len(once.latest) == 4)
	})
}

func TestPagesTellAllArticlesOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		of, limit := rapid.IntRange(1, 50).Draw(t, "of"), rapid.IntRange(1, 20).Draw(t, "limit")
		var list []contract.Receipt
		for position := 1; position <= of; position++ {
			if rapid.Bool().Draw(t, "has a receipt") {
				list = append(list, contract.Receipt{Position: position, Of: of, Outcome: contract.Published})
			}
		}
		var told []contract.Receipt
		for page, more := (Page{Limit: limit}), true; more; {
			tally := newTally(page)
			for _, r := range list {
				tally.add(r)
			}
			d := tally.delivery("a", "x")
			require.Equal(t, len(list), d.Totals[contract.Published])
			require.LessOrEqual(t, len(d.Articles), limit)
			told = append(told, d.Articles...)
			page.After, more = page.After+limit, d.Next != ""
		}
		require.Equal(t, list, told)
	})
}
