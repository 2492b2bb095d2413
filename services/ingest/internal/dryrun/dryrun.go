// Package dryrun has a document read as a push would be, by one of the normalize
// processes, without that anything is stored.
//
// It asks over NATS core, and must not write to a stream.
package dryrun

import (
	"context"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go"

	"github.com/wireroom/wireroom/pkg/contract"
)

// ErrBusy says that as many dry runs are under way as are answered at once.
var ErrBusy = errors.New("too many dry runs at once")

// ErrNobody says that no normalize process listens.
var ErrNobody = errors.New("no normalize process answers dry runs")

// atOnce is how many dry runs one process has under way.
const atOnce = 4

// Asker asks.
type Asker struct {
	nc    *nats.Conn
	newID func() string
	slots chan struct{}
}

// New makes an Asker; newID makes ids that nobody guesses, of letters, digits and hyphens.
func New(nc *nats.Conn, newID func() string) *Asker {
	return &Asker{nc, newID, make(chan struct{}, atOnce)}
}

// Ask gives the answer to a message on contract.DryRunSubject, which is the JSON of a
// contract.DryRun.
func (a *Asker) Ask(ctx context.Context, m *nats.Msg) ([]byte, error) {
	select {
	case a.slots <- struct{}{}:
		defer func() { <-a.slots }()
	default:
		return nil, ErrBusy
	}
	ctx, cancel := context.WithTimeout(ctx, contract.DryRunTimeout)
	defer cancel()
	m.Reply = contract.DryRunAnswer(a.newID())
	sub, err := a.nc.SubscribeSync(m.Reply)
	if err != nil {
		return nil, fmt.Errorf("subscribe to the answer of a dry run: %w", err)
	}
	defer func() { _ = sub.Unsubscribe() }()
	if err := a.nc.PublishMsg(m); err != nil {
		return nil, fmt.Errorf("ask for a dry run: %w", err)
	}
	answer, err := sub.NextMsgWithContext(ctx)
	switch {
	case errors.Is(err, nats.ErrNoResponders):
		return nil, ErrNobody
	case err != nil:
		return nil, fmt.Errorf("wait for the answer of a dry run: %w", err)
	case len(answer.Data) == 0: // the server's word that nobody listens (NATS, no responders)
		return nil, ErrNobody
	}
	return answer.Data, nil
}
