package torture

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/services/wireroom/test/rig"
)

// Kept is what the wire keeps open at rest.
type Kept struct {
	Goroutines  map[string]int      // by service and what started them
	Connections map[string]int      // to NATS, by the name of the client
	Consumers   map[string][]string // that last, by stream
	Passing     int                 // consumers that end by themselves
}

const (
	// slack of goroutines; those of idle HTTP connections, two for each, come and go
	slack, idle = 5, 20
	// pooled goroutines stay for the next message, as many as were ever needed at once
	pooled = "bus.(*workerPool).run"
)

// Leftovers lists what is there now and was not before.
func Leftovers(before, now Kept) (out []string) {
	for _, name := range slices.Sorted(maps.Keys(now.Goroutines)) {
		most := before.Goroutines[name] + slack
		if strings.Contains(name, "net/http.") {
			most += idle
		}
		if n, was := now.Goroutines[name], before.Goroutines[name]; n > most && !strings.HasSuffix(name, pooled) {
			out = append(out, fmt.Sprintf("%s: %d goroutines, %d before", name, n, was))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(now.Connections)) {
		if n, was := now.Connections[name], before.Connections[name]; n > was {
			out = append(out, fmt.Sprintf("%q has %d connections to NATS, %d before", name, n, was))
		}
	}
	for _, stream := range slices.Sorted(maps.Keys(now.Consumers)) {
		for _, name := range now.Consumers[stream] {
			if !slices.Contains(before.Consumers[stream], name) {
				out = append(out, fmt.Sprintf("the consumer %s of %s was not there before, and would stay", name, stream))
			}
		}
	}
	if now.Passing > before.Passing {
		out = append(out, fmt.Sprintf("%d consumers of readers are there, %d before", now.Passing, before.Passing))
	}
	return out
}

// kept counts what is open now, and all goroutines.
func (w *world) kept(ctx context.Context) (k Kept, total int, err error) {
	k = Kept{Goroutines: map[string]int{}, Connections: map[string]int{}, Consumers: map[string][]string{}}
	for _, url := range w.Admin {
		n, err := goroutines(ctx, url)
		if err != nil {
			return k, 0, err
		}
		total += n
	}
	for _, url := range w.Monitors {
		if err := connections(ctx, url, k.Connections); err != nil {
			return k, 0, err
		}
	}
	return k, total, w.consumers(ctx, &k)
}

func fetch(ctx context.Context, url string) (io.ReadCloser, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	req.Close = true // no connection of ours is counted
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	return resp.Body, nil
}

func goroutines(ctx context.Context, admin string) (int, error) {
	body, err := fetch(ctx, admin+"/metrics")
	if err != nil {
		return 0, err
	}
	defer func() { _ = body.Close() }()
	for lines := bufio.NewScanner(body); lines.Scan(); {
		if text, ok := strings.CutPrefix(lines.Text(), "go_goroutines "); ok {
			return strconv.Atoi(text)
		}
	}
	return 0, fmt.Errorf("%s does not count its goroutines", admin)
}

func connections(ctx context.Context, monitor string, into map[string]int) error {
	body, err := fetch(ctx, monitor+"/connz")
	if err != nil {
		return err
	}
	defer func() { _ = body.Close() }()
	var answer struct {
		Connections []struct{ Name string }
	}
	if err := json.NewDecoder(body).Decode(&answer); err != nil {
		return fmt.Errorf("read %s: %w", monitor, err)
	}
	for _, c := range answer.Connections {
		into[c.Name]++
	}
	return nil
}

func (w *world) consumers(ctx context.Context, k *Kept) error {
	streams := w.js.StreamNames(ctx)
	var names []string
	for name := range streams.Name() {
		names = append(names, name)
	}
	if err := streams.Err(); err != nil {
		return err
	}
	for _, name := range names {
		s, err := w.js.Stream(ctx, name)
		if err != nil {
			return err
		}
		list := s.ListConsumers(ctx)
		for c := range list.Info() {
			if passes(c) {
				k.Passing++
			} else {
				k.Consumers[name] = append(k.Consumers[name], c.Name)
			}
		}
		if err := list.Err(); err != nil {
			return err
		}
	}
	return nil
}

// passes reports whether a consumer ends soon once nobody asks for more.
func passes(c *jetstream.ConsumerInfo) bool {
	return c.Config.Durable == "" && c.Config.InactiveThreshold > 0 && c.Config.InactiveThreshold <= 10*time.Minute
}

// leftovers does faults that no service is killed by, and sees that they keep no more open
// afterwards than they did before.
func (w *world) leftovers(round int, part []Fault) {
	w.t.Helper()
	w.fresh()
	w.round(round, nil)
	before := w.rest(nil)
	w.fresh()
	w.round(round+1, part)
	over := Leftovers(before, w.rest(&before))
	if len(over) > 0 {
		w.t.Errorf("seed %d: is left over:\n%s", w.seed, strings.Join(over, "\n"))
	}
}

func (w *world) fresh() {
	w.t.Helper()
	for _, name := range rig.Names() {
		w.again(w.Proc(name))
	}
	w.AwaitUp()
}

// rest waits until the wire keeps no more connections and consumers than before, which
// may take as long as the broker remembers those of who was killed, and the number of
// goroutines is the same for a while. Then it ends the services, which tell their goroutines.
func (w *world) rest(before *Kept) (now Kept) {
	w.t.Helper()
	last, same := 0, 0
	localtest.Eventually(w.t, bound, func() error {
		http.DefaultClient.CloseIdleConnections()
		w.CloseIdle()
		var total int
		var err error
		if now, total, err = w.kept(w.t.Context()); err != nil {
			return err
		}
		if before != nil {
			if over := Leftovers(*before, now); len(over) > 0 {
				return fmt.Errorf("seed %d: is left over:\n%s", w.seed, strings.Join(over, "\n"))
			}
		}
		if same++; total > last+slack || total < last-slack {
			same, last = 0, total
		}
		if same < 10 { // about a second
			return fmt.Errorf("the number of goroutines changes: %d", total)
		}
		return nil
	})
	for _, name := range rig.Names() {
		w.stacks(name, now.Goroutines)
	}
	w.t.Logf("kept open: %d goroutines, connections %v, %d consumers of readers", last, now.Connections, now.Passing)
	return now
}

// stacks ends a service with its goroutines in its log, and counts them by what started them.
func (w *world) stacks(name string, by map[string]int) {
	w.t.Helper()
	p := w.Proc(name)
	require.True(w.t, p.End(syscall.SIGQUIT, time.Minute))
	all := strings.Split(p.Log(), "SIGQUIT: quit")
	for line := range strings.Lines(all[len(all)-1]) {
		if made, ok := strings.CutPrefix(line, "created by "); ok {
			made, _, _ = strings.Cut(strings.TrimSpace(made), " in goroutine")
			by[name+": "+made]++
		}
	}
}
