package check

import (
	"context"
	"fmt"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/inspect/scan"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

// receipts writes again those that NEWS proves.
func (c *Cmd) receipts(ctx context.Context, t *target.Target, con *console.Console, found []Finding) error {
	s, err := t.Connect(ctx, func(text string) { con.Notef("%s", text) })
	if err != nil {
		return err
	}
	defer s.Close()
	n := 0
	for _, f := range found {
		if f.Repair != ByReceipt {
			continue
		}
		m, err := scan.Get(ctx, s.JS, contract.StreamNews, f.Sequence)
		if err != nil {
			return err
		}
		if m == nil {
			continue // it aged out in between
		}
		e, err := contract.ParseEnvelope(m.Header)
		if err != nil {
			return fmt.Errorf("read NEWS %d: %w", f.Sequence, err)
		}
		reason := contract.Reason("")
		if e.Unmatched {
			reason = contract.ReasonUnmatched
		}
		r := contract.ReceiptFor(e, contract.Publish, contract.Published, reason, m.Time)
		r.Subject, r.Sequence = m.Subject, m.Sequence
		msg, err := r.Message()
		if err != nil {
			return err
		}
		msg.Header.Del(contract.HeaderMsgID) // the window of duplicates may still know the one that is gone
		if _, err := s.JS.PublishMsg(ctx, msg); err != nil {
			return fmt.Errorf("write the receipt of %s: %w", f.Delivery, err)
		}
		n++
	}
	if n > 0 {
		con.Notef("%s written again, by what NEWS says.", console.Plural(n, "receipt"))
	}
	return nil
}
