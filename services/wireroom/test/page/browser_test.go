// Package page drives a Chromium through the page that publish serves, against four
// processes, a nats-server and a redis-server.
package page

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/local/localtest"
)

// limit is how long anything may take: CI is slow and busy.
const limit = time.Minute

// browser is one tab, and what went wrong in it.
type browser struct {
	t   *testing.T
	ctx context.Context

	mu     sync.Mutex
	errors []string
}

func open(t *testing.T) *browser {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(localtest.Chromium(t)), chromedp.UserDataDir(t.TempDir()),
		chromedp.WSURLReadTimeout(limit))
	if os.Getuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	ctx, end := chromedp.NewContext(ctx)
	t.Cleanup(end)
	b := &browser{t: t, ctx: ctx}
	require.NoError(t, chromedp.Do(ctx, chromedp.Navigate("about:blank")))
	require.NoError(t, chromedp.Listen(ctx, b.listen))
	require.NoError(t, chromedp.Do(ctx, chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, log.Enable, cdp.Empty{})
		return err
	})))
	return b
}

// listen keeps what the browser complains of: a policy that was broken, a script that
// failed. That an address answers with an error is for the tests to judge.
func (b *browser) listen(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError && e.Entry.Source != log.EntrySourceNetwork {
			b.errors = append(b.errors, e.Entry.Text)
		}
	case *runtime.EventExceptionThrown:
		b.errors = append(b.errors, e.ExceptionDetails.Text+" "+e.ExceptionDetails.URL)
	}
}

func (b *browser) complaints() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]string(nil), b.errors...)
}

func (b *browser) do(action chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	run(b, action)
}

func run[T any](b *browser, action chromedp.Action[T]) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, limit)
	defer cancel()
	out, err := chromedp.Run(ctx, action)
	require.NoError(b.t, err)
	return out
}

func (b *browser) goTo(url string) { b.t.Helper(); b.do(chromedp.Navigate(url)) }

// eval gives the value of an expression.
func eval[T any](b *browser, expression string) T {
	b.t.Helper()
	return run(b, chromedp.Evaluate[T](expression))
}

// until waits for an expression to be true, over pages that are being left.
func (b *browser) until(expression string) {
	b.t.Helper()
	localtest.Eventually(b.t, limit, func() error {
		ctx, cancel := context.WithTimeout(b.ctx, limit)
		defer cancel()
		said, err := chromedp.Run(ctx, chromedp.Evaluate[string]("Boolean("+expression+") ? '' : 'the page says: ' + document.body.innerText.slice(0, 600)"))
		if err == nil && said != "" {
			err = fmt.Errorf("%s is not true; %s", expression, said)
		}
		return err
	})
}

// press presses a key.
func (b *browser) press(key string) { b.t.Helper(); b.do(chromedp.KeyEvent(key)) }

// tabTo presses Tab until the focus is on what a selector names.
func (b *browser) tabTo(selector string) {
	b.t.Helper()
	for range 300 {
		b.press(kb.Tab)
		if eval[bool](b, fmt.Sprintf("document.activeElement.matches(%q)", selector)) {
			return
		}
	}
	require.Fail(b.t, "Tab does not reach "+selector)
}

// everythingIsReached presses Tab as often as there are things to use, and names those that
// never had the focus, or had it without being seen.
func (b *browser) everythingIsReached() {
	b.t.Helper()
	// the works are shown anew while nothing in them has the focus: what is the same thing to a
	// person may be another element by then
	n := eval[int](b, `(() => { window.reached = new Set(); scrollTo(0, 0); document.activeElement.blur();
		window.named = (e) => [e.tagName, ...["id", "name", "value", "href", "aria-label", "aria-labelledby"].map((a) => e.getAttribute(a)),
			e.matches("summary") ? e.parentElement.id : e.matches("a, button") ? e.textContent : ""].join(" ");
		window.usable = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, summary, [tabindex='0']")].filter((e) => e.checkVisibility()).map(named);
		document.body.setAttribute("tabindex", "-1"); document.body.focus(); return window.usable.length; })()`)
	for range n + 3 {
		b.press(kb.Tab)
		eval[int](b, "window.reached.add(named(document.activeElement)); 0")
	}
	left := eval[[]string](b, "window.usable.filter((e) => !window.reached.has(e))")
	require.Empty(b.t, left, "not reached by Tab on %s", eval[string](b, "location.href"))
	require.NotZero(b.t, n)
}

// accessible runs axe on what is shown, and allows no serious finding.
func (b *browser) accessible() {
	b.t.Helper()
	eval[int](b, axe(b.t)+";0")
	type finding struct {
		ID, Impact, Help string
		Nodes            []string
	}
	found := run(b, chromedp.Evaluate[[]finding](`axe.run({resultTypes: ["violations"]}).then((r) => r.violations.map((v) => ({ID: v.id, Impact: v.impact, Help: v.help, Nodes: v.nodes.map((n) => n.html.slice(0, 160))})))`, chromedp.EvalAwaitPromise))
	for _, f := range found {
		require.NotContains(b.t, []string{"serious", "critical"}, f.Impact, "%s on %s: %s\n%s", f.ID, eval[string](b, "location.href"), f.Help, strings.Join(f.Nodes, "\n"))
	}
}

// axe is axe-core 4.14.1 of npm, MPL-2.0.
func axe(t *testing.T) string {
	t.Helper()
	packed, err := os.ReadFile("testdata/axe.min.js.gz")
	require.NoError(t, err)
	r, err := gzip.NewReader(bytes.NewReader(packed))
	require.NoError(t, err)
	script, err := io.ReadAll(r)
	require.NoError(t, err)
	return string(script)
}
