package compat

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/services/wireroom/internal/cli"
	"github.com/wireroom/wireroom/services/wireroom/internal/console/consoletest"
	"github.com/wireroom/wireroom/services/wireroom/test/rig"
)

var binaries rig.Binaries

func TestMain(m *testing.M) {
	code := m.Run()
	binaries.Remove()
	os.Exit(code)
}

// kinds of messages, each of an article of its own, so that what a message leads to
// is told apart.
var kinds = []string{"raw", "normalized", "enriched", "news", "held"}

func uri(kind string) string { return "urn:example:compat:" + kind }

func article(kind string) string { return contract.ArticleID(rig.Provider, uri(kind)) }

// document has what the headers tell: an urgency, a topic, a correction, notes.
func document(kind string, version int, more map[string]any) rig.Document {
	all := map[string]any{
		"uri": uri(kind), "type": "text", "version": fmt.Sprint(version), "versionCreated": fmt.Sprintf("2026-03-01T08:00:%02dZ", version),
		"pubStatus": "usable", "language": "en", "urgency": 3, "edNote": "Checked by the desk",
		"headlines": []map[string]string{{"value": "Ferry timetable changes in April"}},
		"bodies":    []map[string]string{{"contentType": "text/html", "value": "<p>The ferry to Northby leaves an hour earlier from April.</p><p>The council said the tide asks for it.</p>"}},
		"subjects":  []map[string]string{{"uri": "http://cv.iptc.org/newscodes/mediatopic/20000337", "name": "transport"}},
	}
	for name, value := range more {
		all[name] = value
	}
	body, err := json.Marshal(all)
	if err != nil {
		panic(err) // strings and numbers always marshal
	}
	return rig.Document{Body: body, ContentType: "application/json"}
}

// watcher keeps every message as it is written.
type watcher struct {
	mu   sync.Mutex
	msgs []*nats.Msg
}

func watch(t *testing.T, url string) *watcher {
	t.Helper()
	w := &watcher{}
	nc := localtest.Conn(t, url)
	for _, subject := range []string{"raw.>", "normalized.>", "enriched.>", "news.>", "held.>", "receipt.>", "dead.>", "views.>", "$KV.wireroom-views.>"} {
		_, err := nc.Subscribe(subject, func(m *nats.Msg) {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.msgs = append(w.msgs, m)
		})
		require.NoError(t, err)
	}
	require.NoError(t, nc.Flush())
	return w
}

// first waits for a message under a prefix whose bytes or headers name the uri.
func (w *watcher) first(t *testing.T, prefix, names string) golden {
	t.Helper()
	var found golden
	localtest.Eventually(t, 20*time.Second, func() error {
		w.mu.Lock()
		defer w.mu.Unlock()
		for _, m := range w.msgs {
			if strings.HasPrefix(m.Subject, prefix+".") && (names == "" || strings.Contains(string(m.Data)+fmt.Sprint(m.Header), names)) {
				found = golden{m.Subject, m.Header, string(m.Data)}
				return nil
			}
		}
		return fmt.Errorf("nothing on %s.> names %s", prefix, names)
	})
	return found
}

// written gives one message of each kind as this version writes it.
func written(t *testing.T) map[string]golden {
	t.Helper()
	r := rig.Start(t, &binaries, rig.Options{Env: []string{"WIREROOM_VIEWS_SNAPSHOT=200ms"}})
	w := watch(t, r.NATSURL)
	for _, kind := range kinds {
		more := map[string]any{}
		if kind == "held" {
			more["embargoedUntil"] = time.Now().Add(time.Hour).UTC().Format(time.RFC3339)
		}
		_, err := r.PushUntil(t.Context(), document(kind, 1, more))
		require.NoError(t, err)
	}
	_, err := r.PushUntil(t.Context(), rig.Document{Body: []byte("<nitf><body>"), ContentType: "application/xml"})
	require.NoError(t, err)
	require.NoError(t, r.ViewsUntil(t.Context(), "compat", []map[string]any{{"article": article("news"), "viewer": "someone"}}))
	out := map[string]golden{"receipt": w.first(t, "receipt", article("news")), "dead": w.first(t, "dead", ""), "views": w.first(t, "views", article("news"))}
	// snapshots of views have keys of their own now: a release that needs one while both
	// run goes on from its own last one and from VIEWS, which keeps a day
	for _, kind := range kinds {
		out[kind] = w.first(t, kind, uri(kind))
	}
	return out
}

// What the release's readers rely on is still written: headers and members may be
// added, never removed.
func TestTheReleaseReadsWhatWeWrite(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: four processes")
	}
	now := written(t)
	if *update {
		for name, g := range now {
			g.save(t, name)
		}
		return
	}
	for name, g := range now {
		require.Subset(t, g.shape(t), load(t, name).shape(t), name)
		require.Equal(t, strings.Count(load(t, name).Subject, "."), strings.Count(g.Subject, "."), "tokens of %s", g.Subject)
	}
}

// Each message that the release wrote goes its way through this version.
func TestWeReadWhatTheReleaseWrote(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: four processes")
	}
	r := rig.Start(t, &binaries, rig.Options{})
	w, js := watch(t, r.NATSURL), r.JetStream()
	for _, kind := range kinds {
		g := load(t, kind)
		if kind == "held" { // its time has come
			g.Header.Set(contract.HeaderSchedule, "@at "+time.Now().UTC().Format(time.RFC3339Nano))
		}
		_, err := js.PublishMsg(t.Context(), g.msg())
		require.NoError(t, err, kind)
	}
	for _, kind := range kinds {
		out := w.first(t, "news", uri(kind))
		localtest.ValidateNinjs(t, []byte(out.Data))
		require.Contains(t, out.Subject, article(kind))
	}
	follows(t, r, w)
	counts(t, r, js)
	told(t, js)
}

// follows: what the release published is the last word on its article.
func follows(t *testing.T, r *rig.Rig, w *watcher) {
	t.Helper()
	// in this order: a push that gets the very sequence on RAW that the golden article
	// had would count as that one
	for _, kind := range []string{"enriched", "news"} {
		_, err := r.PushUntil(t.Context(), document(kind, 2, map[string]any{"slugline": "second-" + kind}))
		require.NoError(t, err)
		require.Contains(t, w.first(t, "news", "second-"+kind).Subject, ".update.")
	}
}

// counts: views that the release took are counted once, also when they come again.
func counts(t *testing.T, r *rig.Rig, js jetstream.JetStream) {
	t.Helper()
	g := load(t, "views")
	for range 2 {
		_, err := js.PublishMsg(t.Context(), g.msg())
		require.NoError(t, err)
	}
	localtest.Eventually(t, 20*time.Second, func() error {
		n, err := r.Views(t.Context(), article("news"))
		if err == nil && n != 1 {
			err = fmt.Errorf("%d views, not one", n)
		}
		return err
	})
}

// told: receipts and dead letters of the release are understood.
func told(t *testing.T, js jetstream.JetStream) {
	t.Helper()
	var receipt contract.Receipt
	g := load(t, "receipt")
	require.NoError(t, json.Unmarshal([]byte(g.Data), &receipt))
	require.Equal(t, contract.Published, receipt.Outcome)
	require.NotEmpty(t, receipt.Delivery)
	dead := load(t, "dead")
	require.NotEmpty(t, dead.Header.Get(contract.HeaderDeadReason))
	_, err := js.PublishMsg(context.WithoutCancel(t.Context()), dead.msg())
	require.NoError(t, err)
}

// Counts that the release saved are there when Redis is not, and a dead letter of its
// is run again.
func TestWeGoOnWithWhatTheReleaseKept(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: four processes")
	}
	r := rig.Start(t, &binaries, rig.Options{Operate: func(r *rig.Rig) {
		js := r.JetStream()
		require.NoError(t, contract.Ensure(t.Context(), js, contract.StreamOptions{}))
		for _, name := range []string{"snapshot-chunk", "snapshot", "dead"} {
			g := load(t, name)
			_, err := js.PublishMsg(t.Context(), &nats.Msg{Subject: g.Subject, Header: g.Header, Data: []byte(g.Data)})
			require.NoError(t, err, name)
		}
	}})
	localtest.Eventually(t, 20*time.Second, func() error {
		n, err := r.Views(t.Context(), article("news"))
		if err == nil && n != 1 {
			err = fmt.Errorf("%d views, not one", n)
		}
		return err
	})
	con := consoletest.New("")
	require.Zero(t, cli.Run(t.Context(), []string{"dead", "retry", "--all", "--server", r.NATSURL, "--data", t.TempDir()}, con.Console), con.Stderr())
	require.Contains(t, con.Stdout(), "retried on raw.")
	localtest.Eventually(t, 20*time.Second, func() error {
		n, err := r.Count(t.Context(), r.JetStream(), contract.StreamDead)
		if err == nil && n != 1 {
			err = fmt.Errorf("%d dead letters: it has not run again", n)
		}
		return err
	})
}
