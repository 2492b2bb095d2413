package bench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
	"go.uber.org/zap"
	"golang.org/x/sync/errgroup"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/wireroom/internal/up"
)

// ViewOptions of a run. Views is rounded up to full batches of each article's turn.
type ViewOptions struct {
	Views, Articles, Pairs, Clients int
	SyncAlways                      bool
	Dir                             string
}

// ViewResult is what a run gave, in views and INCRs a second.
type ViewResult struct {
	Views int       `json:"views"`
	API   []float64 `json:"views_per_second"`
	Incr  []float64 `json:"incr_per_second"`
	Ratio float64   `json:"ratio"` // median of the pairs' ratios
}

// viewBatch is how many views a request has, and INCRs a pipeline.
const viewBatch = 100

// Views measures and writes what it sees to out. A count that is not exact is an error.
func Views(ctx context.Context, out io.Writer, o ViewOptions) (ViewResult, error) {
	if o.Views < viewBatch || o.Articles < 1 || o.Pairs < 1 || o.Clients < 1 {
		return ViewResult{}, errors.New("a bench of views has 100 views, and one article, pair and client at least")
	}
	dir, err := os.MkdirTemp(o.Dir, "wireroom-bench-")
	if err != nil {
		return ViewResult{}, fmt.Errorf("make a folder for the bench: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	// the limits are of what callers who show no key may do
	for _, name := range []string{"WIREROOM_VIEWS_LIMIT_RATE", "WIREROOM_VIEWS_LIMIT_TOTAL_RATE"} {
		if err := os.Setenv(name, "0"); err != nil {
			return ViewResult{}, err
		}
	}
	file := filepath.Join(dir, "providers.yaml")
	if err := provider.Add(file, provider.Entry{ID: benchProvider, Keys: []string{provider.HashKey(keyOf(benchProvider))}}); err != nil {
		return ViewResult{}, err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	rt := service.New("bench", service.Options{Log: zap.NewNop()})
	defer func() { _ = rt.Close() }()
	every := 2 * time.Minute
	if o.SyncAlways {
		every = syncAlways
	}
	w, err := up.Start(ctx, rt, up.Options{Data: dir, NATS: "127.0.0.1:0", Ingest: "127.0.0.1:0", Publish: "127.0.0.1:0", SyncEvery: every, Providers: file})
	if err != nil {
		return ViewResult{}, err
	}
	defer func() { stop(); _ = w.Wait() }()
	if w.RedisAt == "" {
		return ViewResult{}, errors.New("there is no redis-server or valkey-server on the PATH to measure against")
	}
	v := &viewer{ViewOptions: o, wire: w, out: out}
	if err := v.articles(ctx); err != nil {
		return ViewResult{}, err
	}
	return v.pairs(ctx)
}

// viewer posts views of articles that are on NEWS.
type viewer struct {
	ViewOptions
	wire *up.Wire
	out  io.Writer
	ids  []string
	sent []int64 // views of each article so far
	next int     // number of the next viewer
}

func (v *viewer) articles(ctx context.Context) error {
	material, _ := texts("")
	t := target{wire: v.wire, ingest: v.wire.Ingest, provider: benchProvider, key: keyOf(benchProvider)}
	if _, err := load(ctx, t, "viewed", material, v.Articles, 0, 0, ""); err != nil {
		return err
	}
	v.sent = make([]int64, v.Articles)
	for i := range v.Articles {
		v.ids = append(v.ids, contract.ArticleID("bench", fmt.Sprint("urn:example:bench:viewed", i)))
	}
	return nil
}

func (v *viewer) pairs(ctx context.Context) (ViewResult, error) {
	options, err := redis.ParseURL(v.wire.RedisAt)
	if err != nil {
		return ViewResult{}, fmt.Errorf("read the Redis URL: %w", err)
	}
	options.PoolSize = v.Clients // as many connections as post views
	rdb := redis.NewClient(options)
	defer func() { _ = rdb.Close() }()
	var r ViewResult
	var ratios []float64
	if _, err := v.load(ctx, v.Views/10); err != nil { // warm
		return r, err
	}
	for i := range v.Pairs {
		views, err := v.load(ctx, v.Views)
		if err != nil {
			return r, err
		}
		incr, err := v.incr(ctx, rdb, v.Views)
		if err != nil {
			return r, err
		}
		r.API, r.Incr, ratios = append(r.API, views), append(r.Incr, incr), append(ratios, views/incr)
		_, _ = fmt.Fprintf(v.out, "  pair %d   views %7.0f/s   INCR %7.0f/s   ratio %.2f\n", i+1, views, incr, views/incr)
	}
	r.Ratio = median(ratios)
	for _, n := range v.sent {
		r.Views += int(n)
	}
	_, _ = fmt.Fprintf(v.out, "  median   views %7.0f/s   INCR %7.0f/s   ratio %.2f   all %d views counted, none twice\n", median(r.API), median(r.Incr), r.Ratio, r.Views)
	return r, nil
}

// load posts n views and waits for the last count. It gives views a second.
func (v *viewer) load(ctx context.Context, n int) (float64, error) {
	bodies := make([][]byte, (n+viewBatch-1)/viewBatch)
	for i := range bodies {
		bodies[i] = v.batch()
	}
	started := time.Now()
	if err := v.post(ctx, bodies); err != nil {
		return 0, err
	}
	if err := v.counted(ctx); err != nil {
		return 0, err
	}
	return float64(len(bodies)*viewBatch) / time.Since(started).Seconds(), nil
}

// batch makes the body of a request, made before the clock runs.
func (v *viewer) batch() []byte {
	type view struct {
		Article string `json:"article"`
		Viewer  string `json:"viewer"`
	}
	list := make([]view, viewBatch)
	for i := range list {
		a := v.next % len(v.ids)
		v.sent[a]++
		list[i] = view{v.ids[a], strconv.Itoa(v.next)}
		v.next++
	}
	data, _ := json.Marshal(list) // strings
	return data
}

func (v *viewer) post(ctx context.Context, bodies [][]byte) error {
	g, ctx := errgroup.WithContext(ctx)
	var next atomic.Int64
	for range v.Clients {
		g.Go(func() error {
			p, err := newPoster(ctx, v.wire.Publish, "/v1/views", "")
			if err != nil {
				return err
			}
			defer p.close()
			defer context.AfterFunc(ctx, p.close)()
			for i := int(next.Add(1)) - 1; i < len(bodies); i = int(next.Add(1)) - 1 {
				if err := p.push(bodies[i]); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return g.Wait()
}

// counted waits until each article's count is what was sent. One that is higher is an error.
func (v *viewer) counted(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(v.Clients)
	for i, id := range v.ids {
		g.Go(func() error { return v.countedOf(ctx, id, v.sent[i]) })
	}
	return g.Wait()
}

func (v *viewer) countedOf(ctx context.Context, id string, sent int64) error {
	for {
		n, err := v.count(ctx, id)
		switch {
		case err != nil:
			return err
		case n == sent:
			return nil
		case n > sent:
			return fmt.Errorf("article %s has %d views, of which %d were sent", id, n, sent)
		}
		if err := service.Pause(ctx, 5*time.Millisecond); err != nil {
			return fmt.Errorf("article %s has %d views of %d: %w", id, n, sent, err)
		}
	}
}

func (v *viewer) count(ctx context.Context, id string) (int64, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, v.wire.Publish+"/v1/articles/"+id+"/views", nil)
	if err != nil {
		return 0, err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, fmt.Errorf("read counts: %w", err)
	}
	defer func() { _ = resp.Body.Close() }()
	var told struct{ Views int64 }
	err = json.NewDecoder(resp.Body).Decode(&told)
	return told.Views, err
}

// incr sends n INCRs in pipelines over as many connections, and gives how many a second.
func (v *viewer) incr(ctx context.Context, rdb *redis.Client, n int) (float64, error) {
	key := "wireroom:bench:" + strconv.Itoa(v.next)
	defer rdb.Del(ctx, key)
	g, gctx := errgroup.WithContext(ctx)
	var next atomic.Int64
	started := time.Now()
	for range v.Clients {
		g.Go(func() error {
			for next.Add(viewBatch) <= int64(n) {
				pipe := rdb.Pipeline()
				for range viewBatch {
					pipe.Incr(gctx, key)
				}
				if _, err := pipe.Exec(gctx); err != nil {
					return fmt.Errorf("INCR: %w", err)
				}
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return 0, err
	}
	took := time.Since(started)
	got, err := rdb.Get(ctx, key).Int64()
	if err == nil && got != int64(n/viewBatch*viewBatch) {
		err = fmt.Errorf("%d INCRs gave %d", n, got)
	}
	return float64(got) / took.Seconds(), err
}
