package counts

import "github.com/redis/go-redis/v9"

// apply adds a change, all of it or nothing.
// KEYS: seq, counts, trend, then one viewers key for each article, those to forget
// first. ARGV: position that the change continues, position after it, now and
// half-life in seconds, number of articles to forget, their ids, then for each other
// article: id, count, number of viewers, the viewers.
// It answers with the stored position: the new one if the change was applied;
// nothing if there is none.
var apply = redis.NewScript(`
local have = redis.call('GET', KEYS[1])
if not have then return false end
if have ~= ARGV[1] then return have end
local now, half, forget = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local a, k = 6, 4
for i = 1, forget do
  redis.call('HDEL', KEYS[2], ARGV[a])
  redis.call('HDEL', KEYS[3], ARGV[a])
  redis.call('UNLINK', KEYS[k])
  a, k = a + 1, k + 1
end
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

// read gives the position and, for each article, count, trend and viewers, all at one
// instant; an article's count is empty where it is not there. KEYS as for apply.
// ARGV: the articles.
var read = redis.NewScript(`
local out = {redis.call('GET', KEYS[1]) or ''}
for i, id in ipairs(ARGV) do
  out[#out + 1] = redis.call('HGET', KEYS[2], id) or ''
  out[#out + 1] = redis.call('HGET', KEYS[3], id) or ''
  out[#out + 1] = redis.call('GET', KEYS[i + 3]) or ''
end
return out`)

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
