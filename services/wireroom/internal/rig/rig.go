package rig

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/local/localtest"
)

// Provider is the one provider of a rig, Key its key.
const (
	Provider = "acme"
	Key      = "wr_test_key_0123456789abcdef0123456789abcdef"
)

// Options of a rig. The zero value is one NATS server that syncs every two
// minutes, as its default is.
type Options struct {
	Nodes int // nats-server processes: 1, or 3 with replicated streams
	Env   []string
}

// Rig is a running wire.
type Rig struct {
	T       testing.TB
	Dir     string // of everything: NATS's files are in nats-0 and so on
	Ingest  string // base URL
	Publish string // base URL
	NATSURL string
	Nodes   []*Proc
	Redis   *localtest.RedisHandle
	procs   map[string]*Proc
	client  *http.Client
}

// Start starts everything and waits until both APIs answer. All is torn down
// with the test.
func Start(t testing.TB, b *Binaries, o Options) *Rig {
	t.Helper()
	dir, bin := t.TempDir(), b.Dir(t)
	r := &Rig{T: t, Dir: dir, Redis: localtest.RedisServer(t), procs: map[string]*Proc{}, client: &http.Client{Timeout: 20 * time.Second}}
	r.startNATS(dir, bin, max(o.Nodes, 1))
	ingest, publish := freeAddr(t), freeAddr(t)
	r.Ingest, r.Publish = "http://"+ingest, "http://"+publish
	env := append([]string{
		"WIREROOM_NATS_URL=" + r.NATSURL, "WIREROOM_REDIS_URL=" + r.Redis.URL(), "WIREROOM_PROVIDERS=" + providers(t, dir),
		"WIREROOM_INGEST_ADDR=" + ingest, "WIREROOM_PUBLISH_ADDR=" + publish, "WIREROOM_NORMALIZE_MEDIA_URL=" + r.Publish,
		"WIREROOM_ADMIN_ADDR=off",
		"WIREROOM_BUS_ACK_WAIT=2s", "WIREROOM_VIEWS_LEASE=1s", "WIREROOM_LOG_LEVEL=info",
		fmt.Sprintf("WIREROOM_STREAMS_REPLICAS=%d", max(o.Nodes, 1)),
	}, o.Env...)
	for _, name := range Names() {
		r.procs[name] = newProc(t, name, filepath.Join(bin, name), dir, env, nil)
		require.NoError(t, r.procs[name].Start())
	}
	r.AwaitUp()
	return r
}

// Proc gives a service's process by its name.
func (r *Rig) Proc(name string) *Proc { return r.procs[name] }

// Restart kills a service with -9 and starts it again.
func (r *Rig) Restart(name string) {
	r.T.Helper()
	r.procs[name].Kill()
	require.NoError(r.T, r.procs[name].Start())
}

// AwaitUp waits until ingest and publish answer.
func (r *Rig) AwaitUp() {
	r.T.Helper()
	localtest.Eventually(r.T, time.Minute, func() error {
		for _, url := range []string{r.Ingest + "/v1/deliveries/none-1", r.Publish + "/v1/articles/none"} {
			status, err := r.get(r.T.Context(), url, nil)
			if err != nil {
				return err
			}
			if status >= http.StatusInternalServerError {
				return fmt.Errorf("%s answers %d", url, status)
			}
		}
		return nil
	})
}

// JetStream connects to the rig's NATS as a plain client.
func (r *Rig) JetStream() jetstream.JetStream {
	r.T.Helper()
	js, err := jetstream.New(localtest.Conn(r.T, r.NATSURL))
	require.NoError(r.T, err)
	return js
}

func (r *Rig) startNATS(dir, bin string, nodes int) {
	t := r.T
	clients, routes := make([]string, nodes), make([]string, nodes)
	for i := range nodes {
		clients[i], routes[i] = freeAddr(t), freeAddr(t)
	}
	for i := range nodes {
		conf := filepath.Join(dir, fmt.Sprintf("nats-%d.conf", i))
		text := fmt.Sprintf("listen: %q\nserver_name: n%d\nmax_payload: 8MB\njetstream { store_dir: %q }\n",
			clients[i], i, filepath.Join(dir, fmt.Sprintf("nats-%d", i)))
		if nodes > 1 {
			text += fmt.Sprintf("cluster { name: rig, listen: %q, routes: [%s] }\n", routes[i], "\"nats://"+strings.Join(routes, "\", \"nats://")+"\"")
		}
		require.NoError(t, os.WriteFile(conf, []byte(text), 0o600))
		p := newProc(t, fmt.Sprintf("nats-%d", i), filepath.Join(bin, "nats-server"), dir, nil, []string{"-c", conf})
		require.NoError(t, p.Start())
		r.Nodes = append(r.Nodes, p)
	}
	r.NATSURL = "nats://" + strings.Join(clients, ",nats://")
	for _, addr := range clients {
		localtest.Eventually(t, 20*time.Second, func() error {
			c, err := (&net.Dialer{Timeout: time.Second}).DialContext(t.Context(), "tcp", addr)
			if err == nil {
				err = c.Close()
			}
			return err
		})
	}
}

func freeAddr(t testing.TB) string {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}
