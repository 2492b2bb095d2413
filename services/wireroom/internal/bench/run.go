package bench

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/wireroom/internal/up"
)

// Options of a run. The zero value of a field means its default.
type Options struct {
	Articles int    // a load, 20,000 by default
	Pairs    int    // wire and relay in turn, 3 by default
	Corpus   string // folder of the corpus; generated stories where it is not
	Dir      string // where the streams are, a temporary folder by default
	NoRedis  bool   // in each pair a wire without Redis too
	Sync     string // "default" or "always": only that way of syncing
	NoDelays bool   // without the runs at half speed and with flashes
	Peer     string // program of a peer
	Profile  string // file for a CPU profile of the last full load
}

// Result of one way of syncing.
type Result struct {
	Sync      string          `json:"sync"`
	Articles  int             `json:"articles"`
	Wire      []float64       `json:"wire_per_second"`
	Relay     []float64       `json:"relay_per_second"`
	Ratio     float64         `json:"ratio"`        // median of the pairs' ratios
	WireCPU   []float64       `json:"wire_cpu_us"`  // processor time for each article in µs, agencies, broker and subscriber included, Redis not
	RelayCPU  []float64       `json:"relay_cpu_us"` // likewise of the relay
	Peer      []float64       `json:"peer_per_second,omitempty"`
	ToPeer    float64         `json:"peer_ratio,omitempty"` // of the wire to the peer, median of the pairs
	NoRedis   []float64       `json:"no_redis_per_second,omitempty"`
	NoRedisTo float64         `json:"no_redis_ratio,omitempty"` // of the wire without Redis to the one with, median of the pairs
	P50, P99  time.Duration   // from the HTTP request to the subscriber, at half of the wire's rate
	IdleP50   time.Duration   // from the request to the subscriber while hardly anything comes
	IdleP99   time.Duration   // likewise
	FlashP50  time.Duration   // of flashes while bulk runs at full speed
	FlashP99  time.Duration   // likewise
	IdleMB    float64         `json:"idle_mb"`   // resident, with empty streams
	LoadedMB  float64         `json:"loaded_mb"` // resident, after the load, agencies and subscriber included
	Material  string          `json:"material"`
	ratios    []float64       // of each pair
	latencies []time.Duration // of the run at half rate
	flashHops hops
}

// syncAlways is how often the broker syncs where it syncs every write.
const syncAlways = 0

// Run measures both ways of syncing and writes what it sees to out.
func Run(ctx context.Context, out io.Writer, o Options) ([]Result, error) {
	if o.Articles == 0 {
		o.Articles = 20_000
	}
	if o.Pairs == 0 {
		o.Pairs = 3
	}
	dir, err := os.MkdirTemp(o.Dir, "wireroom-bench-")
	if err != nil {
		return nil, fmt.Errorf("make a folder for the bench: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	material, name := texts(o.Corpus)
	_, _ = fmt.Fprintf(out, "%s, %d cores, %s, %s\narticles of %d bytes of text, %s\n", cpuName(), runtime.NumCPU(), runtime.GOOS, runtime.Version(), articleBytes, name)
	var results []Result
	for _, mode := range []struct {
		name     string
		every    time.Duration
		articles int
	}{{"default (2 m)", 2 * time.Minute, o.Articles}, {"always", syncAlways, o.Articles}} {
		if o.Sync != "" && o.Sync != "both" && !strings.HasPrefix(mode.name, o.Sync) {
			continue
		}
		r := Result{Sync: mode.name, Articles: mode.articles, Material: name}
		if err := pairs(ctx, out, dir, mode.every, o, material, &r); err != nil {
			return nil, fmt.Errorf("bench with sync %s: %w", mode.name, err)
		}
		results = append(results, r)
	}
	return results, nil
}

func pairs(ctx context.Context, out io.Writer, dir string, sync time.Duration, o Options, material []text, r *Result) error {
	_, _ = fmt.Fprintf(out, "\nsync %s, %d articles a load\n", r.Sync, r.Articles)
	bodies := make([][]byte, min(r.Articles, 1000))
	for i := range bodies {
		bodies[i] = document(article(material, "relay"+strconv.Itoa(i)), "relay", 5)
	}
	var without, toPeer []float64
	for i := range o.Pairs {
		wire, err := oneWire(ctx, filepath.Join(dir, fmt.Sprintf("wire-%d", i)), sync, false, material, r, o, i == o.Pairs-1)
		if err != nil {
			return err
		}
		if o.NoRedis {
			rate, err := oneWire(ctx, filepath.Join(dir, fmt.Sprintf("alone-%d", i)), sync, true, material, &Result{Articles: r.Articles}, o, false)
			if err != nil {
				return err
			}
			r.NoRedis, without = append(r.NoRedis, rate), append(without, rate/wire)
			_, _ = fmt.Fprintf(out, "  pair %d   without Redis %7.0f/s   with %7.0f/s   ratio %.3f\n", i+1, rate, wire, rate/wire)
		}
		bare, cpu, err := relays(ctx, filepath.Join(dir, fmt.Sprintf("relay-%d", i)), sync, bodies, r.Articles, wire)
		if err != nil {
			return err
		}
		r.Wire, r.Relay, r.ratios = append(r.Wire, wire), append(r.Relay, bare), append(r.ratios, wire/bare)
		r.RelayCPU = append(r.RelayCPU, cpu)
		_, _ = fmt.Fprintf(out, "  pair %d   wire %7.0f/s (%.0f µs)   bare relay %7.0f/s (%.0f µs)   ratio %.3f\n", i+1, wire, r.WireCPU[i], bare, cpu, wire/bare)
		if o.Peer != "" {
			rate, err := peer(ctx, o.Peer, filepath.Join(dir, fmt.Sprintf("peer-%d", i)), sync, func(i int) []byte {
				id := "peer" + strconv.Itoa(i)
				return document(article(material, id), id, 5)
			}, r.Articles)
			if err != nil {
				return fmt.Errorf("peer: %w", err)
			}
			r.Peer, toPeer = append(r.Peer, rate), append(toPeer, wire/rate)
			_, _ = fmt.Fprintf(out, "  pair %d   wire %7.0f/s   peer %7.0f/s   ratio %.3f\n", i+1, wire, rate, wire/rate)
		}
	}
	r.Ratio = median(r.ratios)
	if o.Peer != "" {
		r.ToPeer = median(toPeer)
		_, _ = fmt.Fprintf(out, "  median   peer %7.0f/s   ratio %.3f of the wire to the peer\n", median(r.Peer), r.ToPeer)
	}
	if o.NoRedis {
		r.NoRedisTo = median(without)
		_, _ = fmt.Fprintf(out, "  median   without Redis %7.0f/s   ratio %.3f to the wire with a Redis\n", median(r.NoRedis), r.NoRedisTo)
	}
	_, _ = fmt.Fprintf(out, "  median   wire %7.0f/s   bare relay %7.0f/s   ratio %.3f, of processor time %.3f\n", median(r.Wire), median(r.Relay), r.Ratio, median(r.RelayCPU)/median(r.WireCPU))
	if o.NoDelays {
		return nil
	}
	_, _ = fmt.Fprintf(out, "  latency at half of that rate, request to subscriber: p50 %s, p99 %s\n", short(r.P50), short(r.P99))
	_, _ = fmt.Fprintf(out, "  a flash while bulk runs at full speed: p50 %s, p99 %s, %.1f times the p99 of an idle wire (p50 %s, p99 %s)\n",
		short(r.FlashP50), short(r.FlashP99), float64(r.FlashP99)/float64(max(r.IdleP99, 1)), short(r.IdleP50), short(r.IdleP99))
	_, _ = fmt.Fprintf(out, "    of it, p50 and p99: %s\n", &r.flashHops)
	_, _ = fmt.Fprintf(out, "  memory: %.0f MB idle with empty streams, %.0f MB loaded (agencies and subscriber included)\n", r.IdleMB, r.LoadedMB)
	return nil
}

// relays runs the same load through fresh relays for as long as the wire, which made wire
// articles a second, took for it, and gives the medians of their rates and of the processor
// time for each article in µs: one relay's run is a second
// long, and hits or misses whatever else the machine and its disk are busy with.
func relays(ctx context.Context, dir string, sync time.Duration, bodies [][]byte, n int, wire float64) (rate, cpu float64, err error) {
	var rates, cpus []float64
	for seconds := 0.0; seconds < float64(n)/wire; {
		before := cpuTime()
		rate, err := relay(ctx, dir, sync, bodies, n)
		if err != nil {
			return 0, 0, err
		}
		cpus = append(cpus, each(cpuTime()-before, n))
		rates, seconds = append(rates, rate), seconds+float64(n)/rate
	}
	return median(rates), median(cpus), nil
}

// What an idle wire gets for its delays.
const (
	idleArticles = 200
	idleRate     = 50 // a second
)

const benchProvider = "bench"

// keyOf is the key of a provider, of which each has its own.
func keyOf(provider string) string { return fmt.Sprintf("wr_%s_key_%032d", provider, 0) }

// oneWire loads a fresh wire at full speed, the last time at half speed too.
func oneWire(ctx context.Context, dir string, sync time.Duration, noRedis bool, material []text, r *Result, o Options, last bool) (float64, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return 0, fmt.Errorf("make folder: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	file := filepath.Join(dir, "providers.yaml")
	for _, id := range append(flashers(), benchProvider) {
		if err := provider.Add(file, provider.Entry{ID: id, Keys: []string{provider.HashKey(keyOf(id))}}); err != nil {
			return 0, err
		}
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	rt := service.New("bench", service.Options{Log: zap.NewNop()})
	defer func() { _ = rt.Close() }()
	w, err := up.Start(ctx, rt, up.Options{Data: dir, NATS: "127.0.0.1:0", Ingest: "127.0.0.1:0", Publish: "127.0.0.1:0", SyncEvery: sync, Providers: file, NoRedis: noRedis})
	if err != nil {
		return 0, err
	}
	defer func() { stop(); _ = w.Wait() }()
	if r.IdleMB == 0 {
		debug.FreeOSMemory()
		r.IdleMB = mb(resident())
	}
	t := target{wire: w, ingest: w.Ingest, provider: benchProvider, key: keyOf(benchProvider)}
	if _, err := load(ctx, t, "warm", material, r.Articles/10, 0, 0, ""); err != nil {
		return 0, err
	}
	if last && !o.NoDelays {
		idle, err := load(ctx, t, "idle", material, idleArticles, idleRate, 0, "")
		if err != nil {
			return 0, err
		}
		r.IdleP50, r.IdleP99 = percentile(idle.Latencies, 50), percentile(idle.Latencies, 99)
	}
	full, err := fullLoad(ctx, t, material, r, o, last)
	if err != nil {
		return 0, err
	}
	r.LoadedMB = max(r.LoadedMB, mb(resident()))
	if !last || o.NoDelays {
		return full.Rate, nil
	}
	bulk, err := load(ctx, t, "bulk", material, r.Articles/2, 0, 20*time.Millisecond, "")
	if err != nil {
		return 0, err
	}
	r.FlashP50, r.FlashP99 = percentile(bulk.Flash, 50), percentile(bulk.Flash, 99)
	r.flashHops = bulk.FlashHops
	half, err := load(ctx, t, "half", material, r.Articles/4, full.Rate/2, 0, "")
	if err != nil {
		return 0, err
	}
	r.latencies = half.Latencies
	r.P50, r.P99 = percentile(r.latencies, 50), percentile(r.latencies, 99)
	return full.Rate, nil
}

// fullLoad is a load at full speed, the last one under the profiler.
func fullLoad(ctx context.Context, t target, material []text, r *Result, o Options, last bool) (sample, error) {
	file := ""
	if last {
		file = o.Profile
	}
	full, err := load(ctx, t, "full", material, r.Articles, 0, 0, file)
	r.WireCPU = append(r.WireCPU, each(full.CPU, r.Articles))
	return full, err
}

// each is a time for each of n articles, in µs.
func each(d time.Duration, n int) float64 { return float64(d.Microseconds()) / float64(n) }

func mb(bytes int64) float64 { return float64(bytes) / (1 << 20) }

func short(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000) }
