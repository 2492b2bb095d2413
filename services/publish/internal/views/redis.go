package views

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"
)

// counts is a shard's state in Redis.
type counts struct {
	rdb  redis.UniversalClient
	half time.Duration
}

var errNoPosition = errors.New("redis holds no position of the shard")

// position gives how far a shard is applied. The error is errNoPosition where
// Redis is empty.
func (c counts) position(ctx context.Context, shard int) (position, error) {
	s, err := c.rdb.Get(ctx, keysOf(shard).seq()).Result()
	if errors.Is(err, redis.Nil) {
		return position{}, errNoPosition
	}
	if err != nil {
		return position{}, fmt.Errorf("read position of shard %d: %w", shard, err)
	}
	return parsePosition(s)
}

// apply adds what lies between from and to. It reports the position that Redis
// has afterwards: to, if the batch was applied.
func (c counts) apply(ctx context.Context, shard int, from, to position, add map[string]viewed, now time.Time) (position, error) {
	k := keysOf(shard)
	names := []string{k.seq(), k.counts(), k.trend()}
	args := []any{from.String(), to.String(), now.Unix(), c.half.Seconds()}
	for article, v := range add {
		names = append(names, k.viewers(article))
		args = append(args, article, v.Count, len(v.Viewers))
		for _, u := range v.Viewers {
			args = append(args, u)
		}
	}
	s, err := apply.Run(ctx, c.rdb, names, args...).Text()
	if errors.Is(err, redis.Nil) {
		return position{}, errNoPosition
	}
	if err != nil {
		return position{}, fmt.Errorf("apply views of shard %d: %w", shard, err)
	}
	return parsePosition(s)
}

// dump reads the totals of a shard with the position they stand at. Viewers are
// read after it: a HyperLogLog that knows more than the position is no harm, for
// adding a viewer twice is adding it once.
func (c counts) dump(ctx context.Context, shard int) (position, []row, error) {
	k := keysOf(shard)
	res, err := dump.Run(ctx, c.rdb, []string{k.seq(), k.counts(), k.trend()}).Slice()
	if err != nil {
		return position{}, nil, fmt.Errorf("read shard %d: %w", shard, err)
	}
	at, ok := res[0].(string)
	if !ok {
		return position{}, nil, errNoPosition
	}
	p, err := parsePosition(at)
	if err != nil {
		return position{}, nil, err
	}
	trends := pairsOf(res[2])
	var rows []row
	for article, n := range pairsOf(res[1]) {
		count, err := strconv.ParseInt(n, 10, 64)
		if err != nil {
			return position{}, nil, fmt.Errorf("count of %s: %w", article, err)
		}
		rows = append(rows, row{Article: article, Count: count, Trend: trends[article]})
	}
	return p, rows, c.addViewers(ctx, k, rows)
}

// readBatch is how many keys a pipeline reads or writes at once.
const readBatch = 500

func (c counts) addViewers(ctx context.Context, k keys, rows []row) error {
	for start := 0; start < len(rows); start += readBatch {
		part := rows[start:min(start+readBatch, len(rows))]
		pipe := c.rdb.Pipeline()
		cmds := make([]*redis.StringCmd, len(part))
		for i := range part {
			cmds[i] = pipe.Get(ctx, k.viewers(part[i].Article))
		}
		// the error of a pipeline is its first one, which a missing key is too: each
		// answer is looked at
		_, _ = pipe.Exec(ctx)
		for i := range part {
			b, err := cmds[i].Bytes()
			if err != nil && !errors.Is(err, redis.Nil) {
				return fmt.Errorf("read viewers of %s: %w", part[i].Article, err)
			}
			part[i].Viewers = b
		}
	}
	return nil
}

// restore puts rows in place at a position, if Redis still has what was found
// ("" for nothing). It reports whether the shard stands now, by us or another.
func (c counts) restore(ctx context.Context, shard int, found string, to position, rows []row, token string) (bool, error) {
	k := keysOf(shard)
	n, t := k.temp("n", token), k.temp("t", token)
	for start := 0; start < len(rows); start += readBatch {
		pipe := c.rdb.Pipeline()
		for _, r := range rows[start:min(start+readBatch, len(rows))] {
			pipe.HSet(ctx, n, r.Article, r.Count)
			if r.Trend != "" {
				pipe.HSet(ctx, t, r.Article, r.Trend)
			}
			if len(r.Viewers) > 0 {
				u := k.temp("u:"+r.Article, token)
				pipe.Set(ctx, u, r.Viewers, time.Minute)
				pipe.PFMerge(ctx, k.viewers(r.Article), u)
				pipe.Del(ctx, u)
			}
		}
		pipe.Expire(ctx, n, 10*time.Minute)
		pipe.Expire(ctx, t, 10*time.Minute)
		if _, err := pipe.Exec(ctx); err != nil {
			return false, fmt.Errorf("restore shard %d: %w", shard, err)
		}
	}
	if err := c.persist(ctx, n, t); err != nil {
		return false, err
	}
	res, err := install.Run(ctx, c.rdb, []string{k.seq(), k.counts(), k.trend(), n, t}, found, to.String(), len(rows)).Int()
	if err != nil {
		return false, fmt.Errorf("restore shard %d: %w", shard, err)
	}
	return res >= 0, nil
}

// persist takes the expiry off the temporary keys, which it would follow through
// the rename.
func (c counts) persist(ctx context.Context, names ...string) error {
	for _, name := range names {
		if err := c.rdb.Persist(ctx, name).Err(); err != nil {
			return fmt.Errorf("restore: %w", err)
		}
	}
	return nil
}

func (c counts) move(ctx context.Context, shard int, found, to position) error {
	if err := move.Run(ctx, c.rdb, []string{keysOf(shard).seq()}, found.String(), to.String()).Err(); err != nil {
		return fmt.Errorf("move shard %d: %w", shard, err)
	}
	return nil
}

func pairsOf(v any) map[string]string {
	list, _ := v.([]any)
	out := make(map[string]string, len(list)/2)
	for i := 0; i+1 < len(list); i += 2 {
		key, _ := list[i].(string)
		value, _ := list[i+1].(string)
		out[key] = value
	}
	return out
}
