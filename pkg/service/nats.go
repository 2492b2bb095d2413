package service

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
)

// MinPayload is the size in bytes of the messages that a NATS server must take.
const MinPayload = 8 << 20

// NATSConfig is how a service reaches NATS.
type NATSConfig struct {
	URL      string `default:"nats://127.0.0.1:4222" desc:"Addresses of the NATS servers, separated by commas. Credentials don't belong here."`
	Creds    string `desc:"File with a user's JWT and seed."`
	User     string `desc:"User name."`
	Password Secret `desc:"Password of the user."`
	Token    Secret `desc:"Token, instead of user and password."`
	Inbox    string `desc:"Prefix of the subjects that answers come on; _INBOX_ and the user's name if a user is set, else NATS's own."`
	Name     string `desc:"Name that the servers show for the connection; the service's own if empty."`
	TLS      NATSTLS
}

// NATSTLS names the files for TLS, all optional.
type NATSTLS struct {
	CA   string `desc:"File with the certificates of the authorities that NATS servers are trusted by; the system's if empty."`
	Cert string `desc:"File with the certificate that the service shows."`
	Key  string `desc:"File with the certificate's key."`
}

// Validate checks what doesn't fit together.
func (c NATSConfig) Validate() error {
	if (c.TLS.Cert == "") != (c.TLS.Key == "") {
		return errors.New("NATS: a TLS certificate and its key go together")
	}
	for server := range strings.SplitSeq(c.URL, ",") {
		// The cause would show what may hold a password.
		if _, err := url.Parse(strings.TrimSpace(server)); err != nil {
			return errors.New("NATS: the URL can't be read: it should be nats://host:port or tls://host:port")
		}
	}
	return nil
}

// Connect connects in the background, now or when a server is there, and
// reconnects for ever; what is published while there is no connection fails at
// once with nats.ErrReconnectBufExceeded. An error means that the configuration
// can't work. The connection outlives ctx and must be closed.
func Connect(ctx context.Context, cfg NATSConfig, log *zap.Logger) (*nats.Conn, error) {
	if err := errors.Join(ctx.Err(), cfg.Validate()); err != nil {
		return nil, fmt.Errorf("connect to NATS: %w", err)
	}
	nc, err := nats.Connect(cfg.URL, append(cfg.Credentials(), behaviour(cfg.Name, log.Named("nats"))...)...)
	if err != nil {
		return nil, fmt.Errorf("connect to NATS: %w", err)
	}
	return nc, nil
}

// Credentials gives what shows a server who connects, and the inboxes that go with
// the user.
func (c NATSConfig) Credentials() []nats.Option {
	var opts []nats.Option
	if c.Inbox == "" && c.User != "" {
		c.Inbox = contract.InboxPrefix(c.User)
	}
	if c.Inbox != "" {
		opts = append(opts, nats.CustomInboxPrefix(c.Inbox))
	}
	if c.Creds != "" {
		opts = append(opts, nats.UserCredentials(c.Creds))
	}
	if c.User != "" || c.Password.IsSet() {
		opts = append(opts, nats.UserInfo(c.User, c.Password.Value()))
	}
	if c.Token.IsSet() {
		opts = append(opts, nats.Token(c.Token.Value()))
	}
	if c.TLS.CA != "" {
		opts = append(opts, nats.RootCAs(c.TLS.CA))
	}
	if c.TLS.Cert != "" {
		opts = append(opts, nats.ClientCert(c.TLS.Cert, c.TLS.Key))
	}
	return opts
}

// syncQueue is how many messages a synchronous subscription holds, more than any pull asks
// for. The client makes the queue anew with each subscription, and a stage pulls all the
// time: its default of 65,536 places took half a megabyte for each pull, 3 MB/s at rest.
const syncQueue = 4096

func behaviour(name string, log *zap.Logger) []nats.Option {
	return []nats.Option{
		nats.Name(name),
		nats.RetryOnFailedConnect(true),
		nats.MaxReconnects(-1),
		// Credentials may be mended while the service waits.
		nats.IgnoreAuthErrorAbort(),
		nats.ReconnectWait(250 * time.Millisecond),
		nats.ReconnectBufSize(-1),
		nats.SyncQueueLen(syncQueue),
		// The default takes minutes to notice a server that hangs.
		nats.PingInterval(10 * time.Second),
		nats.MaxPingsOutstanding(2),
		nats.ConnectHandler(func(nc *nats.Conn) { reportConnected(nc, log) }),
		nats.ReconnectHandler(func(nc *nats.Conn) { reportConnected(nc, log) }),
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) { reportDisconnected(err, log) }),
		nats.ErrorHandler(func(_ *nats.Conn, sub *nats.Subscription, err error) { reportAsync(sub, err, log) }),
	}
}

func reportConnected(nc *nats.Conn, log *zap.Logger) {
	log.Info("connected to NATS", zap.String("server", nc.ConnectedUrlRedacted()))
	if err := CheckPayload(nc); err != nil && !errors.Is(err, ErrNotConnected) {
		log.Error("NATS server isn't fit", zap.Error(err))
	}
}

// reportDisconnected is silent about a connection that the service itself closed.
func reportDisconnected(err error, log *zap.Logger) {
	if err != nil {
		log.Warn("disconnected from NATS", zap.Error(err))
	}
}

func reportAsync(sub *nats.Subscription, err error, log *zap.Logger) {
	fields := []zap.Field{zap.Error(err)}
	if sub != nil {
		fields = append(fields, zap.String("subject", sub.Subject))
	}
	log.Warn("NATS reports", fields...)
}
