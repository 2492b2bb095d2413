package seen

import (
	"context"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/wireroom/wireroom/pkg/rediserr"
)

const prefix = "wireroom:seen:"

// Redis keeps records in a Redis.
type Redis struct {
	rdb redis.UniversalClient
	ttl time.Duration
}

// NewRedis makes the store. A record is kept for ttl, more than 0, after its last
// change: as long as NEWS keeps messages.
func NewRedis(rdb redis.UniversalClient, ttl time.Duration) *Redis { return &Redis{rdb, ttl} }

// Get is of Store.
func (r *Redis) Get(ctx context.Context, articles []string) ([]*Record, error) {
	keys := make([]string, len(articles))
	for i, a := range articles {
		keys[i] = prefix + a
	}
	values, err := r.rdb.MGet(ctx, keys...).Result()
	if err != nil {
		return nil, failed("read records", err)
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
// Sequences are compared as text, by length first: a number of Lua holds 53 bits.
var forward = redis.NewScript(`
for i, key in ipairs(KEYS) do
  local new = ARGV[i + 1]
  local old = redis.call('GET', key)
  local keep = false
  if old then
    local oi, os = string.match(old, '^(%S+) (%d+) ')
    local ni, ns = string.match(new, '^(%S+) (%d+) ')
    keep = oi == ni and (#os > #ns or (#os == #ns and os >= ns))
  end
  if not keep then redis.call('SET', key, new, 'PX', ARGV[1]) end
end
return #KEYS`)

// Forward is of Store.
func (r *Redis) Forward(ctx context.Context, puts []Put) error {
	keys, args := make([]string, len(puts)), make([]any, 1, len(puts)+1)
	args[0] = r.ttl.Milliseconds()
	for i, p := range puts {
		keys[i] = prefix + p.Article
		args = append(args, p.Record.String())
	}
	return failed("write records", forward.Run(ctx, r.rdb, keys, args...).Err())
}

// Forget is of Store.
func (r *Redis) Forget(ctx context.Context, article string) error {
	return failed("remove a record", r.rdb.Del(ctx, prefix+article).Err())
}

func failed(doing string, err error) error {
	if err == nil {
		return nil
	}
	kind, cause := rediserr.Classify(err), ErrRefused
	switch {
	case kind.Outage():
		cause = ErrAway
	case kind == rediserr.Full:
		cause = ErrFull
	}
	return fmt.Errorf("%w: %s in Redis (%s): %w", cause, doing, kind, err)
}
