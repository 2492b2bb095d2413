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

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/services/wireroom/test/disk"
)

// Servers prepares the nats-server processes alone, for tests that start nothing
// else: StartNodes starts them.
func Servers(t testing.TB, b *Binaries, o Options) *Rig {
	t.Helper()
	r := &Rig{T: t, procs: map[string]*Proc{}, client: &http.Client{Timeout: 20 * time.Second}, users: o.Users, Dir: t.TempDir(), bin: b.Dir(t)}
	nodes := max(o.Nodes, 1)
	clients, routes, monitors := make([]string, nodes), make([]string, nodes), make([]string, nodes)
	for i := range nodes {
		clients[i], routes[i], monitors[i] = localtest.Addr(t), localtest.Addr(t), localtest.Addr(t)
		r.Monitors = append(r.Monitors, "http://"+monitors[i])
	}
	sync := ""
	if o.Sync {
		sync = ", sync_interval: always"
	}
	for i := range nodes {
		text := fmt.Sprintf("listen: %q\nhttp: %q\nserver_name: n%d\nmax_payload: 8MB\njetstream { store_dir: %q%s }\n", clients[i], monitors[i], i, r.store(i, o.Disks), sync)
		if nodes > 1 {
			text += fmt.Sprintf("cluster { name: rig, listen: %q, routes: [%s] }\n", routes[i], "\"nats://"+strings.Join(routes, "\", \"nats://")+"\"")
		}
		conf := filepath.Join(r.Dir, fmt.Sprintf("nats-%d.conf", i))
		require.NoError(t, os.WriteFile(conf, []byte(text+r.userConfig()), 0o600))
		name := fmt.Sprintf("nats-%d", i)
		r.Nodes = append(r.Nodes, newProc(t, name, filepath.Join(r.bin, "nats-server"), r.Dir, append(passwords(), r.clockEnv(name)), []string{"-c", conf}))
	}
	r.NATSURL = "nats://" + strings.Join(clients, ",nats://")
	return r
}

// store is the folder of a node's streams, on a disk of its own if there are disks.
func (r *Rig) store(i int, disks bool) string {
	r.T.Helper()
	dir := filepath.Join(r.Dir, fmt.Sprintf("nats-%d", i))
	if !disks || r.NoDisks != nil {
		return dir
	}
	d, err := disk.Mount(dir)
	if err != nil {
		r.NoDisks = err
		return dir
	}
	r.T.Cleanup(func() { require.NoError(r.T, d.Unmount()) })
	r.Disks = append(r.Disks, d)
	return d.Dir
}

// StartNodes starts the nats-server processes and waits until they take connections.
func (r *Rig) StartNodes() {
	r.T.Helper()
	for _, p := range r.Nodes {
		require.NoError(r.T, p.Start())
	}
	for addr := range strings.SplitSeq(strings.ReplaceAll(r.NATSURL, "nats://", ""), ",") {
		localtest.Eventually(r.T, 20*time.Second, func() error {
			c, err := (&net.Dialer{Timeout: time.Second}).DialContext(r.T.Context(), "tcp", addr)
			if err == nil {
				err = c.Close()
			}
			return err
		})
	}
}

// users of the chart, as they are generated.
const usersFile = "../../../../charts/wireroom/files/nats-users.conf"

func (r *Rig) userConfig() string {
	if !r.users {
		return ""
	}
	text, err := os.ReadFile(usersFile)
	require.NoError(r.T, err)
	return string(text)
}

// Password is a role's password on a rig with users.
func Password(role contract.Role) string { return "secretOf" + string(role) }

func passwords() []string {
	var env []string
	for _, p := range contract.Roles() {
		env = append(env, "NATS_PASSWORD_"+strings.ToUpper(string(p.Role))+"="+Password(p.Role))
	}
	return env
}

func (r *Rig) userEnv(name string) []string {
	if !r.users {
		return nil
	}
	return []string{"WIREROOM_NATS_USER=" + name, "WIREROOM_NATS_PASSWORD=" + Password(contract.Role(name))}
}

// As connects as a role, on a rig with users.
func (r *Rig) As(role contract.Role, o ...nats.Option) *nats.Conn {
	r.T.Helper()
	nc, err := nats.Connect(r.NATSURL, append([]nats.Option{
		nats.UserInfo(string(role), Password(role)), nats.CustomInboxPrefix(contract.InboxPrefix(string(role))),
		nats.MaxReconnects(-1), nats.ReconnectWait(20 * time.Millisecond),
	}, o...)...)
	require.NoError(r.T, err)
	r.T.Cleanup(nc.Close)
	return nc
}

// MakeStreams makes all streams and buckets, as an operator does before the services start:
// Options.Operate on a rig with users.
func MakeStreams(r *Rig) {
	js := r.JetStream()
	require.NoError(r.T, contract.Ensure(r.T.Context(), js, contract.StreamOptions{}))
	for _, bucket := range contract.Buckets(contract.StreamOptions{}) { // that of leases too
		_, err := js.CreateOrUpdateStream(r.T.Context(), bucket)
		require.NoError(r.T, err)
	}
}

// JetStream connects to the rig's NATS as a plain client; as its operator where it
// has users.
func (r *Rig) JetStream() jetstream.JetStream {
	r.T.Helper()
	var nc *nats.Conn
	if r.users {
		nc = r.As(contract.RoleOperator)
	} else {
		nc = localtest.Conn(r.T, r.NATSURL)
	}
	js, err := jetstream.New(nc)
	require.NoError(r.T, err)
	return js
}

// Log gives what a process has written.
func (p *Proc) Log() string {
	data, err := os.ReadFile(p.log)
	if err != nil {
		return ""
	}
	return string(data)
}
