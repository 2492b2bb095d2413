package window

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/wireroom/wireroom/pkg/rediserr"
)

// Redis is an index that many processes share. An article takes at most two kilobytes:
// its record, and a place in the lists of its bands. Bands lie in hashes of some hundred
// fields each where a million articles are in the window: up to 512 fields Redis packs them,
// and looks through them one by one. Those of a day expire together.
type Redis struct {
	rdb    redis.UniversalClient
	window time.Duration
	clock  func() time.Time
	known  *known
}

// NewRedis makes the index: entries are kept for window after their time.
func NewRedis(rdb redis.UniversalClient, window time.Duration, clock func() time.Time) *Redis {
	return &Redis{rdb, window, clock, newKnown()}
}

const (
	// all keys have one hash tag, so that one script may touch them on a cluster too, and the
	// number of their form: those of another form expire, and the index is filled again
	prefix      = "wireroom:{dup}:2:"
	positionKey = prefix + "position"
	// idBytes is the length of the ids that a list of a band holds.
	idBytes = 16
	// dayLength is the time that the lists of bands are of.
	dayLength = 24 * time.Hour
	buckets   = 1 << 16
)

// shared is the beginning of both scripts. Orders are times in microseconds, of 16
// digits, and stand before the record; a Lua number holds them exactly. After them stands
// the sequence on NEWS, of 16 digits too.
const shared = `
local base, most = ARGV[1], tonumber(ARGV[2])
local function enter(key, field, list, id, ttl)
  if list and string.find(list, id, 1, true) then return end
  list = (list or '') .. id
  local new = redis.call('HSET', key, field, string.sub(list, -most * #id))
  if new == 1 and redis.call('PTTL', key) < 0 then redis.call('PEXPIRE', key, ttl) end
end
`

// claim: base, most, number of candidates, ttl of lists, today, number of days, number
// of entries, number of originals; of each entry: id, record, ttl, number of bands, bucket and field of each.
// It gives for each entry a list of its order and ids with the heads of their records.
var claim = redis.NewScript(shared + `
local candidates, ttl, today, days, entries, originals = tonumber(ARGV[3]), ARGV[4], tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8])
local function place()
  local now = redis.call('TIME')
  local order = now[1] * 1000000 + now[2]
  local last = tonumber(redis.call('GET', base .. 'last') or '0')
  if order <= last then order = last + 1 end
  order = string.format('%016.0f', order)
  redis.call('SET', base .. 'last', order)
  return order
end
local ofDay = {}
for d = 0, days do ofDay[d] = base .. 'b:' .. (today - d) .. ':' end
local out, at = {}, 9
for _ = 1, entries do
  local id, record, life, n = ARGV[at], ARGV[at + 1], ARGV[at + 2], tonumber(ARGV[at + 3])
  at = at + 4
  local key = base .. 'e:' .. id
  local old = redis.call('GETRANGE', key, 0, 15)
  local order = old ~= '' and old or place()
  local count, found, lists = {}, {}, {}
  for b = 0, n - 1 do
    local bucket, field = ARGV[at + 2 * b], ARGV[at + 2 * b + 1]
    for d = 0, days do
      local list = redis.call('HGET', ofDay[d] .. bucket, field)
      if d == 0 then lists[b] = list end
      for i = 1, list and #list or 0, #id do
        local other = string.sub(list, i, i + #id - 1)
        if other ~= id then
          if not count[other] then count[other] = 0; found[#found + 1] = other end
          count[other] = count[other] + 1
        end
      end
    end
  end
  table.sort(found, function(a, b) if count[a] ~= count[b] then return count[a] > count[b] end; return a < b end)
  local answer, looked = {order}, {}
  local function add(other)
    looked[other] = true
    local held = redis.call('GETRANGE', base .. 'e:' .. other, 0, 57)
    if held ~= '' and string.sub(held, 1, 16) < order then
      answer[#answer + 1] = other
      answer[#answer + 1] = held
    end
  end
  for _, other in ipairs(found) do
    if #answer > 2 * candidates then break end
    add(other)
  end
  local copies = #answer
  for i = 3, copies, 2 do
    if #answer >= copies + 2 * originals then break end
    local length = string.byte(answer[i], 42) or 0 -- after order, sequence, format and 8 bytes of time
    local original = string.sub(answer[i], 43, 42 + length)
    if length > 0 and original ~= id and not looked[original] then add(original) end
  end
  out[#out + 1] = answer
  if old == '' then
    redis.call('SET', key, order .. '0000000000000000' .. record, 'PX', life)
    for b = 0, n - 1 do enter(ofDay[0] .. ARGV[at + 2 * b], ARGV[at + 2 * b + 1], lists[b], id, ttl) end
  end
  at = at + 2 * n
end
return out`)

// put: base, most, ttl of lists, microseconds of a day, number of entries; of each entry:
// id, record, bytes at the end of the record that are of its text, ttl, order, sequence, day,
// number of bands, bucket and field of each. What is of a later sequence stays. The lists
// have what was claimed on the same day with the same text.
var put = redis.NewScript(shared + `
local ttl, length, entries, at = ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5]), 6
for _ = 1, entries do
  local id, record, text, life, order, seq, day, n = ARGV[at], ARGV[at + 1], tonumber(ARGV[at + 2]), ARGV[at + 3], ARGV[at + 4], ARGV[at + 5], ARGV[at + 6], tonumber(ARGV[at + 7])
  at = at + 8
  local key = base .. 'e:' .. id
  local old = redis.call('GET', key) or ''
  if old ~= '' then order = string.sub(old, 1, 16) end
  if string.sub(old, 17, 32) <= seq then
    redis.call('SET', key, order .. seq .. record, 'PX', life)
    local same = string.sub(old, -text) == string.sub(record, -text) and math.floor(tonumber(order) / length) == tonumber(day)
    for b = 0, same and -1 or n - 1 do
      local key, field = base .. 'b:' .. day .. ':' .. ARGV[at + 2 * b], ARGV[at + 2 * b + 1]
      enter(key, field, redis.call('HGET', key, field), id, ttl)
    end
  end
  at = at + 2 * n
end
return entries`)

// Claim is of Index.
func (r *Redis) Claim(ctx context.Context, entries []Entry) ([][]Candidate, error) {
	days := int64((r.window + dayLength - 1) / dayLength)
	now := r.clock()
	args := []any{prefix, MaxSharing, MaxCandidates, r.listLife().Milliseconds(), day(now), days, 0, MaxOriginals}
	asked := make([]int, 0, len(entries)) // which entries
	for i, e := range entries {
		if e.Empty() {
			continue
		}
		record, err := r.record(e)
		if err != nil {
			return nil, err
		}
		asked = append(asked, i)
		args = append(args, e.Article, record, r.window.Milliseconds())
		args = appendBands(args, e)
	}
	args[6] = len(asked)
	out := make([][]Candidate, len(entries))
	if len(asked) == 0 {
		return out, nil
	}
	answers, err := claim.Run(ctx, r.rdb, []string{positionKey}, args...).Slice()
	if err != nil {
		return nil, failed("look up duplicates", err)
	}
	heads := make([][]head, len(answers))
	for i, answer := range answers {
		heads[i] = headsOf(answer)
	}
	records, err := r.fetch(ctx, heads)
	if err != nil {
		return nil, err
	}
	for i := range answers {
		out[asked[i]] = records.candidates(heads[i], entries[asked[i]].At.Add(-r.window))
	}
	return out, nil
}

// Put is of Index.
func (r *Redis) Put(ctx context.Context, entries []Entry) error {
	now := r.clock()
	args := []any{prefix, MaxSharing, r.listLife().Milliseconds(), dayLength.Microseconds(), 0}
	n := 0
	for _, e := range entries {
		life := r.window - now.Sub(e.At)
		if e.Empty() || life <= 0 {
			continue
		}
		record, err := r.record(e)
		if err != nil {
			return err
		}
		n++
		args = append(args, e.Article, record, textBytes(e), min(life, r.window).Milliseconds(), fmt.Sprintf("%016d", e.At.UnixMicro()), fmt.Sprintf("%016d", e.Sequence), day(e.At))
		args = appendBands(args, e)
	}
	args[4] = n
	if n == 0 {
		return nil
	}
	return failed("enter articles", put.Run(ctx, r.rdb, []string{positionKey}, args...).Err())
}

// Remove is of Index. The lists of bands forget an article with their day.
func (r *Redis) Remove(ctx context.Context, articles []string) error {
	keys := make([]string, len(articles))
	for i, a := range articles {
		keys[i] = prefix + "e:" + a
	}
	if len(keys) == 0 {
		return nil
	}
	return failed("remove articles", r.rdb.Del(ctx, keys...).Err())
}

// Position is of Index.
func (r *Redis) Position(ctx context.Context) (Position, error) {
	s, err := r.rdb.Get(ctx, positionKey).Result()
	if errors.Is(err, redis.Nil) {
		return Position{}, nil
	}
	if err != nil {
		return Position{}, failed("read the position", err)
	}
	life, number, _ := strings.Cut(s, " ")
	seq, err := strconv.ParseUint(number, 10, 64)
	if err != nil {
		return Position{}, nil //nolint:nilerr // what can't be read is no position: all is read again
	}
	return Position{life, seq}, nil
}

// Begin is of Index.
func (r *Redis) Begin(ctx context.Context, p Position) error {
	return failed("write the position", r.rdb.Set(ctx, positionKey, p.text(), 0).Err())
}

// advance: the position's key; life, position. 0: there is none of that life.
var advance = redis.NewScript(`
local old = redis.call('GET', KEYS[1])
if not old or string.match(old, '^%S*') ~= ARGV[1] then return 0 end
if old < ARGV[2] then redis.call('SET', KEYS[1], ARGV[2]) end
return 1`)

// Advance is of Index.
func (r *Redis) Advance(ctx context.Context, p Position) error {
	n, err := advance.Run(ctx, r.rdb, []string{positionKey}, p.Life, p.text()).Int()
	if err == nil && n == 0 {
		return ErrEmptied
	}
	return failed("write the position", err)
}

// text is as Redis holds it: of two of one life the later one is the larger text.
func (p Position) text() string { return fmt.Sprintf("%s %020d", p.Life, p.Sequence) }

// listLife is how long the lists of a day are kept.
func (r *Redis) listLife() time.Duration { return r.window + dayLength }

func (r *Redis) record(e Entry) ([]byte, error) {
	if len(e.Article) != idBytes {
		return nil, fmt.Errorf("%w: article %q has no id of %d bytes", ErrRefused, e.Article, idBytes)
	}
	return encode(e)
}

func day(t time.Time) int64 { return t.Unix() / int64(dayLength/time.Second) }

func appendBands(args []any, e Entry) []any {
	all := bands(e)
	args = append(args, len(all))
	for _, b := range all {
		rest := b / buckets
		args = append(args, b%buckets, []byte{byte(rest), byte(rest >> 8), byte(rest >> 16)})
	}
	return args
}

func failed(doing string, err error) error {
	if err == nil {
		return nil
	}
	kind, cause := rediserr.Classify(err), ErrRefused
	if kind.Outage() {
		cause = ErrAway
	}
	return fmt.Errorf("%w: %s in Redis (%s): %w", cause, doing, kind, err)
}
