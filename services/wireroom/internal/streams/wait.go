package streams

import (
	"context"
	"errors"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// permanent is an error that no waiting mends.
type permanent struct{ error }

func (p permanent) Unwrap() error { return p.error }

// retryEvery is the pause between tries.
const retryEvery = time.Second

// persist tries for so long as wait says while the broker is away or not whole yet.
// What it waits for it tells once for each cause.
func persist(ctx context.Context, wait time.Duration, note func(string, ...any), try func(context.Context) error) error {
	until, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	told := ""
	for {
		err := try(ctx)
		if err == nil || !transient(err) || until.Err() != nil {
			return err
		}
		if err.Error() != told {
			told = err.Error()
			note("waiting: %s", told)
		}
		select {
		case <-time.After(retryEvery):
		case <-until.Done():
			if ctx.Err() != nil {
				return ctx.Err()
			}
		}
	}
}

// codes of the server that a cluster answers with while it comes up, though they
// look like a mistake of the request: no suitable peers, and a server that does not
// know yet that it is one of several.
const (
	codeNoPeers     = 10005
	codeNoResources = 10023
	codeNotCluster  = 10074
)

// transient tells a broker that is coming up from a mistake.
func transient(err error) bool {
	if errors.As(err, new(permanent)) || errors.Is(err, context.Canceled) {
		return false
	}
	var api *jetstream.APIError
	if !errors.As(err, &api) {
		return true // away, no answer, no JetStream yet
	}
	switch api.ErrorCode {
	case codeNoPeers, codeNoResources, codeNotCluster, jetstream.JSErrCodeStreamNameInUse:
		return true
	}
	return api.Code >= 500
}
