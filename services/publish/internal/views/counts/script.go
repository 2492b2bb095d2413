package counts

import "github.com/redis/go-redis/v9"

// apply adds a change but for its viewers, all of it or nothing.
// KEYS: seq, counts, trend, ranks, then the viewers key of each article to forget. ARGV:
// position that the change continues, position after it, half-life in seconds, number of
// articles to forget, their ids, then for each other article: id, count, score of the views
// and the unix second at which it stood. Viewers are added beside it.
// It answers with the stored position: the new one if the change was applied;
// nothing if there is none.
var apply = redis.NewScript(`
local have = redis.call('GET', KEYS[1])
if not have then return false end
if have ~= ARGV[1] then return have end
local half, forget = tonumber(ARGV[3]), tonumber(ARGV[4])
for i = 1, forget do
  local id = ARGV[4 + i]
  redis.call('HDEL', KEYS[2], id)
  redis.call('HDEL', KEYS[3], id)
  redis.call('ZREM', KEYS[4], id)
  redis.call('UNLINK', KEYS[4 + i])
end
for a = 5 + forget, #ARGV, 4 do
  local id, more, at = ARGV[a], tonumber(ARGV[a + 2]), tonumber(ARGV[a + 3])
  redis.call('HINCRBY', KEYS[2], id, ARGV[a + 1])
  local score, last = 0, at
  local old = redis.call('HGET', KEYS[3], id)
  if old then
    local s, t = string.match(old, '^(%S+) (%S+)$')
    last = math.max(at, tonumber(t))
    score = tonumber(s) * 0.5 ^ ((last - tonumber(t)) / half)
  end
  score = score + more * 0.5 ^ ((last - at) / half)
  redis.call('HSET', KEYS[3], id, string.format('%.6f %d', score, last))
  if score > 0 then
    redis.call('ZADD', KEYS[4], string.format('%.17g', math.log(score) / math.log(2) + last / half), id)
  end
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
  out[#out + 1] = redis.call('GET', KEYS[i + 4]) or ''
end
return out`)

// install puts a restored shard in place, unless the position has moved on since
// it was found wanting. KEYS: seq, counts, trend, ranks, half-life of the ranks,
// temporary counts, trend and ranks. ARGV: position as it was found ("" for none),
// position to set, number of articles restored, half-life. It answers 1 if it did, 0 if
// another was faster, -1 if the temporary keys are gone.
var install = redis.NewScript(`
local have = redis.call('GET', KEYS[1]) or ''
if have ~= ARGV[1] then
  redis.call('DEL', KEYS[6], KEYS[7], KEYS[8])
  return 0
end
if redis.call('HLEN', KEYS[6]) ~= tonumber(ARGV[3]) then return -1 end
for i = 2, 4 do
  redis.call('DEL', KEYS[i])
  if redis.call('EXISTS', KEYS[i + 4]) == 1 then redis.call('RENAME', KEYS[i + 4], KEYS[i]) end
end
redis.call('SET', KEYS[5], ARGV[4])
redis.call('SET', KEYS[1], ARGV[2])
return 1`)

// unrank removes the order of another half-life, or one that was not finished. KEYS:
// ranks, half-life of the ranks. ARGV: half-life. It answers 1 if the order is to be made.
var unrank = redis.NewScript(`
if redis.call('GET', KEYS[2]) == ARGV[1] then return 0 end
redis.call('DEL', KEYS[1], KEYS[2])
return 1`)

// move changes the position alone, if it still is what was found: another life
// of VIEWS starts at its own beginning, and the totals stay. KEYS: seq. ARGV:
// found, new.
var move = redis.NewScript(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2])
return 1`)
