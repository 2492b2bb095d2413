package local

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"
	"sync"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"go.uber.org/zap"
)

// MaxPayload is the size in bytes of the largest message that the server takes.
const MaxPayload = 8 << 20

// NATSConfig says how the embedded server runs. Only Dir has to be set.
type NATSConfig struct {
	// Dir is the folder of the streams, made if missing.
	Dir string
	// Host is the address listened on; 127.0.0.1 if empty.
	Host string
	// Port is the TCP port; 0 or -1 is one that the system chooses.
	Port int
	// SyncInterval is how often files are synced to the disk. Zero, the default,
	// is after every write, before the acknowledgement; anything else loses
	// acknowledged messages when the power fails.
	SyncInterval time.Duration
	// MaxStore limits the bytes of all streams; 0 leaves it to the server, which at its
	// start takes three quarters of what is free or theirs already.
	MaxStore int64
	// Clients must show User and Password, or Token, where these are set.
	User, Password, Token string
	// Users are accounts with their users, and who a client without a name is, in the
	// language of the server's configuration files. Reload changes them.
	Users string
	// Account, where Users has accounts, is the one whose streams are those that a
	// server without accounts left in Dir.
	Account string
	// MaxConnections is how many connections clients may hold at once; 0 leaves it to
	// the server, which takes 65,536. It has to stay below the limit of open files:
	// the streams need some too, and a store that can't open one stays broken.
	MaxConnections int
	// Log takes the server's warnings and errors; nil is silence.
	Log *zap.Logger
}

// NATS is a running server. Close must be called.
type NATS struct {
	lock *os.File
	log  *zap.Logger
	url  string

	mu     sync.Mutex // of what a restart in place changes
	server *server.Server
	cfg    NATSConfig // with the port that was chosen
	ended  chan struct{}
	closed bool
}

// StartNATS starts a server and returns when it takes connections, which after a
// long life takes as long as the streams take to recover. ctx bounds the start
// alone. A folder in which another server works gives an error that wraps
// ErrInUse.
func StartNATS(ctx context.Context, cfg NATSConfig) (*NATS, error) {
	if cfg.Dir == "" {
		return nil, errors.New("start NATS: no folder given")
	}
	lock, err := lockDir(ctx, cfg.Dir, natsLockWait)
	if err != nil {
		return nil, fmt.Errorf("start NATS: %w", err)
	}
	n, err := launchNATS(ctx, cfg, lock)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("start NATS: %w", err), lock.Close())
	}
	return n, nil
}

// A process that was just killed holds its lock for a moment longer.
const natsLockWait = time.Second

func launchNATS(ctx context.Context, cfg NATSConfig, lock *os.File) (*NATS, error) {
	if err := adoptStreams(cfg.Dir, cfg.Account); err != nil {
		return nil, err
	}
	n := &NATS{cfg: cfg, lock: lock, log: cmp.Or(cfg.Log, zap.NewNop())}
	if err := n.launch(ctx); err != nil {
		return nil, err
	}
	n.cfg.Port = n.Port()
	n.url = "nats://" + net.JoinHostPort(cfg.host(), strconv.Itoa(n.cfg.Port))
	return n, nil
}

// launch starts a server with the configuration as it is now.
func (n *NATS) launch(ctx context.Context) error {
	opts, err := n.cfg.options()
	if err != nil {
		return err
	}
	srv, err := server.NewServer(opts)
	if err != nil {
		return fmt.Errorf("configure the server: %w", err)
	}
	log := newServerLog(n.cfg.Log)
	srv.SetLoggerV2(log, false, false, false)
	ended := make(chan struct{})
	n.server, n.ended = srv, ended
	go func() {
		defer close(ended)
		srv.Start()
	}()
	if err := n.awaitReady(ctx, log.fatal); err != nil {
		n.shutdown()
		return err
	}
	return nil
}

func (n *NATS) awaitReady(ctx context.Context, fatal <-chan error) error {
	const look = 50 * time.Millisecond
	for !n.server.ReadyForConnections(look) {
		select {
		case err := <-fatal:
			return err
		case <-ctx.Done():
			return fmt.Errorf("wait until the streams have recovered: %w", ctx.Err())
		default:
		}
	}
	return nil
}

// URL is where clients connect, without credentials.
func (n *NATS) URL() string { return n.url }

// Port is the TCP port that the server listens on.
func (n *NATS) Port() int {
	if addr, ok := n.server.Addr().(*net.TCPAddr); ok {
		return addr.Port
	}
	return n.cfg.Port // while it is started again
}

// Reload gives the running server other accounts and users. Clients that nothing changes
// for stay connected; those without a right to be there are cut off. After an error the
// server goes on as before.
func (n *NATS) Reload(users string) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	cfg := n.cfg
	cfg.Users = users
	// twice: a reload subscribes the imports of the accounts that it knew before, so that
	// a new one's requests had no responder (nats-server 2.15.3)
	for range 2 {
		opts, err := cfg.options()
		if err == nil {
			err = n.server.ReloadOptions(opts)
		}
		if err != nil {
			return fmt.Errorf("reload the users of NATS: %w", err)
		}
	}
	n.cfg = cfg
	return nil
}

// Close stops the server, waits until its files are closed and gives the folder
// free. It may be called more than once.
func (n *NATS) Close() error {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.closed {
		return nil
	}
	n.closed = true
	n.shutdown()
	return n.lock.Close()
}

func (n *NATS) shutdown() {
	n.server.Shutdown()
	n.server.WaitForShutdown()
	<-n.ended
}
