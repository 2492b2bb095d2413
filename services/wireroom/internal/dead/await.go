package dead

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/inspect/deadletter"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
)

// await prints the receipts of a retry: of the article, or of all articles of an original.
// It reports whether one of them died again, or did not come in time.
func (c *Retry) await(ctx context.Context, js jetstream.JetStream, con *console.Console, r deadletter.Retried) (died bool, err error) {
	limited, cancel := context.WithTimeout(ctx, c.Timeout)
	defer cancel()
	seen := map[int]bool{}
	err = receipts(limited, js, r, func(rc contract.Receipt) (done bool, err error) {
		seen[rc.Position] = true
		died = died || rc.Outcome == contract.Dead
		return !r.Whole || rc.Position == 0 || len(seen) >= rc.Of, c.tell(con, r, rc)
	})
	if err != nil && ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded) {
		con.Notef("%d  no receipt within %s: wireroom trace %s", r.Seq, c.Timeout, console.Clean(r.Delivery))
		return true, nil
	}
	return died, err
}

func (c *Retry) tell(con *console.Console, r deadletter.Retried, rc contract.Receipt) error {
	if c.JSON {
		return con.JSON(rc)
	}
	con.Printf("%d  %s", r.Seq, rc.Outcome)
	for _, what := range []string{string(rc.Reason), rc.Error, rc.URI} {
		if what != "" {
			con.Printf("  %s", console.Clean(what))
		}
	}
	con.Printf("\n")
	return nil
}

// receipts reads those of a retry until do has enough.
func receipts(ctx context.Context, js jetstream.JetStream, r deadletter.Retried, do func(contract.Receipt) (done bool, err error)) error {
	cons, err := js.OrderedConsumer(ctx, contract.StreamReceipts, jetstream.OrderedConsumerConfig{FilterSubjects: []string{contract.ReceiptSubject(r.Provider, r.Delivery)}})
	if err != nil {
		return fmt.Errorf("follow the receipts of %s: %w", r.Delivery, err)
	}
	for {
		m, err := cons.Next(jetstream.FetchMaxWait(time.Second))
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if errors.Is(err, jetstream.ErrNoMessages) || errors.Is(err, jetstream.ErrNoHeartbeat) || errors.Is(err, nats.ErrTimeout) {
			continue
		}
		if err != nil {
			return fmt.Errorf("follow the receipts of %s: %w", r.Delivery, err)
		}
		var rc contract.Receipt
		if json.Unmarshal(m.Data(), &rc) != nil || rc.Retry != r.Retry || !r.Whole && rc.Article != r.Article {
			continue
		}
		if done, err := do(rc); done || err != nil {
			return err
		}
	}
}
