package page

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"
	"github.com/nats-io/nats.go"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/operator"
	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/pkg/webhook"
	"github.com/wireroom/wireroom/services/wireroom/test/rig"
)

var binaries rig.Binaries

func TestMain(m *testing.M) {
	code := m.Run()
	binaries.Remove()
	os.Exit(code)
}

const operatorKey = "wr_operator_0123456789abcdef0123456789abcdef"

func uri(name string) string { return "urn:acme:" + name }

func id(name string) string { return contract.ArticleID(rig.Provider, uri(name)) }

// push pushes one version and waits for its receipt.
func push(t *testing.T, r *rig.Rig, name string, number int, fields map[string]any) contract.Receipt {
	t.Helper()
	item := map[string]any{"uri": uri(name), "version": fmt.Sprint(number), "type": "text", "language": "en",
		"headlines": []any{map[string]any{"role": "main", "value": "The story of " + name}},
		"bodies":    []any{map[string]any{"role": "main", "contentType": "text/plain", "value": "It was told by " + name + ".\n\nThree people saw it."}}}
	for k, v := range fields {
		item[k] = v
	}
	body, err := json.Marshal(item)
	require.NoError(t, err)
	return document(t, r, body, "application/json")
}

func document(t *testing.T, r *rig.Rig, body []byte, contentType string) contract.Receipt {
	t.Helper()
	delivery, err := r.PushUntil(t.Context(), rig.Document{Body: body, ContentType: contentType})
	require.NoError(t, err)
	d, err := r.Delivery(t.Context(), delivery)
	require.NoError(t, err)
	require.NotEmpty(t, d.Articles)
	return d.Articles[0]
}

// row is the expression for an article's row on the live wire.
func row(name string) string {
	return fmt.Sprintf("document.querySelector('#wire > [data-id=\"%s\"]')", id(name))
}

func TestThePageInABrowser(t *testing.T) {
	t.Parallel()
	b := open(t) // before the wire is built for nothing
	operators := filepath.Join(t.TempDir(), "operators.yaml")
	require.NoError(t, operator.Add(operators, operator.Operator{ID: "anna", Keys: []string{provider.HashKey(operatorKey)}}))
	r := rig.Start(t, &binaries, rig.Options{Env: worksEnv(operators), Users: true, Operate: rig.MakeStreams})
	for _, step := range []struct {
		name string
		run  func(*testing.T, *rig.Rig, *browser)
	}{
		{"a pushed story appears", appears}, {"a script does not run", noScript}, {"a correction says what it corrects", correction},
		{"an embargoed one is not there", embargoed}, {"a kill removes it", killed}, {"filters stand in the address", filters},
		{"an operator retries a dead letter by keyboard", retried}, {"an operator has a feed polled", polled},
		{"everything is reached by keyboard, and axe finds nothing", usable},
		{"a hundred articles are a small page", hundred},
	} {
		if !t.Run(step.name, func(t *testing.T) { b.t = t; step.run(t, r, b) }) {
			return // the next ones stand on it
		}
	}
	require.Empty(t, b.complaints(), "the browser complains")
	require.NotContains(t, r.Nodes[0].Log(), "Violation", "all of the works is permitted to their user")
	worksMayNot(t, r)
}

// worksMayNot tries what lies next to the rights of the works' user.
func worksMayNot(t *testing.T, r *rig.Rig) {
	t.Helper()
	refused := make(chan string, 100)
	nc := r.As(contract.RoleWorks, nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) { refused <- err.Error() }))
	subjects := []string{contract.Written("news.x.new.5.en.none.acme"), "held.x", "dead.publish.acme", "receipt.acme.x", "views.1", "$KV." + contract.BucketViews + ".x", "$KV." + contract.BucketWebhooks + ".x", "$O." + contract.BucketMedia + ".M.x",
		"$JS.API.STREAM.CREATE.EVIL", "$JS.API.STREAM.MSG.DELETE." + contract.StreamNews, "$JS.API.CONSUMER.CREATE." + contract.StreamRaw + ".x.>", "$JS.API.CONSUMER.DELETE." + contract.StreamNormalized + ".enrich-wire",
		"$JS.API.CONSUMER.MSG.NEXT." + contract.StreamEnriched + ".publish-wire", "$JS.ACK." + contract.StreamRaw + ".normalize-wire.1.1.1.1.0", "$SYS.REQ.SERVER.PING"}
	for _, c := range contract.Declared(contract.StreamOptions{}) {
		for _, call := range []string{"DELETE", "PURGE", "UPDATE", "SNAPSHOT"} {
			subjects = append(subjects, "$JS.API.STREAM."+call+"."+c.Name)
		}
	}
	for _, subject := range subjects {
		require.NoError(t, nc.Publish(subject, nil))
		select {
		case err := <-refused:
			require.Contains(t, err, subject)
		case <-time.After(limit):
			require.Fail(t, "permitted", subject)
		}
	}
}

// worksEnv gives publish the operators, and the user that looks at the works for them.
func worksEnv(operators string) []string {
	return []string{"WIREROOM_OPERATORS=" + operators, "WIREROOM_WORKS_USER=" + string(contract.RoleWorks), "WIREROOM_WORKS_PASSWORD=" + rig.Password(contract.RoleWorks)}
}

func appears(t *testing.T, r *rig.Rig, b *browser) {
	b.goTo(r.Publish + "/")
	b.until(`document.getElementById("live").textContent === "live"`)
	require.Contains(t, eval[string](b, "document.body.innerText"), "Nothing has come yet")
	push(t, r, "ferry", 1, map[string]any{"urgency": 1})
	b.until(row("ferry"))
	require.True(t, eval[bool](b, row("ferry")+".classList.contains('is-flash')"))
	require.Contains(t, eval[string](b, row("ferry")+".innerText"), "The story of ferry")
	require.NotContains(t, eval[string](b, "document.body.innerText"), "Nothing has come yet")
}

func noScript(t *testing.T, r *rig.Rig, b *browser) {
	const evil = `<script>window.ran = 1</script><img src=x onerror="window.ran = 2"><a href="javascript:window.ran = 3">link</a>`
	push(t, r, "evil", 1, map[string]any{"headlines": []any{map[string]any{"role": "main", "value": "Evil " + evil}},
		"bodies": []any{map[string]any{"role": "main", "contentType": "text/html", "value": "<p>Text " + evil + "</p>"}}})
	b.until(row("evil"))
	b.goTo(r.Publish + "/articles/" + id("evil"))
	require.Contains(t, eval[string](b, "document.querySelector('.text').innerText"), "Text")
	require.Equal(t, 0, eval[int](b, `document.querySelectorAll("main script, main [onerror], main a[href^='javascript:']").length`))
	for _, link := range eval[[]string](b, `[...document.querySelectorAll(".text a")].map((a) => { a.click(); return a.href; })`) {
		require.False(t, strings.HasPrefix(link, "javascript:"), link)
	}
	require.False(t, eval[bool](b, "'ran' in window"))
}

func correction(t *testing.T, r *rig.Rig, b *browser) {
	b.goTo(r.Publish + "/")
	b.until(row("evil"))
	push(t, r, "ferry", 2, map[string]any{"edNote": "CORRECTS number of people", "bodies": []any{map[string]any{"role": "main", "contentType": "text/plain", "value": "It was told by ferry.\n\nFour people saw it."}}})
	b.goTo(r.Publish + "/articles/" + id("ferry"))
	b.until("document.querySelector('.changes')")
	require.Equal(t, []string{"Three "}, eval[[]string](b, "[...document.querySelectorAll('.changes p[dir] del')].map((e) => e.textContent)"))
	require.Equal(t, []string{"Four "}, eval[[]string](b, "[...document.querySelectorAll('.changes p[dir] ins')].map((e) => e.textContent)"))
	require.Equal(t, 2, eval[int](b, "document.querySelectorAll('.versions li').length"))
}

func embargoed(t *testing.T, r *rig.Rig, b *browser) {
	held := push(t, r, "secret", 1, map[string]any{"embargoedUntil": time.Now().Add(time.Hour).Format(time.RFC3339)})
	require.Equal(t, contract.Held, held.Outcome)
	push(t, r, "after", 1, nil)
	b.goTo(r.Publish + "/")
	b.until(row("after"))
	require.NotContains(t, eval[string](b, "document.documentElement.outerHTML"), "secret")
	b.goTo(r.Publish + "/articles/" + id("secret"))
	require.Contains(t, eval[string](b, "document.body.innerText"), "No such article")
	require.NotContains(t, eval[string](b, "document.body.innerText"), "The story of")
}

func killed(t *testing.T, r *rig.Rig, b *browser) {
	b.goTo(r.Publish + "/")
	b.until(`document.getElementById("live").textContent === "live"`)
	b.until(row("after"))
	require.Equal(t, contract.Kill, push(t, r, "after", 2, map[string]any{"pubStatus": "canceled"}).Signal)
	b.until(row("after") + "?.classList.contains('killed')")
	b.until("!" + row("after"))
	b.goTo(r.Publish + "/articles/" + id("after"))
	require.Contains(t, eval[string](b, "document.body.innerText"), "Taken down")
}

func filters(t *testing.T, r *rig.Rig, b *browser) {
	b.goTo(r.Publish + "/")
	b.keep("wire")
	eval[int](b, `document.querySelector("select[name=urgency]").value = "1,2"; document.querySelector("form.filters").requestSubmit(); 0`)
	b.until("location.search === '?urgency=1%2C2'")
	b.until(row("ferry"))
	require.False(t, eval[bool](b, "Boolean("+row("evil")+")"))
	require.Equal(t, "1,2", eval[string](b, "document.querySelector('select[name=urgency]').value"))
	eval[int](b, `document.querySelector(".chosen a").click(); 0`)
	b.until("location.search === ''")
}

func retried(t *testing.T, r *rig.Rig, b *browser) {
	dead := document(t, r, []byte("<nitf><body><hedline>broken"), "text/vnd.iptc.nitf")
	require.Equal(t, contract.Dead, dead.Outcome)
	b.goTo(r.Publish + "/works")
	require.Contains(t, eval[string](b, "location.href"), "/sign-in")
	require.True(t, eval[bool](b, "document.activeElement.name === 'key'"), "the key's field has the focus")
	b.press("wrong key" + kb.Enter)
	b.until("document.querySelector('[role=alert]')")
	b.accessible()
	b.press(operatorKey + kb.Enter)
	b.until("location.pathname === '/works' && document.querySelector('#works details')")
	cookie := eval[string](b, "document.cookie")
	require.Empty(t, cookie, "a script does not see the session")
	b.tabTo("#works summary")
	b.press(kb.Enter)
	b.tabTo("#works details td button")
	b.press(kb.Enter)
	b.until("document.querySelector('#works [role=status]')?.textContent.includes('1 dead letter put back to where it died')")
	// it dies again, as a retry
	localtest.Eventually(t, limit, func() error {
		b.goTo(r.Publish + "/works/dead/2")
		if text := eval[string](b, "document.body.innerText"); !strings.Contains(text, "Retries\n1") || !strings.Contains(text, "<nitf><body><hedline>broken") {
			return fmt.Errorf("no second letter yet: %.300s", text)
		}
		return nil
	})
	b.accessible()
	b.everythingIsReached()
}

// An operator has a feed polled now; what may be a secret in its address is not shown.
func polled(t *testing.T, r *rig.Rig, b *browser) {
	const address = "https://user:hush@feeds.example/rss?token=hush"
	kv, err := r.JetStream().KeyValue(t.Context(), contract.BucketPoll)
	require.NoError(t, err)
	state, err := json.Marshal(provider.PollState{Provider: rig.Provider, URL: address, Next: time.Now().Add(time.Hour), Failures: 3, Failure: "it answers 500"})
	require.NoError(t, err)
	key := provider.PollKey(rig.Provider, address)
	_, err = kv.Put(t.Context(), key, state)
	require.NoError(t, err)
	pausedWebhook(t, r)
	b.goTo(r.Publish + "/works")
	b.until("document.querySelector('#works form[action=\"/works/feeds\"] button')")
	require.Regexp(t, `wh-paused.*https://d\.example.*paused since.*it was not taken for two days`, strings.ReplaceAll(eval[string](b, "document.querySelector('section[aria-labelledby=hooks]').innerText"), "\n", " "))
	b.keep("works")
	require.NotContains(t, eval[string](b, "document.documentElement.outerHTML"), "hush")
	eval[int](b, `document.querySelector("button[value=poll]").click(); 0`)
	b.until("document.querySelector('#works [role=status]')?.textContent.includes('polled within 15 seconds')")
	entry, err := kv.Get(t.Context(), key)
	require.NoError(t, err)
	var now provider.PollState
	require.NoError(t, json.Unmarshal(entry.Value(), &now))
	require.Zero(t, now.Next)
	require.Equal(t, 3, now.Failures)
}

// pausedWebhook leaves a webhook that was given up.
func pausedWebhook(t *testing.T, r *rig.Rig) {
	t.Helper()
	kv, err := r.JetStream().KeyValue(t.Context(), contract.BucketWebhooks)
	require.NoError(t, err)
	store, since := webhook.Store{KV: kv}, time.Now().Add(-time.Hour)
	secret, err := webhook.NewSecret(rand.Reader)
	require.NoError(t, err)
	_, err = store.SetProgress(t.Context(), "wh-paused", webhook.Progress{Stopped: webhook.Paused, Reason: "it was not taken for two days", Since: since}, 0)
	require.NoError(t, err)
	require.NoError(t, store.Put(t.Context(), &webhook.Subscription{ID: "wh-paused", Source: webhook.SourceNews, Owner: "desk", URL: "https://d.example/hush", Secrets: []webhook.Key{{Secret: secret}}, Created: since}, 0))
}

func usable(t *testing.T, r *rig.Rig, b *browser) {
	push(t, r, "oslo", 1, map[string]any{"places": []any{map[string]any{"name": "Oslo", "geoJSON": map[string]any{"type": "Point", "coordinates": []float64{10.75, 59.91}}}},
		"people": []any{map[string]any{"name": "Ida Berg"}}})
	for _, path := range []string{"/", "/articles/" + id("ferry"), "/articles/" + id("oslo"), "/works", "/trending", "/search?q=ferry", "/sign-in", "/articles/" + id("none")} {
		b.goTo(r.Publish + path)
		b.accessible()
		b.everythingIsReached()
	}
	b.goTo(r.Publish + "/articles/" + id("oslo"))
	require.Equal(t, 1, eval[int](b, "document.querySelectorAll('svg.map circle').length"))
	b.goTo(r.Publish + "/")
	b.press("j")
	b.press("j")
	first := eval[string](b, "document.activeElement.textContent")
	b.press("k")
	require.NotEqual(t, first, eval[string](b, "document.activeElement.textContent"))
	b.press(kb.Enter)
	b.until("location.pathname.startsWith('/articles/')")
}

// hundred measures a page of a hundred articles of a story each.
func hundred(t *testing.T, r *rig.Rig, _ *browser) {
	for i := range 100 {
		var words []string // no two articles are alike
		for j := range 60 {
			words = append(words, fmt.Sprintf("%c%c%s", 'a'+i%26, 'a'+i/26, strings.Repeat(string(rune('a'+j%26)), 2+j/26)))
		}
		body, err := json.Marshal(map[string]any{"uri": uri(fmt.Sprint("hundred-", i)), "version": "1", "type": "text", "language": "en", "urgency": 4,
			"headlines": []any{map[string]any{"role": "main", "value": "Council votes: " + strings.Join(words[:10], " ")}},
			"people":    []any{map[string]any{"name": "Person " + words[0]}, map[string]any{"name": "Ida Berg"}, map[string]any{"name": "Jon Strand"}},
			"places":    []any{map[string]any{"name": "Oslo"}},
			"bodies":    []any{map[string]any{"role": "main", "contentType": "text/plain", "value": strings.Join(words, " ")}}})
		require.NoError(t, err)
		_, err = r.PushUntil(t.Context(), rig.Document{Body: body, ContentType: "application/json"})
		require.NoError(t, err)
	}
	localtest.Eventually(t, limit, func() error {
		began := time.Now()
		page, err := get(t, r.Publish+"/?limit=100")
		if err != nil {
			return err
		}
		if n := strings.Count(page, " data-id="); n != 100 || !strings.Contains(page, id("hundred-99")) || !strings.Contains(page, id("hundred-0")) {
			return fmt.Errorf("%d articles", n)
		}
		t.Logf("100 articles in %s and %d bytes", time.Since(began), len(page))
		if len(page) >= 100_000 {
			return fmt.Errorf("%d bytes", len(page))
		}
		return nil
	})
}

// get asks for a page as a browser does.
func get(t *testing.T, url string) (string, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		return "", err
	}
	req.Header.Set("Accept", "text/html")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", err
	}
	defer func() { _ = resp.Body.Close() }()
	page, err := io.ReadAll(resp.Body)
	return string(page), err
}
