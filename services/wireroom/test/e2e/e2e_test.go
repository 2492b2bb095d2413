// Package e2e runs four processes, a nats-server and a redis-server, pushes real
// documents over HTTP and reads with a NATS client that knows nothing of ours.
package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/asyncapi/asyncapitest"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/wireroom/test/rig"
)

var binaries rig.Binaries

func TestMain(m *testing.M) {
	code := m.Run()
	binaries.Remove()
	os.Exit(code)
}

// watcher is an ordinary subscriber: it sees every message of the streams as it
// is written.
type watcher struct {
	mu   sync.Mutex
	msgs map[string][]*nats.Msg // by first token of the subject
}

func watch(t *testing.T, url string) *watcher {
	t.Helper()
	w := &watcher{msgs: map[string][]*nats.Msg{}}
	nc := localtest.Conn(t, url)
	for _, subject := range []string{"normalized.>", "enriched.>", "news.>"} {
		_, err := nc.Subscribe(subject, func(m *nats.Msg) {
			w.mu.Lock()
			defer w.mu.Unlock()
			first, _, _ := strings.Cut(m.Subject, ".")
			w.msgs[first] = append(w.msgs[first], m)
		})
		require.NoError(t, err)
	}
	require.NoError(t, nc.Flush())
	return w
}

func (w *watcher) of(stream string) []*nats.Msg {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]*nats.Msg(nil), w.msgs[stream]...)
}

// on gives the message of NEWS on a subject that a delivery made: the receipt may
// be known before a subscriber has the message.
func (w *watcher) on(t *testing.T, subject, delivery string) *nats.Msg {
	t.Helper()
	var found *nats.Msg
	localtest.Eventually(t, 10*time.Second, func() error {
		for _, m := range w.of("news") {
			if m.Subject == subject && m.Header.Get(contract.HeaderDelivery) == delivery {
				found = m
				return nil
			}
		}
		return fmt.Errorf("nothing on %s", subject)
	})
	return found
}

// push pushes and waits until it is known what became of the delivery.
func push(t *testing.T, r *rig.Rig, body []byte, contentType string) rig.Delivery {
	t.Helper()
	id, err := r.PushUntil(t.Context(), rig.Document{Body: body, ContentType: contentType})
	require.NoError(t, err)
	var d rig.Delivery
	localtest.Eventually(t, 20*time.Second, func() error {
		d, err = r.Delivery(t.Context(), id)
		if err == nil && d.State != "done" {
			err = fmt.Errorf("delivery %s is %s", id, d.State)
		}
		return err
	})
	return d
}

func TestTheCorpusComesOut(t *testing.T) {
	t.Parallel()
	r := rig.Start(t, &binaries, rig.Options{})
	w := watch(t, r.NATSURL)
	for _, x := range expectations(t) {
		data, err := os.ReadFile(localtest.Corpus(t, "wire", x.File))
		require.NoError(t, err)
		d := push(t, r, data, contentType(x.File))
		item, subject := published(t, w, d, x)
		if item == nil {
			continue
		}
		x.check(t, item)
		switch x.Signal {
		case "":
		case "kill":
			assert.Contains(t, subject, ".kill.", x.File)
		default: // nobody has seen the version before: on NEWS it is new
			assert.Contains(t, subject, ".new.", x.File)
			assert.Equal(t, x.Signal, w.signal(d.Articles[0].Delivery), "signal of %s", x.File)
		}
	}
	described := asyncapitest.New(t)
	for _, m := range w.of("news") {
		assert.NoError(t, described.News(m.Subject, m.Header, m.Data))
	}
	for _, stream := range []string{"normalized", "enriched", "news"} {
		assert.NotEmpty(t, w.of(stream))
		for _, m := range w.of(stream) {
			localtest.ValidateNinjs(t, m.Data)
		}
	}
}

func contentType(file string) string {
	switch {
	case strings.HasSuffix(file, ".json"):
		return "application/json"
	case strings.HasSuffix(file, "_email.txt"):
		return "message/rfc822"
	case strings.HasSuffix(file, ".txt"):
		return "text/plain"
	case strings.HasSuffix(file, ".tst"):
		return "application/octet-stream"
	default:
		return "application/xml"
	}
}

// signal is what a delivery's provider called it, as NORMALIZED has it.
func (w *watcher) signal(delivery string) string {
	for _, m := range w.of("normalized") {
		if m.Header.Get(contract.HeaderDelivery) == delivery {
			return m.Header.Get(contract.HeaderSignal)
		}
	}
	return ""
}

// TestTheStandardsExamplesComeOut: every example of NewsML-G2 and of ninjs is
// published, all of what leaves a stage is valid.
func TestTheStandardsExamplesComeOut(t *testing.T) {
	t.Parallel()
	r := rig.Start(t, &binaries, rig.Options{})
	w := watch(t, r.NATSURL)
	for _, pattern := range []string{"newsml-g2/*.xml", "ninjs/examples/[123]*/*.json", "ninjs/test_suite/*/should_pass/*.json"} {
		files, err := filepath.Glob(filepath.Join(localtest.Corpus(t), pattern))
		require.NoError(t, err)
		assert.NotEmpty(t, files, pattern)
		for _, file := range files {
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			d := push(t, r, data, contentType(file))
			for _, a := range d.Articles {
				assert.NotEqual(t, contract.Dead, a.Outcome, "%s: %s %s", file, a.Reason, a.Error)
			}
			assert.NotEmpty(t, d.Articles, file)
		}
	}
	described := asyncapitest.New(t)
	for _, m := range w.of("news") {
		localtest.ValidateNinjs(t, m.Data)
		assert.NoError(t, described.News(m.Subject, m.Header, m.Data))
	}
}

// published finds the message that a delivery's receipt names and the corpus
// means.
func published(t *testing.T, w *watcher, d rig.Delivery, x expected) (*ninjs.Item, string) {
	t.Helper()
	var found *ninjs.Item
	var subject string
	for _, a := range d.Articles {
		if !assert.Equal(t, contract.Published, a.Outcome, "%s: %s %s", x.File, a.Reason, a.Error) {
			continue
		}
		var item ninjs.Item
		m := w.on(t, a.Subject, a.Delivery)
		require.NoError(t, json.Unmarshal(m.Data, &item))
		if found == nil || len(item.Headlines) > 0 && item.Headlines[0].Value == x.Headline {
			found, subject = &item, m.Subject
		}
	}
	assert.NotNil(t, found, "%s on NEWS", x.File)
	return found, subject
}

func TestTheSeedArticleComesOutClean(t *testing.T) {
	t.Parallel()
	r := rig.Start(t, &binaries, rig.Options{})
	w := watch(t, r.NATSURL)
	data, err := os.ReadFile(localtest.Corpus(t, "seed", "article.txt"))
	require.NoError(t, err)
	d := push(t, r, data, "text/plain; charset=utf-8")
	require.Len(t, d.Articles, 1)
	require.Equal(t, contract.Published, d.Articles[0].Outcome, d.Articles[0].Error)
	m := w.on(t, d.Articles[0].Subject, d.Articles[0].Delivery)
	var item ninjs.Item
	require.NoError(t, json.Unmarshal(m.Data, &item))
	require.Equal(t, "Pakistan Army Chief Seeks US Support Against TTP: Key Talks and Regional Dynamics", item.Headlines[0].Value)
	require.Equal(t, "0", m.Header.Get(contract.HeaderSourceComments))
	require.Equal(t, "122", m.Header.Get(contract.HeaderSourceViews))
	require.True(t, hasDescription(item, "General Asim Munir’s visit to the US"))
	for _, b := range item.Bodies {
		require.NotContains(t, strings.ToLower(b.Value), "comment")
		if b.ContentType == "application/xhtml+xml" {
			require.Equal(t, 4, strings.Count(b.Value, "<p>"))
		}
	}
	require.Equal(t, "en", m.Header.Get(contract.HeaderLanguage))
}

func hasDescription(item ninjs.Item, value string) bool {
	for _, d := range item.Descriptions {
		if d.Value == value {
			return true
		}
	}
	return false
}

// story is a version of one article in our own words.
func story(version int, status, text string) []byte {
	data, _ := json.Marshal(map[string]any{
		"uri": "urn:example:e2e:1", "type": "text", "version": fmt.Sprint(version), "pubStatus": status, "language": "en", "urgency": 4,
		"headlines": []map[string]string{{"value": "Bridge reopens"}},
		"bodies":    []map[string]string{{"contentType": "text/plain", "value": text}},
	})
	return data
}

func TestTheRulesOfNews(t *testing.T) {
	t.Parallel()
	r := rig.Start(t, &binaries, rig.Options{})
	const ninjsType = "application/json"
	outcome := func(d rig.Delivery) string {
		require.Len(t, d.Articles, 1)
		a := d.Articles[0]
		return strings.TrimSpace(string(a.Outcome) + " " + string(a.Signal) + " " + string(a.Reason))
	}
	v1, v3 := story(1, "usable", "The old bridge reopened on Monday."), story(3, "usable", "The old bridge reopened on Monday after two years.")
	require.Equal(t, "published new", outcome(push(t, r, v1, ninjsType)))
	require.Equal(t, "published update", outcome(push(t, r, v3, ninjsType)))
	require.Contains(t, outcome(push(t, r, story(2, "usable", "The old bridge reopened."), ninjsType)), "dropped")
	require.Contains(t, outcome(push(t, r, v3, ninjsType)), "duplicate")
	id := contract.ArticleID(rig.Provider, "urn:example:e2e:1")
	require.Equal(t, http.StatusOK, status(t, r.Publish+"/v1/articles/"+id))
	require.Equal(t, "published kill", outcome(push(t, r, story(4, "canceled", ""), ninjsType)))
	require.Equal(t, http.StatusGone, status(t, r.Publish+"/v1/articles/"+id))
	require.Contains(t, outcome(push(t, r, story(9, "usable", "It is back."), ninjsType)), "killed")
	n, err := r.Count(t.Context(), r.JetStream(), contract.StreamNews)
	require.NoError(t, err)
	require.EqualValues(t, 1, n, "the kill is all that NEWS holds of the article")
	require.Contains(t, outcome(push(t, r, []byte("<nitf><head>"), "application/xml")), "dead")
}

func status(t *testing.T, url string) int {
	t.Helper()
	req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, url, nil)
	require.NoError(t, err)
	resp, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	return resp.StatusCode
}
