package lists

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"
)

// Redis keeps the lists as sorted sets, by sequence. All keys of a life share a hash tag,
// so that one script may touch them all on a cluster too, and expire with the age of NEWS
// where nothing comes: so those of an earlier life go.
type Redis struct {
	rdb redis.UniversalClient
	age time.Duration
}

// NewRedis makes the store; age is how long NEWS keeps a message.
func NewRedis(rdb redis.UniversalClient, age time.Duration) *Redis { return &Redis{rdb, age} }

// prefix has the number of the form of entries: those of another form expire.
func prefix(life string) string { return "wireroom:{lists}:2:" + life + ":" }

// Sequences go as strings: a number of Lua's is written with 14 digits.
var apply = redis.NewScript(`
local prefix, ttl = ARGV[1], ARGV[5]
local have = redis.call('GET', prefix .. 'at') or '0'
if have ~= ARGV[2] then return have end
local articles = prefix .. 'articles'
local function remove(article)
  local old = redis.call('HGET', articles, article)
  if not old then return end
  for _, list in ipairs(cjson.decode(old).f) do redis.call('ZREM', prefix .. 'l:' .. list, article) end
  redis.call('HDEL', articles, article)
end
for i = 6, #ARGV do
  local e = cjson.decode(ARGV[i])
  remove(e.a)
  redis.call('HSET', articles, e.a, ARGV[i])
  for _, list in ipairs(e.f) do
    redis.call('ZADD', prefix .. 'l:' .. list, e.s, e.a)
    redis.call('EXPIRE', prefix .. 'l:' .. list, ttl)
  end
end
for _, list in ipairs({'all', 'kills'}) do
  for _, article in ipairs(redis.call('ZRANGE', prefix .. 'l:' .. list, 0, 99)) do
    local e = redis.call('HGET', articles, article)
    if e and cjson.decode(e).t >= tonumber(ARGV[4]) then break end
    remove(article)
    redis.call('ZREM', prefix .. 'l:' .. list, article)
  end
end
redis.call('EXPIRE', articles, ttl)
redis.call('SET', prefix .. 'at', ARGV[3], 'EX', ttl)
redis.call('EXPIRE', prefix .. 'ready', ttl)
return ARGV[3]
`)

func (s *Redis) ttl() int { return int((s.age + time.Hour).Seconds()) }

// Position is of Store.
func (s *Redis) Position(ctx context.Context, life string) (uint64, bool, error) {
	v, err := s.rdb.MGet(ctx, prefix(life)+"at", prefix(life)+"ready").Result()
	if err != nil {
		return 0, false, fmt.Errorf("read the place of the lists: %w", err)
	}
	at, ok := v[0].(string)
	if !ok {
		return 0, false, nil
	}
	seq, err := strconv.ParseUint(at, 10, 64)
	return seq, v[1] != nil, err
}

// Apply is of Store.
func (s *Redis) Apply(ctx context.Context, life string, from, to uint64, entries []Entry, forget time.Time) (uint64, error) {
	args := []any{prefix(life), strconv.FormatUint(from, 10), strconv.FormatUint(to, 10), strconv.FormatInt(forget.UnixMilli(), 10), s.ttl()}
	for _, e := range entries {
		data, err := json.Marshal(e)
		if err != nil {
			return 0, err
		}
		args = append(args, string(data))
	}
	have, err := apply.Run(ctx, s.rdb, []string{prefix(life) + "at"}, args...).Text()
	if err != nil {
		return 0, fmt.Errorf("write the lists: %w", err)
	}
	return strconv.ParseUint(have, 10, 64)
}

// Ready is of Store.
func (s *Redis) Ready(ctx context.Context, life string) error {
	_, err := s.rdb.TxPipelined(ctx, func(p redis.Pipeliner) error {
		p.SetNX(ctx, prefix(life)+"at", "0", time.Duration(s.ttl())*time.Second)
		p.Set(ctx, prefix(life)+"ready", "1", time.Duration(s.ttl())*time.Second)
		return nil
	})
	if err != nil {
		return fmt.Errorf("write the lists: %w", err)
	}
	return nil
}

// Page is of Store.
func (s *Redis) Page(ctx context.Context, life, list string, below uint64, n int) ([]Entry, error) {
	ids, err := s.rdb.ZRevRangeByScore(ctx, prefix(life)+"l:"+list, &redis.ZRangeBy{Min: "-inf", Max: "(" + strconv.FormatUint(below, 10), Count: int64(n)}).Result()
	if err != nil || len(ids) == 0 {
		return nil, wrap("read a list", err)
	}
	entries, err := s.entries(ctx, life, ids)
	// one that has changed since is newer now, and not on this page any more
	return slices.DeleteFunc(entries, func(e Entry) bool { return e.Seq >= below }), err
}

// entries reads the articles that are there, in the order of their ids.
func (s *Redis) entries(ctx context.Context, life string, ids []string) ([]Entry, error) {
	values, err := s.rdb.HMGet(ctx, prefix(life)+"articles", ids...).Result()
	if err != nil {
		return nil, wrap("read a list", err)
	}
	var out []Entry
	for _, v := range values {
		text, ok := v.(string)
		var e Entry
		if ok && json.Unmarshal([]byte(text), &e) == nil {
			out = append(out, e)
		}
	}
	return out, nil
}

// Entries is of Store.
func (s *Redis) Entries(ctx context.Context, life string, articles []string) (map[string]Entry, error) {
	out := map[string]Entry{}
	if len(articles) == 0 {
		return out, nil
	}
	list, err := s.entries(ctx, life, articles)
	for _, e := range list {
		out[e.Article] = e
	}
	return out, err
}

func wrap(doing string, err error) error {
	if err == nil || errors.Is(err, redis.Nil) {
		return nil
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// Size is of Store.
func (s *Redis) Size(ctx context.Context, life, list string) (int64, error) {
	n, err := s.rdb.ZCard(ctx, prefix(life)+"l:"+list).Result()
	return n, wrap("read a list", err)
}
