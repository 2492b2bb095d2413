package page

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/operator"
	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/services/wireroom/test/rig"
)

// What an SRE sees when everything is broken: the page itself stays up, and names what is away.
func TestThePageOfABrokenWire(t *testing.T) {
	t.Parallel()
	b := open(t)
	operators := filepath.Join(t.TempDir(), "operators.yaml")
	require.NoError(t, operator.Add(operators, operator.Operator{ID: "anna", Keys: []string{provider.HashKey(operatorKey)}}))
	r := rig.Start(t, &binaries, rig.Options{Env: []string{"WIREROOM_OPERATORS=" + operators}})
	for name, path := range map[string]string{"wire": "/", "trending": "/trending", "search": "/search?q=ferry"} {
		b.goTo(r.Publish + path)
		b.accessible()
		b.keep("empty-" + name)
	}
	b.goTo(r.Publish + "/works")
	b.press(operatorKey + kb.Enter)
	b.until("location.pathname === '/works'")
	b.accessible()
	b.keep("empty-works")

	push(t, r, "ferry", 1, nil)
	r.Proc("normalize").Kill()
	r.Proc("enrich").Kill()
	r.Redis.Stop()
	shows(b, r.Publish+"/works", "normalize-flash, normalize-wire, normalize-bulk", "enrich-bulk: nobody asks for work", "Redis: redis-unavailable")
	b.keep("stages-away")
	for _, n := range r.Nodes {
		n.Kill()
	}
	shows(b, r.Publish+"/works", "NATS is away", "Not known")
	b.keep("broken-works")
	for name, path := range map[string]string{"wire": "/", "trending": "/trending", "search": "/search?q=ferry", "article": "/articles/" + id("ferry")} {
		b.goTo(r.Publish + path)
		b.accessible()
		b.keep("broken-" + name)
	}
}

// shows reloads a page until it says what is to be said.
func shows(b *browser, url string, words ...string) {
	b.t.Helper()
	localtest.Eventually(b.t, limit, func() error {
		b.goTo(url)
		text := eval[string](b, "document.body.innerText")
		for _, w := range words {
			if !strings.Contains(text, w) {
				return fmt.Errorf("%s does not say %q: %s", url, w, text)
			}
		}
		return nil
	})
}
