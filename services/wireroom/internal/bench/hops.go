package bench

import (
	"fmt"
	"strings"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/wireroom/wireroom/pkg/contract"
)

// hops are the times that messages took from each place to the next one, by the times in
// their headers. A stage notes its time before it writes, and publish before it looks for
// duplicates: a place's share has the write of the one before, the wait for a worker and the
// work, and that of NEWS the look for duplicates too.
type hops [6][]time.Duration

var hopNames = [len(hops{})]string{"ingest", "normalize", "enrich", "publish", "NEWS", "subscriber"} //nolint:gochecknoglobals // a table

// add takes a message that was requested, was stored in NEWS and arrived at these times. A header that is
// missing counts as the time before it.
func (h *hops) add(header nats.Header, requested, stored, arrived time.Time) {
	last := requested
	for i, name := range []string{contract.HeaderReceivedAt, contract.HeaderNormalizedAt, contract.HeaderEnrichedAt, contract.HeaderPublishedAt} {
		at, err := time.Parse(time.RFC3339Nano, header.Get(name))
		if err != nil {
			at = last
		}
		h[i] = append(h[i], at.Sub(last))
		last = at
	}
	h[4] = append(h[4], stored.Sub(last))
	h[5] = append(h[5], arrived.Sub(stored))
}

// String gives the median and the 99th percentile of each hop.
func (h *hops) String() string {
	parts := make([]string, len(h))
	for i := range h {
		parts[i] = fmt.Sprintf("%s %s and %s", hopNames[i], short(percentile(h[i], 50)), short(percentile(h[i], 99)))
	}
	return strings.Join(parts, ", ")
}
