package limit

import (
	"context"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"
)

// prefix has a hash tag, so that one script may touch several keys on a cluster too.
const prefix = "wireroom:{limit}:"

// count takes from buckets, all or none. KEYS: one for each rule. ARGV: how many, 1 to
// take them in any case, then for each rule the microseconds that one takes to come back
// and the burst. It answers with 1 if each had one, else 0, and for each the
// microseconds until it is full. The clock is that of Redis: replicas have others.
var count = redis.NewScript(`
local t = redis.call('TIME')
local now = tonumber(t[1]) * 1000000 + tonumber(t[2])
local n, force = tonumber(ARGV[1]), ARGV[2] == '1'
local ok, busy = 1, {}
for i, key in ipairs(KEYS) do
  local each, burst = tonumber(ARGV[2 * i + 1]), tonumber(ARGV[2 * i + 2])
  busy[i] = math.max(0, tonumber(redis.call('GET', key) or '0') - now)
  if busy[i] + each > each * burst then ok = 0 end
end
local out = {ok}
for i, key in ipairs(KEYS) do
  local each, burst = tonumber(ARGV[2 * i + 1]), tonumber(ARGV[2 * i + 2])
  if n > 0 and (ok == 1 or force) then
    busy[i] = busy[i] + each * math.min(n, burst)
    redis.call('SET', key, string.format('%.0f', now + busy[i]), 'PX', string.format('%.0f', busy[i] / 1000 + 1000))
  end
  out[i + 1] = string.format('%.0f', busy[i])
end
return out`)

func inRedis(ctx context.Context, rdb redis.UniversalClient, n int, force bool, rules []Rule) ([]State, bool, error) {
	keys, args := make([]string, len(rules)), []any{n, force}
	for i, r := range rules {
		keys[i] = prefix + r.Key
		args = append(args, r.fill(1).Microseconds(), r.Burst)
	}
	answer, err := count.Run(ctx, rdb, keys, args...).Slice()
	if err != nil {
		return nil, false, fmt.Errorf("count in Redis: %w", err)
	}
	states, ok := make([]State, len(rules)), answer[0] == int64(1)
	for i, r := range rules {
		text, _ := answer[i+1].(string)
		busy, err := time.ParseDuration(text + "us")
		if err != nil {
			return nil, false, fmt.Errorf("count in Redis: %w", err)
		}
		states[i] = State{r, busy}
	}
	return states, ok, nil
}
