package counts

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"
)

// Redis keeps counts in a Redis.
type Redis struct {
	rdb  redis.UniversalClient
	half time.Duration
}

// NewRedis makes the store; half is the half-life of the trending score.
func NewRedis(rdb redis.UniversalClient, half time.Duration) *Redis { return &Redis{rdb, half} }

// keys of a shard in Redis share a hash tag, so that one script may touch them
// all on a cluster too.
type keys struct{ prefix string }

func keysOf(shard int) keys { return keys{"wireroom:{v" + strconv.Itoa(shard) + "}:"} }

func (k keys) seq() string                   { return k.prefix + "seq" }
func (k keys) counts() string                { return k.prefix + "n" }
func (k keys) trend() string                 { return k.prefix + "t" }
func (k keys) ranks() string                 { return k.prefix + "z" }
func (k keys) half() string                  { return k.prefix + "zh" } // of ranks, once they are whole
func (k keys) viewers(article string) string { return k.prefix + "u:" + article }
func (k keys) temp(what, token string) string {
	return k.prefix + "tmp:" + what + ":" + token
}

// of gives the keys of a script that touches articles.
func (k keys) of(articles []string) []string {
	names := []string{k.seq(), k.counts(), k.trend(), k.ranks()}
	for _, a := range articles {
		names = append(names, k.viewers(a))
	}
	return names
}

// Position is of Store.
func (r *Redis) Position(ctx context.Context, shard int) (Position, error) {
	s, err := r.rdb.Get(ctx, keysOf(shard).seq()).Result()
	return position("read position", shard, s, err)
}

func position(doing string, shard int, s string, err error) (Position, error) {
	if errors.Is(err, redis.Nil) {
		return Position{}, ErrNoPosition
	}
	if err != nil {
		return Position{}, fmt.Errorf("%s of shard %d: %w", doing, shard, err)
	}
	return parsePosition(s)
}

// Apply is of Store. Viewers are added beside the script, in one transaction with it: through
// Lua they cost three times as much.
func (r *Redis) Apply(ctx context.Context, shard int, from, to Position, add Change, now time.Time) (Position, error) {
	s, err := r.apply(ctx, shard, from, to, add, now, apply.EvalSha)
	if redis.HasErrorPrefix(err, "NOSCRIPT") { // the viewers were added, and may be added again
		s, err = r.apply(ctx, shard, from, to, add, now, apply.Eval)
	}
	if errors.Is(err, redis.TxFailedErr) { // the position was touched meanwhile
		return r.Position(ctx, shard)
	}
	return position("apply views", shard, s, err)
}

type evaluate func(ctx context.Context, c redis.Scripter, keys []string, args ...any) *redis.Cmd

// apply gives the position at which the shard then stands; redis.TxFailedErr where it
// changed between the look at it and the end.
func (r *Redis) apply(ctx context.Context, shard int, from, to Position, add Change, now time.Time, evaluate evaluate) (stands string, err error) {
	k := keysOf(shard)
	err = r.rdb.Watch(ctx, func(tx *redis.Tx) error {
		if stands, err = tx.Get(ctx, k.seq()).Result(); err != nil || stands != from.String() {
			return err
		}
		var changed *redis.Cmd
		cmds, err := tx.TxPipelined(ctx, func(pipe redis.Pipeliner) error {
			keys, args := r.change(k, from, to, add, now)
			changed = evaluate(ctx, pipe, keys, args...)
			for article, v := range add.Views {
				for part := range slices.Chunk(v.Viewers, viewersAtOnce) {
					pipe.PFAdd(ctx, k.viewers(article), anyOf(part)...)
				}
			}
			return nil
		})
		if errors.Is(err, redis.TxFailedErr) {
			return err
		}
		if err := answers(cmds, err); err != nil {
			return err
		}
		stands, err = changed.Text()
		return err
	}, k.seq())
	return stands, err
}

// viewersAtOnce is how many viewers one command adds.
const viewersAtOnce = 1000

func anyOf(list []string) []any {
	out := make([]any, len(list))
	for i, s := range list {
		out[i] = s
	}
	return out
}

// change gives the keys and arguments of the script.
func (r *Redis) change(k keys, from, to Position, add Change, now time.Time) ([]string, []any) {
	args := []any{from.String(), to.String(), r.half.Seconds(), len(add.Forget)}
	for _, article := range add.Forget {
		args = append(args, article)
	}
	for article, v := range add.Views {
		score, at := v.scored(now.Unix())
		args = append(args, article, v.Count, score, at)
	}
	return k.of(add.Forget), args
}

// readAtOnce is how many articles one script reads: 12 kB of viewers each at most.
const readAtOnce = 100

// Read is of Store.
func (r *Redis) Read(ctx context.Context, shard int, articles []string) (at Position, rows []Row, err error) {
	for i := 0; i == 0 || i < len(articles); i += readAtOnce {
		part := articles[i:min(i+readAtOnce, len(articles))]
		have, some, err := r.read(ctx, shard, part)
		if err != nil {
			return have, nil, err
		}
		if i > 0 && have != at {
			return have, nil, fmt.Errorf("read shard %d: it moved from %s to %s meanwhile", shard, at, have)
		}
		at, rows = have, append(rows, some...)
	}
	return at, rows, nil
}

func (r *Redis) read(ctx context.Context, shard int, articles []string) (Position, []Row, error) {
	args := make([]any, len(articles))
	for i, a := range articles {
		args[i] = a
	}
	res, err := read.Run(ctx, r.rdb, keysOf(shard).of(articles), args...).Slice()
	if err != nil {
		return Position{}, nil, fmt.Errorf("read shard %d: %w", shard, err)
	}
	text := func(i int) string { s, _ := res[i].(string); return s }
	if text(0) == "" {
		return Position{}, nil, ErrNoPosition
	}
	at, err := parsePosition(text(0))
	if err != nil {
		return at, nil, err
	}
	var rows []Row
	for i, article := range articles {
		if text(3*i+1) == "" {
			continue
		}
		count, err := strconv.ParseInt(text(3*i+1), 10, 64)
		if err != nil {
			return at, nil, fmt.Errorf("read count of %s: %w", article, err)
		}
		row := Row{Article: article, Count: count, Trend: text(3*i + 2)}
		if v := text(3*i + 3); v != "" {
			row.Viewers = []byte(v)
		}
		rows = append(rows, row)
	}
	return at, rows, nil
}

const scanAtOnce = 500

// Names is of Store.
func (r *Redis) Names(ctx context.Context, shard int, cursor uint64) ([]Name, uint64, error) {
	k := keysOf(shard)
	list, next, err := r.rdb.HScan(ctx, k.trend(), cursor, "", scanAtOnce).Result()
	if err != nil {
		return nil, 0, fmt.Errorf("list shard %d: %w", shard, err)
	}
	names := make([]Name, 0, len(list)/2)
	for i := 0; i+1 < len(list); i += 2 {
		_, at := ParseTrend(list[i+1])
		names = append(names, Name{list[i], at})
	}
	return names, next, nil
}

// restoreAtOnce is how many articles a pipeline writes.
const restoreAtOnce = 200

// Restore is of Store.
func (r *Redis) Restore(ctx context.Context, shard int, found string, to Position, parts iter.Seq2[[]Row, error]) (bool, error) {
	k, token, count := keysOf(shard), rand.Text(), 0
	n, t, z := k.temp("n", token), k.temp("t", token), k.temp("z", token)
	for rows, err := range parts {
		if err != nil {
			return false, err
		}
		for part := range slices.Chunk(rows, restoreAtOnce) {
			if err := r.fill(ctx, k, n, t, z, token, part); err != nil {
				return false, fmt.Errorf("restore shard %d: %w", shard, err)
			}
		}
		count += len(rows)
	}
	// the expiry of the temporary keys would follow them through the rename
	for _, name := range []string{n, t, z} {
		if err := r.rdb.Persist(ctx, name).Err(); err != nil {
			return false, fmt.Errorf("restore shard %d: %w", shard, err)
		}
	}
	res, err := install.Run(ctx, r.rdb, []string{k.seq(), k.counts(), k.trend(), k.ranks(), k.half(), n, t, z}, found, to.String(), count, r.half.String()).Int()
	if err != nil {
		return false, fmt.Errorf("restore shard %d: %w", shard, err)
	}
	return res >= 0, nil
}

func (r *Redis) fill(ctx context.Context, k keys, n, t, z, token string, rows []Row) error {
	pipe := r.rdb.Pipeline()
	for _, row := range rows {
		pipe.HSet(ctx, n, row.Article, row.Count)
		trend := row.Trend
		if trend == "" {
			trend = "0 0" // Names goes by it
		}
		pipe.HSet(ctx, t, row.Article, trend)
		r.rank(ctx, pipe, z, row.Article, trend)
		if len(row.Viewers) > 0 {
			u := k.temp("u:"+row.Article, token)
			pipe.Set(ctx, u, row.Viewers, time.Minute)
			pipe.PFMerge(ctx, k.viewers(row.Article), u)
			pipe.Del(ctx, u)
		}
	}
	pipe.Expire(ctx, n, 10*time.Minute)
	pipe.Expire(ctx, t, 10*time.Minute)
	pipe.Expire(ctx, z, 10*time.Minute)
	return answers(pipe.Exec(ctx))
}

// answers looks at each answer of a pipeline: its own error is the first one alone,
// which a missing key is too.
func answers(cmds []redis.Cmder, _ error) error {
	var errs []error
	for _, cmd := range cmds {
		if err := cmd.Err(); err != nil && !errors.Is(err, redis.Nil) {
			errs = append(errs, err)
			break
		}
	}
	return errors.Join(errs...)
}

// Move is of Store.
func (r *Redis) Move(ctx context.Context, shard int, found, to Position) error {
	if err := move.Run(ctx, r.rdb, []string{keysOf(shard).seq()}, found.String(), to.String()).Err(); err != nil {
		return fmt.Errorf("move shard %d: %w", shard, err)
	}
	return nil
}

// Tell is of Store.
func (r *Redis) Tell(ctx context.Context, shard int, articles []string) (map[string]Counts, error) {
	k := keysOf(shard)
	pipe := r.rdb.TxPipeline()
	seq := pipe.Get(ctx, k.seq())
	counts, trends := make([]*redis.StringCmd, len(articles)), make([]*redis.StringCmd, len(articles))
	unique := make([]*redis.IntCmd, len(articles))
	for i, a := range articles {
		counts[i], trends[i], unique[i] = pipe.HGet(ctx, k.counts(), a), pipe.HGet(ctx, k.trend(), a), pipe.PFCount(ctx, k.viewers(a))
	}
	if err := answers(pipe.Exec(ctx)); err != nil {
		return nil, fmt.Errorf("read counts of shard %d: %w", shard, err)
	}
	if errors.Is(seq.Err(), redis.Nil) {
		return nil, ErrNoPosition
	}
	out := map[string]Counts{}
	for i, a := range articles {
		if n, err := counts[i].Int64(); err == nil {
			out[a] = Counts{n, unique[i].Val(), trends[i].Val()}
		}
	}
	return out, nil
}

// rank puts an article in its place of an order, unless it is in a higher one already.
func (r *Redis) rank(ctx context.Context, pipe redis.Pipeliner, key, article, trend string) {
	score, at := ParseTrend(trend)
	if rank, ok := rank(score, at, r.half.Seconds()); ok {
		pipe.ZAddGT(ctx, key, redis.Z{Score: rank, Member: article})
	}
}

// Rank is of Store.
func (r *Redis) Rank(ctx context.Context, shard int) error {
	k := keysOf(shard)
	missing, err := unrank.Run(ctx, r.rdb, []string{k.ranks(), k.half()}, r.half.String()).Bool()
	for cursor, first := uint64(0), true; err == nil && missing && (first || cursor != 0); first = false {
		var list []string
		if list, cursor, err = r.rdb.HScan(ctx, k.trend(), cursor, "", scanAtOnce).Result(); err != nil {
			break
		}
		pipe := r.rdb.Pipeline()
		for i := 0; i+1 < len(list); i += 2 {
			r.rank(ctx, pipe, k.ranks(), list[i], list[i+1])
		}
		err = answers(pipe.Exec(ctx))
	}
	if err == nil && missing {
		err = r.rdb.Set(ctx, k.half(), r.half.String(), 0).Err()
	}
	if err != nil {
		return fmt.Errorf("put shard %d in order: %w", shard, err)
	}
	return nil
}

// Top is of Store.
func (r *Redis) Top(ctx context.Context, shard, from, n int) ([]Ranked, error) {
	k := keysOf(shard)
	pipe := r.rdb.TxPipeline()
	seq, half := pipe.Get(ctx, k.seq()), pipe.Get(ctx, k.half())
	top := pipe.ZRevRangeWithScores(ctx, k.ranks(), int64(from), int64(from+n-1))
	if err := answers(pipe.Exec(ctx)); err != nil {
		return nil, fmt.Errorf("read the order of shard %d: %w", shard, err)
	}
	if errors.Is(seq.Err(), redis.Nil) || half.Val() != r.half.String() {
		return nil, ErrNoPosition
	}
	out := make([]Ranked, 0, len(top.Val()))
	for _, z := range top.Val() {
		article, _ := z.Member.(string)
		out = append(out, Ranked{article, z.Score})
	}
	return out, nil
}
