package views

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"time"

	"github.com/nats-io/nats.go"

	batcher "github.com/wireroom/wireroom/pkg/batch"
	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
)

// requestID names a request that may be repeated, "" one that has no key. The body is
// part of the name: two clients that use the same key do not repeat each other.
func requestID(key string, body []byte) string {
	if key == "" {
		return ""
	}
	sum := sha256.New()
	_, _ = fmt.Fprintf(sum, "%d %s", len(key), key)
	sum.Write(body)
	return hex.EncodeToString(sum.Sum(nil)[:16])
}

// request is the views of one request as they are stored.
type request struct {
	views  []hashed
	at     int64 // unix seconds
	shards [contract.ViewShards]bool
}

// hashed is a view whose viewer has no name any more.
type hashed struct {
	article, viewer string // viewer is empty where nobody was named
	ago             int64  // seconds before the request
	shard           int
}

func (s *Service) request(ctx context.Context, list []view, now time.Time) (request, error) {
	r := request{views: make([]hashed, len(list)), at: now.Unix()}
	names, err := s.salts.hashes(ctx, list, now)
	if err != nil {
		return r, err
	}
	for i, v := range list {
		shard := contract.ViewShard(v.Article)
		r.views[i], r.shards[shard] = hashed{article: v.Article, viewer: names[i], shard: shard}, true
		if v.At == "" {
			continue
		}
		if r.views[i].ago, err = v.ago(now); err != nil {
			return r, err
		}
	}
	return r, nil
}

// spread puts the views of requests into a batch for each shard.
func spread(list []request) map[int]batch {
	at, timed := int64(0), false
	for _, r := range list {
		at = max(at, r.at)
	}
	for _, r := range list {
		timed = timed || r.at != at
		for _, v := range r.views {
			timed = timed || v.ago != 0
		}
	}
	out := map[int]batch{}
	for _, named := range []bool{true, false} { // a batch has those by nobody who was named last
		for _, r := range list {
			for _, v := range r.views {
				if (v.viewer != "") == named {
					b, ok := out[v.shard]
					if !ok {
						b = batch{Views: map[string]viewed{}, At: at}
						out[v.shard] = b
					}
					b.note(v, at-r.at, timed)
				}
			}
		}
	}
	return out
}

func (b batch) note(v hashed, ago int64, timed bool) {
	have := b.Views[v.article]
	have.Count++
	if v.viewer != "" {
		have.Viewers = append(have.Viewers, v.viewer)
	}
	if timed {
		have.Ago = append(have.Ago, ago+v.ago)
	}
	b.Views[v.article] = have
}

const storeTimeout = 5 * time.Second

// take stores the views of a request. Of one that has an id each shard's message has one of
// its own, so that what was stored in part counts once when it is repeated; those of others
// go in one message with what else comes for the shard.
func (s *Service) take(ctx context.Context, id string, list []view, now time.Time) error {
	ctx, cancel := context.WithTimeout(ctx, storeTimeout)
	defer cancel()
	r, err := s.request(ctx, list, now)
	if err != nil {
		return err
	}
	if id != "" {
		return errors.Join(s.writeAll(ctx, id, spread([]request{r}))...)
	}
	failed, err := s.joined.Do(ctx, r)
	return errors.Join(err, failed)
}

// joinMost is how many requests are stored together. While they are, others gather: whoever
// waits does so for a write, and never for a clock.
const joinMost = 32

// join makes what stores requests together. Each is told of the shards of its own.
func (s *Service) join() *batcher.Batcher[request, error] {
	return batcher.New(func(ctx context.Context, list []request) ([]error, error) {
		errs, out := s.writeAll(ctx, "", spread(list)), make([]error, len(list))
		for i, r := range list {
			for shard, err := range errs {
				if r.shards[shard] {
					out[i] = errors.Join(out[i], err)
				}
			}
		}
		return out, nil
	}, joinMost, 0)
}

// writeAll writes a message for each shard, at once, and gives the error of each.
func (s *Service) writeAll(ctx context.Context, id string, shards map[int]batch) []error {
	errs := make([]error, contract.ViewShards)
	var group sync.WaitGroup
	for shard, b := range shards {
		group.Go(func() {
			name := ""
			if id != "" {
				name = "views-" + id + "-" + strconv.Itoa(shard)
			}
			errs[shard] = s.write(ctx, shard, name, b)
		})
	}
	group.Wait()
	return errs
}

// write writes one message of VIEWS; id is empty for one that is never repeated.
func (s *Service) write(ctx context.Context, shard int, id string, b batch) error {
	msg := &nats.Msg{Subject: contract.ViewsSubject(shard), Data: b.encode()}
	if id != "" {
		msg.Header = nats.Header{contract.HeaderMsgID: {id}}
	}
	err := bus.PublishOnce(ctx, s.js, msg)
	if err != nil && bus.Classify(err) == bus.Permanent {
		return &refusedError{err}
	}
	return err
}

// refusedError says that the stream refuses views for good: a client need not send them again.
type refusedError struct{ error }

func (e *refusedError) Unwrap() error { return e.error }
