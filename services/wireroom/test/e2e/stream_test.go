package e2e

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/wireroom/test/rig"
)

// listener follows the stream of events as a browser does: after each end it comes again
// with the id of the last event.
type listener struct {
	url string
	id  string

	mu   sync.Mutex
	seqs []uint64
}

func (l *listener) follow(ctx context.Context) {
	for ctx.Err() == nil {
		l.once(ctx)
		_ = service.Pause(ctx, 100*time.Millisecond)
	}
}

func (l *listener) once(ctx context.Context) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, l.url+"/v1/stream", nil)
	if err != nil {
		return
	}
	req.Header.Set("Last-Event-ID", l.id)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return
	}
	id, data := "", ""
	lines := bufio.NewReader(resp.Body)
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			return // an event that is not ended by an empty line does not count
		}
		switch name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": "); name {
		case "id":
			id = value
		case "data":
			data = value
		case "":
			l.take(id, data)
			data = ""
		}
	}
}

func (l *listener) take(id, data string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if id != "" {
		l.id = id
	}
	var event struct {
		Sequence uint64 `json:"sequence"`
	}
	if data != "" && json.Unmarshal([]byte(data), &event) == nil {
		l.seqs = append(l.seqs, event.Sequence)
	}
}

func (l *listener) got() []uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]uint64(nil), l.seqs...)
}

// TestStreamsOverTheKillOfPublish: 50 readers of events that come again after each kill -9
// of publish get each message of NEWS once, in its order.
func TestStreamsOverTheKillOfPublish(t *testing.T) {
	t.Parallel()
	r := rig.Start(t, &binaries, rig.Options{})
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	readers := make([]*listener, 50)
	var wg sync.WaitGroup
	for i := range readers {
		readers[i] = &listener{url: r.Publish, id: "0"}
		wg.Go(func() { readers[i].follow(ctx) })
	}
	const articles, kills = 60, 2
	for i := range articles {
		body := fmt.Sprintf(`{"uri":"urn:test:stream:%d","versionCreated":"2026-03-01T08:00:00Z","headlines":[{"value":"Number %d"}],"bodies":[{"contentType":"text/plain","value":"Text of number %d."}]}`, i, i, i)
		_, err := r.PushUntil(ctx, rig.Document{Body: []byte(body), ContentType: "application/json"})
		require.NoError(t, err)
		if i%(articles/kills) == articles/kills/2 {
			r.Restart("publish")
		}
	}
	r.AwaitUp()
	var want []uint64
	localtest.Eventually(t, 2*time.Minute, func() error {
		_, msgs, err := r.ReadStream(ctx, "NEWS")
		if err == nil && len(msgs) < articles {
			err = fmt.Errorf("%d messages on NEWS", len(msgs))
		}
		if err != nil {
			return err
		}
		want = want[:0]
		for _, m := range msgs {
			meta, err := m.Metadata()
			require.NoError(t, err)
			want = append(want, meta.Sequence.Stream)
		}
		return nil
	})
	for i, l := range readers {
		require.Eventually(t, func() bool { return len(l.got()) >= len(want) }, time.Minute, 50*time.Millisecond, "reader %d", i)
		require.Equal(t, want, l.got(), "reader %d", i)
	}
	stop()
	wg.Wait()
}
