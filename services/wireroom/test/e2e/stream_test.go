package e2e

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/wireroom/wireroom/pkg/service"
)

// listener follows the stream of events as a browser does: after each end it comes again
// with the id of the last event.
type listener struct {
	url    string
	client *http.Client

	mu     sync.Mutex
	id     string
	seqs   []uint64
	killed map[uint64]bool // those that were takedowns
	breaks int
}

func newListener(url string) *listener {
	return &listener{url: url, id: "0", killed: map[uint64]bool{}, client: &http.Client{Transport: &http.Transport{DisableCompression: true}}}
}

func (l *listener) follow(ctx context.Context) {
	for ctx.Err() == nil {
		l.once(ctx)
		l.mu.Lock()
		l.breaks++
		l.mu.Unlock()
		_ = service.Pause(ctx, 100*time.Millisecond)
	}
}

func (l *listener) once(ctx context.Context) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, l.url+"/v1/stream", nil)
	if err != nil {
		return
	}
	l.mu.Lock()
	req.Header.Set("Last-Event-ID", l.id)
	l.mu.Unlock()
	resp, err := l.client.Do(req)
	if err != nil {
		return
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode == http.StatusOK {
		l.read(resp.Body)
	}
}

// read takes events until the connection ends. One that is not ended by an empty line does
// not count.
func (l *listener) read(body io.Reader) {
	id, event, data := "", "", false
	lines := bufio.NewReader(body)
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			return
		}
		switch name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": "); name {
		case "id":
			id = value
		case "event":
			event = value
		case "data":
			data = true
		case "":
			l.take(id, event, data)
			event, data = "", false
		}
	}
}

// take remembers an event; a heartbeat has an id and no data.
func (l *listener) take(id, event string, data bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if id != "" {
		l.id = id
	}
	_, number, _ := strings.Cut(id, "-")
	if seq, err := strconv.ParseUint(number, 10, 64); err == nil && data {
		l.seqs = append(l.seqs, seq)
		if event == "kill" {
			l.killed[seq] = true
		}
	}
}

func (l *listener) got() []uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.seqs)
}

// hasKill reports whether a takedown came at this sequence.
func (l *listener) hasKill(seq uint64) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.killed[seq]
}
