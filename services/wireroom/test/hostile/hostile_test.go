package hostile

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
	"time"
)

// The bounds that every row is held to.
const (
	maxDelay  = 5 * time.Second
	maxMemory = 800 << 20 // bytes, of the one process
)

// row is one attack. It returns what it saw, and an error if that is not right.
type row struct {
	name    string
	attack  func(ctx context.Context, s *scene) (saw string, err error)
	limit   time.Duration // of the attack; 0: a minute
	files   int           // open files that the process may have; 0: as many as it likes
	env     []string
	refused bool // a push of the other provider that was refused once is a failure
	long    bool // not in the short form
}

// scene is what an attack works on.
type scene struct {
	*wire
	traffic *traffic
	short   bool
}

// result is a line of the table.
type result struct {
	row, redis, saw string
	report          report
	memory          int
	problems        []string
}

func TestHostile(t *testing.T) {
	bin := os.Getenv("WIREROOM_HOSTILE_BIN")
	if bin == "" {
		t.Skip("skipped: run make hostile")
	}
	short := os.Getenv("WIREROOM_HOSTILE") == "short"
	var results []result
	for n, r := range slices.Concat(newsRows(), feedRows(), pageRows(), viewRows(), strangerRows(), settingRows()) {
		if short && r.long {
			continue
		}
		for i, redis := range []string{"none", "child"} {
			if short && i != n%2 {
				continue // each row once
			}
			t.Run(r.name+"/"+redis, func(t *testing.T) {
				res := r.run(t, bin, redis, short)
				results = append(results, res)
				t.Log("\n" + res.line())
				if len(res.problems) > 0 {
					t.Errorf("%s: %s", r.name, strings.Join(res.problems, "; "))
				}
			})
		}
	}
	table(results)
}

// run starts a wire, lets the other provider push, attacks, and waits for what is still
// on its way.
func (r row) run(t *testing.T, bin, redis string, short bool) result {
	t.Helper()
	w := startWire(t, bin, redis == "child", r.files, r.env)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	traffic, err := startTraffic(ctx, w, 5, time.Second)
	if err != nil {
		t.Fatal(err)
	}
	limit := r.limit
	if limit == 0 {
		limit = time.Minute
	}
	during, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	pause(during, 2*time.Second)
	saw, wrong := r.attack(during, &scene{wire: w, traffic: traffic, short: short})
	pause(ctx, 2*time.Second)
	stop()
	traffic.running.Wait()
	traffic.settle(patience)
	res := result{row: r.name, redis: redis, saw: saw, report: traffic.report(), memory: w.memory()}
	res.judge(r, wrong, w.proc.Running())
	return res
}

func (res *result) judge(r row, wrong error, running bool) {
	fail := func(format string, args ...any) { res.problems = append(res.problems, fmt.Sprintf(format, args...)) }
	if errors.Is(wrong, context.DeadlineExceeded) {
		wrong = errors.New("not over in time")
	}
	if wrong != nil {
		fail("%v", wrong)
	}
	if !running {
		fail("the process died")
	}
	if res.report.missing > 0 {
		fail("%d stories of the other provider did not come", res.report.missing)
	}
	if res.report.max > maxDelay {
		fail("a story of the other provider took %s", res.report.max.Round(10*time.Millisecond))
	}
	if res.memory > maxMemory {
		fail("%d MB", res.memory>>20)
	}
	if r.refused && res.report.refused > 0 {
		fail("%d pushes of the other provider were refused", res.report.refused)
	}
}

func table(results []result) {
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 1, ' ', 0)
	_, _ = fmt.Fprintln(w, "\n| attack\t| Redis\t| p99\t| longest\t| stories\t| refused\t| peak MB\t| saw\t| result\t|")
	_, _ = fmt.Fprintln(w, "|---\t|---\t|---\t|---\t|---\t|---\t|---\t|---\t|---\t|")
	for _, r := range results {
		_, _ = fmt.Fprintln(w, r.line())
	}
	_ = w.Flush()
}

// line is a row of a Markdown table, with tabs for tabwriter.
func (res *result) line() string {
	verdict := "pass"
	if len(res.problems) > 0 {
		verdict = "FAIL: " + strings.Join(res.problems, "; ")
	}
	return fmt.Sprintf("| %s\t| %s\t| %s\t| %s\t| %d\t| %d\t| %d\t| %s\t| %s\t|", res.row, res.redis,
		res.report.p99.Round(time.Millisecond), res.report.max.Round(time.Millisecond), res.report.stories, res.report.refused, res.memory>>20, res.saw, verdict)
}
