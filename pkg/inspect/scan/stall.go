package scan

import (
	"context"
	"errors"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// ErrQuiet says that nothing came for a while.
var ErrQuiet = errors.New("nothing came")

// quiet is how long nothing has to come before it is asked why.
const quiet = time.Second

// Stall finds the end of what can be read where the counts promise more: messages in damaged
// files are counted, and never come. The zero value is for one reading.
type Stall struct {
	looked    bool
	delivered uint64
}

// Next gives the next message, ErrQuiet if none came for a second, or another error of
// the iterator.
func (s *Stall) Next(ctx context.Context, it jetstream.MessagesContext) (jetstream.Msg, error) {
	within, cancel := context.WithTimeout(ctx, quiet)
	defer cancel()
	m, err := it.Next(jetstream.NextContext(within))
	switch {
	case err == nil:
		s.looked = false
	case ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded):
		err = ErrQuiet
	}
	return m, err
}

// Ended reports after ErrQuiet whether nothing more will come of what is there: the server
// has had a request to answer two times in a row, and delivered nothing in between.
func (s *Stall) Ended(ctx context.Context, cons jetstream.Consumer) bool {
	i, err := cons.Info(ctx)
	if err != nil || i.NumWaiting == 0 {
		s.looked = false // the connection or the server is being mended
		return false
	}
	ended := s.looked && s.delivered == i.Delivered.Consumer
	s.looked, s.delivered = true, i.Delivered.Consumer
	return ended
}
