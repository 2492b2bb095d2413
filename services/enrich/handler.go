package enrich

import (
	"context"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/pkg/stage"
)

// article is a message of NORMALIZED or ENRICHED.
type article struct {
	item *ninjs.Item
	env  *contract.Envelope
	data []byte // what item was read from, nil once it was changed
}

// enricher is the stage's handler with what it needs.
type enricher struct {
	rules *Rules
	clock func() time.Time
	log   *zap.Logger

	metrics *bus.Metrics // nil: none
}

func decode(m bus.Msg) (article, error) {
	env, err := contract.ParseEnvelope(m.Header)
	if err != nil {
		return article{}, &bus.Fault{Reason: contract.ReasonHeader, Err: err}
	}
	item, err := ninjs.Decode(m.Data)
	if err != nil {
		return article{}, &bus.Fault{Reason: contract.ReasonMalformed, Err: err}
	}
	return article{item, env, m.Data}, nil
}

// handle enriches. It waits where ctx has ended: the article is delivered again.
func (s *enricher) handle(ctx context.Context, a article) stage.Verdict[article] {
	item, env, err := s.rules.Enrich(ctx, a.item, a.env)
	if err != nil {
		return stage.Wait[article](contract.ReasonBroker, err)
	}
	return stage.Forward(article{item: item, env: env})
}

// encode writes the message for ENRICHED. Its id follows from delivery and
// position, so that the stream drops what a redelivery repeats.
func (s *enricher) encode(in, out article) (*nats.Msg, error) {
	data, err := fits(ninjs.Amend(in.data, in.item, out.item))
	if err != nil {
		return nil, err
	}
	now := s.clock()
	env := *out.env
	env.Enriched = now
	id := contract.MsgID(&env, "e")
	h := env.Header("enriched", id, now)
	h[contract.HeaderMsgID] = []string{id}
	return &nats.Msg{Subject: contract.EnrichedSubject(env.Lane, env.Provider), Header: h, Data: data}, nil
}

// Encode writes an enriched item. An error is a bus.Fault: the item is no valid
// ninjs, or has grown beyond what a message holds.
func Encode(item *ninjs.Item) ([]byte, error) { return fits(ninjs.Encode(item)) }

func fits(data []byte, err error) ([]byte, error) {
	if err != nil {
		return nil, &bus.Fault{Reason: contract.ReasonInvalid, Err: err}
	}
	if len(data) > contract.MaxArticle {
		return nil, &bus.Fault{Reason: contract.ReasonTooLarge,
			Err: fmt.Errorf("enriched article has %d bytes, where a message holds %d", len(data), contract.MaxArticle)}
	}
	return data, nil
}

// ended writes the receipt of an article that ends here.
func (s *enricher) ended(m bus.Msg, in *article, o contract.Outcome, r contract.Reason, cause error) []*nats.Msg {
	env, err := contract.ParseEnvelope(m.Header)
	if err != nil {
		return nil // a message that names no delivery has no receipt: its dead letter tells
	}
	if in != nil {
		env = in.env
	}
	receipt := contract.ReceiptFor(env, contract.Enrich, o, r, s.clock())
	if cause != nil {
		receipt.Error = cause.Error()
	}
	s.metrics.Ended(&receipt)
	msg, err := receipt.Message()
	if err != nil {
		s.log.Error("receipt can't be written", zap.Error(err))
		return nil
	}
	return []*nats.Msg{msg}
}
