// Package seen keeps in Redis a record of what is published of each article, so
// that most of what comes twice is dropped before it costs anything.
//
// Records only ever speak of what NEWS already holds. Losing them costs work,
// never a wrong decision: the last word is NEWS itself. Calls that come together
// share a round trip.
package seen

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/wireroom/wireroom/pkg/dedup"
)

// Record says what NEWS held of an article when it was written.
type Record struct {
	Incarnation string // of NEWS: a record of another life of the stream says nothing
	Sequence    uint64 // on NEWS
	State       dedup.State
}

// ErrAway means that Redis did not answer a moment ago: the caller goes on
// without.
var ErrAway = errors.New("redis is away")

const (
	prefix   = "wireroom:seen:"
	maxBatch = 512
	gather   = 2 * time.Millisecond
	// after a failure Redis is left alone for a moment, so that the wire does not
	// wait for a timeout with every message
	restAfterFailure = time.Second
)

// Records reads and writes the records. It is safe for use by many.
type Records struct {
	rdb     redis.UniversalClient
	ttl     time.Duration
	clock   func() time.Time
	resting atomic.Int64 // unix nanoseconds until which Redis is left alone
	gets    batcher[string, *Record]
	puts    batcher[put, struct{}]
}

type put struct {
	article string
	record  Record
}

// New makes the records of a Redis. A record is kept for ttl after its last
// change: as long as NEWS keeps messages.
func New(rdb redis.UniversalClient, ttl time.Duration, clock func() time.Time) *Records {
	r := &Records{rdb: rdb, ttl: ttl, clock: clock}
	r.gets = batcher[string, *Record]{call: r.getMany, max: maxBatch, gather: gather}
	r.puts = batcher[put, struct{}]{call: r.putMany, max: maxBatch, gather: gather}
	return r
}

// Get gives the record of an article, nil if there is none of this incarnation
// of NEWS. An error means that nobody knows.
func (r *Records) Get(ctx context.Context, article, incarnation string) (*Record, error) {
	if r.away() {
		return nil, ErrAway
	}
	rec, err := r.gets.do(ctx, article)
	if err != nil || rec == nil || rec.Incarnation != incarnation {
		return nil, err
	}
	return rec, nil
}

// Forward moves the record of an article forward, never back.
func (r *Records) Forward(ctx context.Context, article string, rec Record) error {
	if r.away() {
		return ErrAway
	}
	_, err := r.puts.do(ctx, put{article, rec})
	return err
}

func (r *Records) away() bool { return r.clock().UnixNano() < r.resting.Load() }

func (r *Records) failed(err error) error {
	r.resting.Store(r.clock().Add(restAfterFailure).UnixNano())
	return fmt.Errorf("%w: %w", ErrAway, err)
}

func (r *Records) getMany(ctx context.Context, articles []string) ([]*Record, error) {
	keys := make([]string, len(articles))
	for i, a := range articles {
		keys[i] = prefix + a
	}
	values, err := r.rdb.MGet(ctx, keys...).Result()
	if err != nil {
		return nil, r.failed(err)
	}
	records := make([]*Record, len(values))
	for i, v := range values {
		if s, ok := v.(string); ok {
			records[i] = parse(s)
		}
	}
	return records, nil
}

// forward sets each record unless a later one of the same incarnation is there.
// A value is "incarnation sequence hash version".
var forward = redis.NewScript(`
for i, key in ipairs(KEYS) do
  local new = ARGV[i + 1]
  local old = redis.call('GET', key)
  local keep = false
  if old then
    local oi, os = string.match(old, '^(%S+) (%d+) ')
    local ni, ns = string.match(new, '^(%S+) (%d+) ')
    keep = oi == ni and tonumber(os) >= tonumber(ns)
  end
  if not keep then redis.call('SET', key, new, 'PX', ARGV[1]) end
end
return #KEYS`)

func (r *Records) putMany(ctx context.Context, puts []put) ([]struct{}, error) {
	keys, args := make([]string, len(puts)), make([]any, 1, len(puts)+1)
	args[0] = r.ttl.Milliseconds()
	for i, p := range puts {
		keys[i] = prefix + p.article
		args = append(args, p.record.String())
	}
	if err := forward.Run(ctx, r.rdb, keys, args...).Err(); err != nil {
		return nil, r.failed(err)
	}
	return make([]struct{}, len(puts)), nil
}

// String writes the record as Redis holds it.
func (r Record) String() string {
	return r.Incarnation + " " + strconv.FormatUint(r.Sequence, 10) + " " + r.State.Hash + " " + r.State.Version.String()
}

// parse reads what String wrote; what can't be read is no record.
func parse(s string) *Record {
	f := strings.SplitN(s, " ", 4)
	if len(f) != 4 {
		return nil
	}
	seq, err := strconv.ParseUint(f[1], 10, 64)
	v, verr := dedup.ParseVersion(f[3])
	if err != nil || verr != nil {
		return nil
	}
	return &Record{Incarnation: f[0], Sequence: seq, State: dedup.State{Version: v, Hash: f[2]}}
}
