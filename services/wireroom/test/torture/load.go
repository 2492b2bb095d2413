package torture

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net"
	"strings"
	"sync"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/wireroom/test/rig"
)

const (
	providers = 4 // that push at once
	viewBatch = 5

	// what each story says, and no log may
	said   = "which nobody has told before"
	titled = "Headline of"
)

// load has providers push until stop is called, which waits until all that they began is
// acknowledged.
func (w *world) load(round int) (stop func()) {
	over := make(chan struct{})
	ctx, cancel := context.WithTimeout(w.t.Context(), 30*time.Minute)
	var running sync.WaitGroup
	for i := range providers {
		running.Go(func() {
			rng := rand.New(rand.NewPCG(w.seed, uint64(round*providers+i+2))) //nolint:gosec // repeatable
			for n := 0; ; n++ {
				select {
				case <-over:
					return
				default:
				}
				if !assert.NoError(w.t, w.tellStory(ctx, fmt.Sprintf("urn:example:torture:%d:%d:%d", round, i, n), Story(rng))) {
					return
				}
			}
		})
	}
	return func() { close(over); running.Wait(); cancel() }
}

// tellStory pushes an article's versions, each after the one before was acknowledged.
func (w *world) tellStory(ctx context.Context, uri string, steps []Step) error {
	for i, s := range steps {
		if err := service.Pause(ctx, s.After); err != nil {
			return err
		}
		p := Pushed{URI: uri, Version: i + 1, Do: s.Do}
		if s.Do == Embargo {
			p.Embargo = time.Now().Add(2 * time.Second).Truncate(time.Second)
		}
		if err := w.push(ctx, &p, s); err != nil {
			return err
		}
	}
	if steps[0].Do != Write || steps[len(steps)-1].Do == Take {
		return nil
	}
	return w.view(ctx, uri)
}

func document(p Pushed) rig.Document {
	d := rig.Document{ContentType: "application/json", Key: fmt.Sprintf("%s %d", p.URI, p.Version)}
	if p.Do == Poison {
		d.Body = fmt.Appendf(nil, `{"uri":%q,"type":"text","description_text":"%s","by":"%s`, p.URI, said, titled)
		return d
	}
	text := fmt.Sprintf("This is version %d of the story %s, %s.", p.Version, p.URI, said)
	m := map[string]any{"uri": p.URI, "type": "text", "version": fmt.Sprint(p.Version), "language": "en", "urgency": 1 + len(p.URI)%9,
		"headlines": []map[string]string{{"value": titled + " " + p.URI}}, "bodies": []map[string]string{{"contentType": "text/plain", "value": text}}}
	if p.Do == Take {
		m["pubStatus"] = "canceled"
	}
	if !p.Embargo.IsZero() {
		m["embargoedUntil"] = p.Embargo.UTC().Format(time.RFC3339)
	}
	d.Body, _ = json.Marshal(m) // of strings
	return d
}

func (w *world) push(ctx context.Context, p *Pushed, s Step) (err error) {
	d := document(*p)
	if s.Abort {
		w.abort(d)
	}
	twin := make(chan error, 1)
	if s.Twice {
		go func() {
			var err error
			p.Twin, err = w.PushUntil(ctx, d)
			twin <- err
		}()
	} else {
		twin <- nil
	}
	p.Delivery, err = w.PushUntil(ctx, d)
	if other := <-twin; err == nil {
		err = other
	}
	if err == nil {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.pushed = append(w.pushed, *p)
	}
	return err
}

// abort sends a push and goes away in the middle of its body, or before the answer.
func (w *world) abort(d rig.Document) {
	c, err := (&net.Dialer{Timeout: time.Second}).DialContext(w.t.Context(), "tcp", strings.TrimPrefix(w.Ingest, "http://"))
	if err != nil {
		return // ingest is away
	}
	defer func() { _ = c.Close() }()
	sent := d.Body
	if len(d.Body)%2 == 0 {
		sent = d.Body[:len(d.Body)/2]
	}
	_, _ = fmt.Fprintf(c, "POST /v1/wire/%s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: %s\r\nIdempotency-Key: %s\r\nContent-Length: %d\r\n\r\n%s",
		rig.Provider, rig.Key, d.ContentType, d.Key, len(d.Body), sent)
}

// view posts views once the article can be read.
func (w *world) view(ctx context.Context, uri string) error {
	article := contract.ArticleID(rig.Provider, uri)
	if err := w.AwaitArticle(ctx, article); err != nil {
		return err
	}
	batch := make([]map[string]string, viewBatch)
	for i := range batch {
		batch[i] = map[string]string{"article": article, "viewer": fmt.Sprint(i)}
	}
	if err := w.ViewsUntil(ctx, "views "+uri, batch); err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.views[uri] = viewBatch
	return nil
}
