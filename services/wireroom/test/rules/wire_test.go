package rules

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/services/wireroom/test/rig"
)

// wire is the running wire with all that came out of it. Many runs share it, each
// with articles of its own.
type wire struct {
	*rig.Rig
	js        jetstream.JetStream
	news      jetstream.Stream
	held      jetstream.Stream
	raw       jetstream.Stream
	runs      atomic.Int64
	figures   figures
	restart   sync.Mutex
	mu        sync.Mutex
	disturbed time.Time // until when a kill may have its effects
	kills     int
	lastNews  uint64
	byArticle map[string][]newsMessage
	receipts  map[string][]seenReceipt // by delivery
}

type figures struct{ offers, messages, kills, embargoes atomic.Int64 }

// conventions of the provider's editors: a correction, and a kill that names
// another document.
const conventions = `providers:
  - id: %s
    name: Acme Wire
    keys: [%q]
    conventions:
      - {field: ednote, pattern: '^Corrects version (?P<corrects>\S+)', signal: correction}
      - {field: ednote, pattern: '^Correction\b', signal: correction}
      - {field: ednote, pattern: '^Kill (?P<target>urn:\S+)', signal: kill}
`

func start(t *testing.T) *wire {
	t.Helper()
	path := filepath.Join(t.TempDir(), "providers.yaml")
	require.NoError(t, os.WriteFile(path, fmt.Appendf(nil, conventions, rig.Provider, provider.HashKey(rig.Key)), 0o600))
	w := &wire{byArticle: map[string][]newsMessage{}, receipts: map[string][]seenReceipt{}}
	w.Rig = rig.Start(t, &binaries, rig.Options{Env: []string{"WIREROOM_PROVIDERS=" + path, "WIREROOM_LOG_LEVEL=warn"}})
	w.js = w.JetStream()
	for name, s := range map[string]*jetstream.Stream{contract.StreamNews: &w.news, contract.StreamHeld: &w.held, contract.StreamRaw: &w.raw} {
		var err error
		*s, err = w.js.Stream(t.Context(), name)
		require.NoError(t, err)
	}
	w.follow(t, contract.StreamNews, w.addNews)
	w.follow(t, contract.StreamReceipts, w.addReceipt)
	return w
}

// follow reads a stream as it grows.
func (w *wire) follow(t *testing.T, stream string, add func(m jetstream.Msg) error) {
	t.Helper()
	cons, err := w.js.OrderedConsumer(t.Context(), stream, jetstream.OrderedConsumerConfig{})
	require.NoError(t, err)
	running, err := cons.Consume(func(m jetstream.Msg) {
		if err := add(m); err != nil {
			t.Errorf("read %s: %v", stream, err)
		}
	})
	require.NoError(t, err)
	t.Cleanup(running.Stop)
}

func (w *wire) addNews(m jetstream.Msg) error {
	meta, err := m.Metadata()
	if err != nil {
		return err
	}
	e, err := contract.ParseEnvelope(m.Headers())
	if err != nil {
		return err
	}
	var item ninjs.Item
	if err := json.Unmarshal(m.Data(), &item); err != nil {
		return err
	}
	n := newsMessage{seq: meta.Sequence.Stream, at: meta.Timestamp, delivery: e.Delivery, retry: e.Retry, signal: string(e.Signal),
		corrects: e.Corrects, unchanged: e.Unchanged, text: textOf(item), status: string(item.PubStatus)}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.byArticle[e.Article] = append(w.byArticle[e.Article], n)
	w.lastNews = n.seq
	w.figures.messages.Add(1)
	return nil
}

func textOf(item ninjs.Item) string {
	for _, b := range item.Bodies {
		if b.ContentType == "text/plain" {
			return b.Value
		}
	}
	return ""
}

func (w *wire) addReceipt(m jetstream.Msg) error {
	var r contract.Receipt
	if err := json.Unmarshal(m.Data(), &r); err != nil {
		return err
	}
	o := string(r.Outcome)
	if r.Outcome == contract.Published {
		o += " " + string(r.Signal)
	}
	if r.Reason != "" {
		o += " " + string(r.Reason)
	}
	if r.Error != "" || r.Position != 1 || r.Of != 1 {
		o += fmt.Sprintf(" (%d/%d %s)", r.Position, r.Of, r.Error)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.receipts[r.Delivery] = append(w.receipts[r.Delivery], seenReceipt{r.Delivery, r.Retry, outcome(o)})
	return nil
}

// seenOf is what came out for an article and its offers so far: the receipts
// first, so that no message on NEWS is missing that a receipt speaks of. A receipt
// that was written twice is one.
func (w *wire) seenOf(ctx context.Context, article string, offers []*offer) (seen, error) {
	out := seen{receipts: w.receiptsOf(offers)}
	err := w.caughtUp(ctx)
	w.mu.Lock()
	defer w.mu.Unlock()
	out.news = append(out.news, w.byArticle[article]...)
	return out, err
}

func (w *wire) receiptsOf(offers []*offer) []seenReceipt {
	w.mu.Lock()
	defer w.mu.Unlock()
	var out []seenReceipt
	have := map[string]bool{}
	for _, o := range offers {
		for _, r := range w.receipts[o.delivery] {
			key := receiptKey(r.delivery, r.retry, r.outcome)
			if !have[key] {
				have[key] = true
				out = append(out, r)
			}
		}
	}
	return out
}

// a redelivery of what is published has no receipt of its own: it is given time.
const silent = 60 * time.Millisecond

// answered reports whether there is a receipt for an offer, or none is to come.
func (w *wire) answered(o *offer) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, r := range w.receipts[o.delivery] {
		if r.retry == o.retry || strings.HasPrefix(string(r.outcome), "published") && time.Since(o.sent) > silent {
			return true
		}
	}
	return false
}

// caughtUp waits until all of NEWS is read.
func (w *wire) caughtUp(ctx context.Context) error {
	info, err := w.news.Info(ctx)
	if err != nil {
		return err
	}
	return await(10*time.Second, func() error {
		w.mu.Lock()
		defer w.mu.Unlock()
		if w.lastNews < info.State.LastSeq {
			return fmt.Errorf("NEWS is read up to %d of %d", w.lastNews, info.State.LastSeq)
		}
		return nil
	})
}

func await(limit time.Duration, ready func() error) error {
	for end := time.Now().Add(limit); ; time.Sleep(2 * time.Millisecond) {
		err := ready()
		if err == nil || time.Now().After(end) {
			return err
		}
	}
}

// effects of a kill last until what the process held is given to another, and a
// process that starts has done so.
const aftermath = 10 * time.Second

// kill kills a process with -9 and starts it again.
func (w *wire) kill(name string) {
	w.restart.Lock()
	defer w.restart.Unlock()
	w.disturb()
	w.Restart(name)
	w.disturb()
	w.figures.kills.Add(1)
}

func (w *wire) disturb() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.disturbed = time.Now().Add(aftermath)
	w.kills++
}

// calm reports whether no kill can have had an effect since a moment.
func (w *wire) calm(since time.Time) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.disturbed.Before(since)
}

// push gives a document to ingest, again until it is taken.
func (w *wire) push(ctx context.Context, body []byte, contentType, key string) (string, uint64, error) {
	id, err := w.PushUntil(ctx, rig.Document{Body: body, ContentType: contentType, Key: key})
	if err != nil {
		return "", 0, err
	}
	_, seq, err := contract.ParseDeliveryID(id)
	return id, seq, err
}

// retry publishes an original again under its delivery's name, as an operator's
// retry of a dead letter does.
func (w *wire) retry(ctx context.Context, o *offer, n int) error {
	m, err := w.raw.GetMsg(ctx, o.seq)
	if err != nil {
		return err
	}
	msg := &nats.Msg{Subject: m.Subject, Header: m.Header, Data: m.Data}
	msg.Header.Set(contract.HeaderDelivery, o.delivery)
	msg.Header.Set(contract.HeaderMsgID, fmt.Sprintf("%s.r%d", o.delivery, n))
	msg.Header.Set(contract.HeaderRetry, fmt.Sprint(n))
	_, err = w.js.PublishMsg(ctx, msg)
	return err
}

// leftHeld reports what HELD still holds of an article.
func (w *wire) leftHeld(ctx context.Context, article string) error {
	for _, subject := range []string{contract.HeldSubject(article), contract.ReleaseSubject(article)} {
		if _, err := w.held.GetLastMsgForSubject(ctx, subject); err == nil {
			return fmt.Errorf("%s still holds something", subject)
		}
	}
	return nil
}

// onNews is how many messages NEWS holds of an article.
func (w *wire) onNews(ctx context.Context, article string) (int, error) {
	info, err := w.news.Info(ctx, jetstream.WithSubjectFilter(contract.NewsOfArticle(article)))
	if err != nil {
		return 0, err
	}
	n := 0
	for _, count := range info.State.Subjects {
		n += int(count)
	}
	return n, nil
}
