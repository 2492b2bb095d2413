package publish

import (
	"time"

	"github.com/nats-io/nats.go"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
)

// article is one message of ENRICHED, or one that HELD released.
type article struct {
	env      *contract.Envelope
	data     []byte
	released uint64    // its sequence on HELD; 0 if it comes from ENRICHED
	stored   time.Time // when the stream took it, by the broker's clock
}

func decode(m bus.Msg) (article, error) {
	env, err := contract.ParseEnvelope(m.Header)
	if err != nil {
		return article{}, err
	}
	a := article{env: env, data: m.Data, stored: m.Stored}
	if m.Stream == contract.StreamHeld {
		a.released = m.Sequence
	}
	return a, nil
}

// ended writes the receipt of an article that ends here without being published.
func ended(clock func() time.Time, metrics *bus.Metrics) func(bus.Msg, *article, contract.Outcome, contract.Reason, error) []*nats.Msg {
	return func(_ bus.Msg, a *article, o contract.Outcome, r contract.Reason, err error) []*nats.Msg {
		if a == nil {
			return nil // no envelope, no delivery to tell of
		}
		receipt := contract.ReceiptFor(a.env, contract.Publish, o, r, clock())
		if err != nil {
			receipt.Error = err.Error()
		}
		metrics.Ended(&receipt)
		msg, encErr := receipt.Message()
		if encErr != nil {
			return nil
		}
		return []*nats.Msg{msg}
	}
}
