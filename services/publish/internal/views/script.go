package views

import "github.com/redis/go-redis/v9"

// apply adds a batch, all of it or nothing.
// KEYS: seq, counts, trend, then one viewers key for each article.
// ARGV: position that the batch continues, position after it, now and half-life
// in seconds, then for each article: id, count, number of viewers, the viewers.
// It answers with the stored position: the new one if the batch was applied;
// nothing if there is none.
var apply = redis.NewScript(`
local have = redis.call('GET', KEYS[1])
if not have then return false end
if have ~= ARGV[1] then return have end
local now, half = tonumber(ARGV[3]), tonumber(ARGV[4])
local a, k = 5, 4
while a <= #ARGV do
  local id, n, m = ARGV[a], tonumber(ARGV[a + 1]), tonumber(ARGV[a + 2])
  redis.call('HINCRBY', KEYS[2], id, n)
  local score, at = 0, now
  local old = redis.call('HGET', KEYS[3], id)
  if old then
    local s, t = string.match(old, '^(%S+) (%S+)$')
    score, at = tonumber(s), math.max(now, tonumber(t))
    score = score * 0.5 ^ ((at - tonumber(t)) / half)
  end
  redis.call('HSET', KEYS[3], id, string.format('%.6f %d', score + n, at))
  for first = a + 3, a + 2 + m, 1000 do
    redis.call('PFADD', KEYS[k], unpack(ARGV, first, math.min(first + 999, a + 2 + m)))
  end
  a, k = a + 3 + m, k + 1
end
redis.call('SET', KEYS[1], ARGV[2])
return ARGV[2]`)

// dump reads a shard at one instant. KEYS: seq, counts, trend.
var dump = redis.NewScript(`
return {redis.call('GET', KEYS[1]), redis.call('HGETALL', KEYS[2]), redis.call('HGETALL', KEYS[3])}`)

// install puts a restored shard in place, unless the position has moved on since
// it was found wanting. KEYS: seq, counts, trend, temporary counts, temporary
// trend. ARGV: position as it was found (” for none), position to set, number of
// articles restored. It answers 1 if it did, 0 if another was faster, -1 if the
// temporary keys are gone.
var install = redis.NewScript(`
local have = redis.call('GET', KEYS[1]) or ''
if have ~= ARGV[1] then
  redis.call('DEL', KEYS[4], KEYS[5])
  return 0
end
if redis.call('HLEN', KEYS[4]) ~= tonumber(ARGV[3]) then return -1 end
redis.call('DEL', KEYS[2], KEYS[3])
if redis.call('EXISTS', KEYS[4]) == 1 then redis.call('RENAME', KEYS[4], KEYS[2]) end
if redis.call('EXISTS', KEYS[5]) == 1 then redis.call('RENAME', KEYS[5], KEYS[3]) end
redis.call('SET', KEYS[1], ARGV[2])
return 1`)

// move changes the position alone, if it still is what was found: another life
// of VIEWS starts at its own beginning, and the totals stay. KEYS: seq. ARGV:
// found, new.
var move = redis.NewScript(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2])
return 1`)
