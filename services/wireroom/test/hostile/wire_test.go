package hostile

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/services/wireroom/internal/addressbook"
	"github.com/wireroom/wireroom/services/wireroom/test/rig"
)

const (
	hostile   = "hostile"
	neighbour = "neighbour"
)

func key(id string) string { return "wr_key_of_" + id + "_0123456789abcdef0123456789abcdef" }

// wire is one `wireroom up` process.
type wire struct {
	t                            *testing.T
	dir, bin                     string
	ingest, publish, admin, nats string
	proc                         *rig.Proc
	nc                           *nats.Conn
	client                       *http.Client
	peak                         int // bytes, of all starts
}

// startWire starts the wire on free ports, without a Redis server unless redis is true,
// and with at most files open files if that is not 0.
func startWire(t *testing.T, bin string, redis bool, files int, env []string) *wire {
	t.Helper()
	w := &wire{t: t, dir: t.TempDir(), bin: bin, client: &http.Client{Timeout: time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: 64}}}
	nats, ingest, publish, admin := localtest.Addr(t), localtest.Addr(t), localtest.Addr(t), localtest.Addr(t)
	w.ingest, w.publish, w.admin, w.nats = "http://"+ingest, "http://"+publish, "http://"+admin, "nats://"+nats
	env = append([]string{"WIREROOM_ADMIN_ADDR=" + admin, "WIREROOM_LOG_LEVEL=info", "WIREROOM_VIEWS_SNAPSHOT=2s", "WIREROOM_VIEWS_LEASE=1s"}, env...)
	if !redis {
		env = append(env, "PATH=/nonexistent")
	}
	path, args := bin, []string{"up", "--data", filepath.Join(w.dir, "data"), "--nats", nats, "--ingest", ingest, "--publish", publish, "--providers", providersFile(t, w.dir)}
	if files > 0 {
		path, args = "/usr/bin/prlimit", append([]string{fmt.Sprintf("--nofile=%d:%d", files, files), bin}, args...)
	}
	w.proc = rig.NewProc(t, "wireroom", path, w.dir, env, args)
	w.start()
	return w
}

func providersFile(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("providers:\n")
	for _, id := range []string{hostile, neighbour} {
		fmt.Fprintf(&b, "  - id: %s\n    name: %s\n    keys: [%q]\n    hmac: [{secret: secret-of-%s-0123456789}]\n", id, id, provider.HashKey(key(id)), id)
	}
	path := filepath.Join(dir, "providers.yaml")
	require.NoError(t, os.WriteFile(path, []byte(b.String()), 0o600))
	return path
}

func (w *wire) start() {
	w.t.Helper()
	require.NoError(w.t, w.proc.Start())
	localtest.Eventually(w.t, time.Minute, func() error { return w.ready(w.t.Context()) })
	if w.nc == nil {
		w.nc = w.connect()
	}
	localtest.Eventually(w.t, time.Minute, func() error { return w.nc.FlushTimeout(time.Second) })
}

// connect connects as the command line does.
func (w *wire) connect() *nats.Conn {
	w.t.Helper()
	var book addressbook.Book
	localtest.Eventually(w.t, time.Minute, func() (err error) { book, err = addressbook.Load(filepath.Join(w.dir, "data")); return err })
	nc, err := nats.Connect(w.nats, nats.UserInfo(book.User, book.Pass), nats.CustomInboxPrefix(contract.InboxPrefix(book.User)),
		nats.MaxReconnects(-1), nats.ReconnectWait(20*time.Millisecond))
	require.NoError(w.t, err)
	w.t.Cleanup(nc.Close)
	return nc
}

// restart kills the process with -9 and starts it again.
func (w *wire) restart() {
	w.t.Helper()
	w.memory()
	w.proc.Kill()
	w.start()
}

func (w *wire) ready(ctx context.Context) error {
	_, status, err := w.get(ctx, w.admin+"/readyz", "")
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("readiness answers %d", status)
	}
	return err
}

// memory gives the most bytes that the process has held, by the kernel's own count.
func (w *wire) memory() int {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", w.proc.PID()))
	if err == nil {
		_, rest, _ := strings.Cut(string(status), "VmHWM:")
		line, _, _ := strings.Cut(rest, "kB")
		kilobytes, _ := strconv.Atoi(strings.TrimSpace(line))
		w.peak = max(w.peak, kilobytes<<10)
	}
	return w.peak
}

func (w *wire) jetStream() (jetstream.JetStream, error) { return jetstream.New(w.nc) }
