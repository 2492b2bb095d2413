package rig

import (
	"cmp"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/services/wireroom/test/disk"
)

// Provider is the one provider of a rig, Key its key.
const (
	Provider = "acme"
	Key      = "wr_test_key_0123456789abcdef0123456789abcdef"
)

// Options of a rig. The zero value is one NATS server that syncs every two
// minutes, as its default is.
type Options struct {
	Nodes int  // nats-server processes: 1, or 3 with replicated streams
	Sync  bool // NATS syncs every write before it acknowledges, and the services write in batches
	Disks bool // each nats-server has a disk of its own, if it can be mounted here: Rig.Disks
	Env   []string
	// Users gives each process a NATS user of its own, with the rights of its role and
	// no more; Operate has to make the streams.
	Users bool
	// Poll are feeds that ingest fetches for the provider, on this machine.
	Poll []string
	// Operate, if set, is called once NATS runs and before the services do.
	Operate func(*Rig)
}

// Rig is a running wire.
type Rig struct {
	T             testing.TB
	Dir           string // of everything: NATS's files are in nats-0 and so on
	Ingest        string // base URL
	Publish       string // base URL
	NATSURL       string
	Monitors      []string          // base URLs of each node's monitoring
	Admin         map[string]string // base URLs of the services' admin ports, by name
	Via           string            // URL at which the services find NATS, if Operate sets it; else NATSURL
	Nodes         []*Proc
	Disks         []*disk.Disk // of each node; none if there are none
	NoDisks       error        // why there are none
	Redis         *localtest.RedisHandle
	ProvidersFile string // the providers file, which may be rewritten
	procs         map[string]*Proc
	client        *http.Client
	users         bool
	bin           string
}

// Start starts everything and waits until both APIs answer. All is torn down
// with the test.
func Start(t testing.TB, b *Binaries, o Options) *Rig {
	t.Helper()
	r := Servers(t, b, o)
	r.Redis = localtest.RedisServer(t)
	r.StartNodes()
	if o.Operate != nil {
		o.Operate(r)
	}
	r.Admin = map[string]string{}
	r.ProvidersFile = providers(t, r.Dir, o.Poll)
	ingest, publish := localtest.Addr(t), localtest.Addr(t)
	r.Ingest, r.Publish = "http://"+ingest, "http://"+publish
	env := append([]string{
		"WIREROOM_NATS_URL=" + cmp.Or(r.Via, r.NATSURL), "WIREROOM_REDIS_URL=" + r.Redis.URL(), "WIREROOM_PROVIDERS=" + r.ProvidersFile,
		"WIREROOM_INGEST_ADDR=" + ingest, "WIREROOM_PUBLISH_ADDR=" + publish, "WIREROOM_NORMALIZE_MEDIA_URL=" + r.Publish,
		"WIREROOM_BUS_ACK_WAIT=2s", "WIREROOM_VIEWS_LEASE=1s", "WIREROOM_LOG_LEVEL=info",
		// all viewers of a test have one address
		"WIREROOM_VIEWS_LIMIT_RATE=0", "WIREROOM_VIEWS_LIMIT_TOTAL_RATE=0", "WIREROOM_LIMIT_ANONYMOUS_RATE=0", "WIREROOM_LIMIT_CONSUMER_RATE=0",
		fmt.Sprintf("WIREROOM_STREAMS_REPLICAS=%d", max(o.Nodes, 1)),
		fmt.Sprintf("WIREROOM_STREAMS_BATCH_WRITES=%t", o.Sync || o.Nodes > 1),
	}, o.Env...)
	for _, name := range Names() {
		admin := localtest.Addr(t)
		r.Admin[name] = "http://" + admin
		r.procs[name] = newProc(t, name, filepath.Join(r.bin, name), r.Dir, slices.Concat([]string{"WIREROOM_ADMIN_ADDR=" + admin, r.clockEnv(name)}, env, r.userEnv(name)), nil)
		require.NoError(t, r.procs[name].Start())
	}
	r.AwaitUp()
	return r
}

// Proc gives a service's process by its name.
func (r *Rig) Proc(name string) *Proc { return r.procs[name] }

// Older has the next start of a service run the earlier commit that the binaries have, or
// the present one again.
func (r *Rig) Older(name string, older bool) {
	path := filepath.Join(r.bin, name)
	if older {
		path = filepath.Join(r.bin, oldFolder, name)
	}
	r.procs[name].Use(path)
}

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
