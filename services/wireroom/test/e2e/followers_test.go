package e2e

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/consumer"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/services/wireroom/test/rig"
)

// size is how much follows how much: the long form is make followers.
type size struct {
	articles, readers, webhooks, restarts, takedowns int
	long                                             bool
}

// sizeOf reads WIREROOM_FOLLOWERS_ARTICLES, _READERS, _WEBHOOKS and _RESTARTS.
func sizeOf(t *testing.T) size {
	t.Helper()
	c := size{articles: 60, readers: 40, webhooks: 6, restarts: 2, takedowns: 1}
	for name, n := range map[string]*int{"ARTICLES": &c.articles, "READERS": &c.readers, "WEBHOOKS": &c.webhooks, "RESTARTS": &c.restarts} {
		if text := os.Getenv("WIREROOM_FOLLOWERS_" + name); text != "" {
			var err error
			*n, err = strconv.Atoi(text)
			require.NoError(t, err, name)
			c.long, c.takedowns = true, 10
		}
	}
	return c
}

// limit is for a wait: the long form has much to wait for.
func (c size) limit() time.Duration {
	if c.long {
		return 20 * time.Minute
	}
	return 2 * time.Minute
}

// following is a wire and those who follow it.
type following struct {
	*rig.Rig
	size
	t       *testing.T
	readers []*listener
	hooks   []*endpoint
}

// TestFollowersOverTheKillOfPublish: readers of events, which come again after each end of
// publish, get each message of NEWS once and in its order; webhooks at least once, under one
// id and in order for each article; and a takedown is felt everywhere.
func TestFollowersOverTheKillOfPublish(t *testing.T) {
	t.Parallel()
	f := follow(t, sizeOf(t))
	began := time.Now()
	push := f.push()
	f.restart(push)
	<-push.done
	require.NoError(t, push.err)
	f.AwaitUp()
	want := f.news()
	f.readersHave(want)
	f.webhooksHave(want)
	t.Logf("%d messages of %d articles to %d readers of events and %d webhooks, over %d ends of publish, in %s; publish took %s at most since its last start",
		len(want.seqs), f.articles, len(f.readers), len(f.hooks), f.restarts, time.Since(began).Round(time.Second), f.memory())
	for i := range f.takedowns {
		f.takeDown(i)
	}
}

func follow(t *testing.T, c size) *following {
	t.Helper()
	file := filepath.Join(t.TempDir(), "consumers.yaml")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	require.NoError(t, consumer.Add(file, consumer.Entry{ID: "desk", Keys: []string{provider.HashKey(consumerKey)}}))
	f := &following{size: c, t: t, Rig: rig.Start(t, &binaries, rig.Options{Env: []string{"WIREROOM_CONSUMERS=" + file, "WIREROOM_PUBLISH_ANONYMOUS=yes",
		"WIREROOM_WEBHOOKS_ALLOW_PRIVATE=true", "WIREROOM_WEBHOOKS_FIRST_RETRY=50ms", "WIREROOM_WEBHOOKS_MAX_RETRY=1s",
		"WIREROOM_WEBHOOKS_PER_OWNER=1000", "WIREROOM_WEBHOOKS_TOTAL=1000"}})}
	ctx, stop := context.WithCancel(context.Background())
	var running sync.WaitGroup
	t.Cleanup(func() { stop(); running.Wait() })
	for range c.readers {
		l := newListener(f.Publish)
		f.readers = append(f.readers, l)
		running.Go(func() { l.follow(ctx) })
	}
	for range c.webhooks {
		e := newEndpoint(t)
		f.hooks = append(f.hooks, e)
		subscribe(t, f.Rig, e.URL)
	}
	return f
}

// pushing is what providers do meanwhile.
type pushing struct {
	done  chan struct{}
	acked atomic.Int64 // articles whose last version is acknowledged
	err   error        // after done
}

// statesOf are those that an article is pushed in: each third has two versions, and of each
// tenth the third one is a takedown.
func statesOf(i int) []string {
	switch {
	case i%10 == 0:
		return []string{"usable", "usable", "canceled"}
	case i%3 == 0:
		return []string{"usable", "usable"}
	default:
		return []string{"usable"}
	}
}

const (
	pushers = 4
	inBlock = 25 // articles
)

// push pushes all articles.
func (f *following) push() *pushing {
	p := &pushing{done: make(chan struct{})}
	var running sync.WaitGroup
	var once sync.Once
	for first := range pushers {
		running.Go(func() {
			for from := first * inBlock; from < f.articles; from += pushers * inBlock {
				if err := f.pushBlock(p, from, min(from+inBlock, f.articles)); err != nil {
					once.Do(func() { p.err = err })
					return
				}
			}
		})
	}
	go func() { running.Wait(); close(p.done) }()
	return p
}

// pushBlock pushes a state of each article, and goes on once it is known what became of them:
// a version that comes with the one after it may be overtaken.
func (f *following) pushBlock(p *pushing, from, to int) error {
	for v := range 3 {
		var pushed []string
		for i := from; i < to; i++ {
			states := statesOf(i)
			if v >= len(states) {
				continue
			}
			id, err := f.PushUntil(f.t.Context(), followed(fmt.Sprintf("urn:test:follow:%d", i), v+1, states[v], fmt.Sprintf("State %d of number %d.", v, i)))
			if err != nil {
				return err
			}
			pushed = append(pushed, id)
			if v == len(states)-1 {
				p.acked.Add(1)
			}
		}
		for _, id := range pushed {
			if err := f.ended(id); err != nil {
				return err
			}
		}
	}
	return nil
}

// ended waits until a delivery has its receipt.
func (f *following) ended(id string) error {
	_, err := within(f.t.Context(), f.limit(), time.Now(), func() error {
		d, err := f.Delivery(f.t.Context(), id)
		if err == nil && d.State != "done" {
			err = fmt.Errorf("delivery %s is %s", id, d.State)
		}
		return err
	})
	return err
}

func followed(uri string, version int, status, text string) rig.Document {
	body := fmt.Sprintf(`{"uri":"%s","version":"%d","pubStatus":"%s","headlines":[{"value":"%s"}],"bodies":[{"contentType":"text/plain","value":"%[4]s It says no more."}]}`, uri, version, status, text)
	return rig.Document{Body: []byte(body), ContentType: "application/json"}
}

// restart ends publish at even parts of what is pushed, by kill -9 and in order by turns.
func (f *following) restart(p *pushing) {
	f.t.Helper()
	for i := range f.restarts {
		at := int64(f.articles * (i + 1) / (f.restarts + 1))
		require.Eventually(f.t, func() bool { return p.acked.Load() >= at || isClosed(p.done) }, f.limit(), 10*time.Millisecond)
		publish := f.Proc("publish")
		if i%2 == 0 {
			publish.Kill()
		} else if !publish.Stop(time.Minute) {
			f.t.Error("publish does not end at SIGTERM")
			publish.Kill()
		}
		require.NoError(f.t, publish.Start())
	}
}

// onNews is what NEWS holds at the end.
type onNews struct {
	seqs    []uint64
	article map[uint64]string
	killed  map[string]bool
}

// news waits until NEWS has the last version of each article: what a takedown has purged is
// not there any more, and readers who were fast have got it.
func (f *following) news() onNews {
	f.t.Helper()
	var n onNews
	localtest.Eventually(f.t, f.limit(), func() error {
		n = onNews{article: map[uint64]string{}, killed: map[string]bool{}}
		last := map[string]uint64{}
		envelopes, msgs, err := f.ReadStream(f.t.Context(), "NEWS")
		if err != nil {
			return err
		}
		for i, m := range msgs {
			meta, err := m.Metadata()
			if err != nil {
				return err
			}
			e := envelopes[i]
			n.seqs = append(n.seqs, meta.Sequence.Stream)
			n.article[meta.Sequence.Stream] = e.Article
			n.killed[e.Article] = e.Signal == "kill"
			last[e.URI] = e.Version.Number
		}
		return f.complete(last)
	})
	return n
}

func (f *following) complete(last map[string]uint64) error {
	for i := range f.articles {
		want := uint64(len(statesOf(i)))
		if uri := fmt.Sprintf("urn:test:follow:%d", i); last[uri] != want {
			return fmt.Errorf("%s is on NEWS in version %d, not %d", uri, last[uri], want)
		}
	}
	return nil
}

// readersHave: each has all that NEWS holds, nothing twice and in order.
func (f *following) readersHave(want onNews) {
	f.t.Helper()
	for i, l := range f.readers {
		localtest.Eventually(f.t, f.limit(), func() error { return without(fmt.Sprintf("reader %d", i), l.got(), want.seqs) })
		require.IsIncreasing(f.t, append([]uint64{0}, l.got()...), "reader %d", i)
	}
}

// webhooksHave: each has all that NEWS holds, that of an article in order, each under one id.
func (f *following) webhooksHave(want onNews) {
	f.t.Helper()
	for i, e := range f.hooks {
		localtest.Eventually(f.t, f.limit(), func() error { return without(fmt.Sprintf("webhook %d", i), e.got(), want.seqs) })
		e.mu.Lock()
		for article, seqs := range e.seqs {
			require.IsIncreasing(f.t, append([]uint64{0}, seqs...), "webhook %d, article %s", i, article)
			require.Equal(f.t, want.killed[article], e.kills[article], "webhook %d, takedown of %s", i, article)
		}
		require.Empty(f.t, e.wrong)
		e.mu.Unlock()
	}
}

// without is an error that names what somebody has not got.
func without(who string, got, want []uint64) error {
	has := make(map[uint64]bool, len(got))
	for _, seq := range got {
		has[seq] = true
	}
	for _, seq := range want {
		if !has[seq] {
			return fmt.Errorf("%s has %d messages, without %d", who, len(got), seq)
		}
	}
	return nil
}

// memory is the most that publish ever took, as the kernel says.
func (f *following) memory() string {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", f.Proc("publish").PID()))
	if err != nil {
		return err.Error()
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	line, _, _ := strings.Cut(rest, "\n")
	return strings.TrimSpace(line)
}
