package push_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/wireroom/internal/addressbook"
	"github.com/wireroom/wireroom/services/wireroom/internal/console/consoletest"
	"github.com/wireroom/wireroom/services/wireroom/internal/push"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

// door answers like ingest where a real one would have to be brought into
// trouble; the ordinary way is tested on a running wire, in package cli.
type door struct {
	mu      sync.Mutex
	pushes  []*http.Request
	bodies  []string
	polls   int
	trouble []func(http.ResponseWriter) // one for each push, then all is well
	receipt contract.Receipt
}

func (d *door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.mu.Lock()
	defer d.mu.Unlock()
	body, _ := io.ReadAll(r.Body)
	if r.Method == http.MethodPost {
		d.pushes, d.bodies = append(d.pushes, r), append(d.bodies, string(body))
		if n := len(d.pushes) - 1; n < len(d.trouble) {
			d.trouble[n](w)
			return
		}
		w.WriteHeader(http.StatusAccepted)
		_, _ = fmt.Fprintf(w, `{"delivery":"abc-%d"}`, len(d.pushes))
		return
	}
	if d.polls++; d.polls == 1 {
		_, _ = io.WriteString(w, `{"state":"pending","articles":[]}`)
		return
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"state": "done", "articles": []contract.Receipt{d.receipt}})
}

func problem(status int, headers ...string) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) {
		for i := 0; i+1 < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(status)
		_, _ = fmt.Fprintf(w, `{"type":"about:blank","title":"Trouble","status":%d,"detail":"Do something."}`, status)
	}
}

func setUp(t *testing.T, d *door) *target.Target {
	t.Helper()
	server := httptest.NewServer(d)
	t.Cleanup(server.Close)
	return &target.Target{API: server.URL, Data: t.TempDir()}
}

func command(files ...string) push.Cmd {
	return push.Cmd{Files: files, Provider: "acme", Key: "k", Parallel: 2, Wait: true, Timeout: 10 * time.Second, RetryFor: 10 * time.Second}
}

func file(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func good() contract.Receipt {
	return contract.Receipt{Outcome: contract.Published, Signal: contract.New, Subject: "news.x"}
}

func TestWaitsAsLongAsRetryAfterSays(t *testing.T) {
	t.Parallel()
	d := &door{receipt: good(), trouble: []func(http.ResponseWriter){
		problem(http.StatusTooManyRequests, "Retry-After", "1"), problem(http.StatusServiceUnavailable)}}
	c, con := command(file(t, "a.xml", "<a/>")), consoletest.New("")
	began := time.Now()
	require.NoError(t, c.Run(t.Context(), setUp(t, d), con.Console))
	require.GreaterOrEqual(t, time.Since(began), time.Second)
	require.Len(t, d.pushes, 3)
	for _, p := range d.pushes {
		require.Equal(t, d.pushes[0].Header.Get("Idempotency-Key"), p.Header.Get("Idempotency-Key"), "a repeat is the same push")
		require.Equal(t, "Bearer k", p.Header.Get("Authorization"))
	}
	require.Equal(t, []string{"<a/>", "<a/>", "<a/>"}, d.bodies)
	require.Equal(t, "application/xml", d.pushes[0].Header.Get("Content-Type"))
	require.Contains(t, d.pushes[0].Header.Get("Content-Disposition"), "a.xml")
	require.Regexp(t, `(?m)^published +new +news\.x +.*a\.xml$`, con.Stdout())
}

func TestARefusalIsNotTriedAgain(t *testing.T) {
	t.Parallel()
	d := &door{receipt: good(), trouble: []func(http.ResponseWriter){problem(http.StatusForbidden)}}
	c, con := command(file(t, "a.xml", "<a/>"), file(t, "b.xml", "<b/>")), consoletest.New("")
	c.Parallel = 1
	require.ErrorContains(t, c.Run(t.Context(), setUp(t, d), con.Console), "1 refused")
	require.Len(t, d.pushes, 2, "the other is pushed all the same")
	require.Regexp(t, `(?m)^refused .*403 Trouble: Do something\. .*a\.xml$`, con.Stdout())
	require.Contains(t, con.Stderr(), "2 documents: 1 published, 1 refused")
}

func TestGivesUpInTime(t *testing.T) {
	t.Parallel()
	d := &door{trouble: []func(http.ResponseWriter){problem(http.StatusServiceUnavailable, "Retry-After", "3600")}}
	c, con := command(file(t, "a.xml", "<a/>")), consoletest.New("")
	require.Error(t, c.Run(t.Context(), setUp(t, d), con.Console))
	require.Len(t, d.pushes, 1, "what asks for more time than there is is not waited for")
	require.Contains(t, con.Stdout(), "given up after 1 tries")

	away := &target.Target{API: "http://127.0.0.1:1", Data: t.TempDir()}
	c, con = command(file(t, "a.xml", "<a/>")), consoletest.New("")
	c.RetryFor = time.Millisecond
	require.Error(t, c.Run(t.Context(), away, con.Console))
	require.Contains(t, con.Stdout(), "ingest at http://127.0.0.1:1 does not answer")
}

func TestTheKeyFollowsFromAllThatIsPushed(t *testing.T) {
	t.Parallel()
	d := &door{receipt: good()}
	to := setUp(t, d)
	name := file(t, "a.xml", "<a/>")
	for _, change := range []func(*push.Cmd){
		func(*push.Cmd) {}, func(*push.Cmd) {},
		func(c *push.Cmd) { c.ContentType = "text/plain" }, func(c *push.Cmd) { c.Lane = contract.Bulk },
		func(c *push.Cmd) { c.Again = true }, func(c *push.Cmd) { c.Again = true },
	} {
		c := command(name)
		change(&c)
		require.NoError(t, c.Run(t.Context(), to, consoletest.New("").Console))
	}
	keys := map[string]bool{}
	for _, p := range d.pushes {
		keys[p.Header.Get("Idempotency-Key")] = true
	}
	require.Len(t, keys, 5, "only the first two are the same push")
}

func TestDeadAndPendingAreFailures(t *testing.T) {
	t.Parallel()
	d := &door{receipt: contract.Receipt{Outcome: contract.Dead, Reason: contract.ReasonMalformed, Error: "line 3\x1b[2J"}}
	c, con := command(), consoletest.New("a document")
	require.ErrorContains(t, c.Run(t.Context(), setUp(t, d), con.Console), "1 dead")
	require.Regexp(t, `(?m)^dead +malformed +line 3\[2J +standard input$`, con.Stdout())
	require.Equal(t, []string{"a document"}, d.bodies)

	d = &door{}
	c, con = command(), consoletest.New("a document")
	c.Timeout = 0
	require.ErrorContains(t, c.Run(t.Context(), setUp(t, d), con.Console), "1 pending")
	require.Contains(t, con.Stdout(), "wireroom trace abc-1")

	d = &door{}
	c, con = command(), consoletest.New("a document")
	c.Wait, c.JSON = false, true
	require.NoError(t, c.Run(t.Context(), setUp(t, d), con.Console))
	require.JSONEq(t, `{"file":"standard input","delivery":"abc-1","state":"stored"}`, con.Stdout())
	require.Zero(t, d.polls)
}

func TestWhoPushes(t *testing.T) {
	t.Parallel()
	d := &door{receipt: good()}
	to := setUp(t, d)
	run := func(change func(*push.Cmd)) error {
		c := command()
		c.Provider, c.Key = "", ""
		change(&c)
		return c.Run(t.Context(), to, consoletest.New("x").Console)
	}
	require.ErrorContains(t, run(func(*push.Cmd) {}), "--provider")
	require.ErrorContains(t, run(func(c *push.Cmd) { c.Provider = "acme" }), "no key for provider acme")
	require.NoError(t, addressbook.Save(to.Data, addressbook.Book{Keys: map[string]string{"acme": "wr_book"}}))
	require.NoError(t, run(func(*push.Cmd) {}), "the only one of the address book")
	require.Equal(t, "Bearer wr_book", d.pushes[0].Header.Get("Authorization"))
	require.True(t, strings.HasSuffix(d.pushes[0].URL.Path, "/acme"))
}
