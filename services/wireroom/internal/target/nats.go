package target

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/service"
)

// natsTimeout bounds the connection and each request: a person waits.
const natsTimeout = 5 * time.Second

// Session is a connection. Close must be called.
type Session struct {
	NC *nats.Conn
	JS jetstream.JetStream
}

// Close ends the connection, once the server has what was sent: a consumer whose
// end it doesn't know yet may still be given a message.
func (s *Session) Close() {
	if s.NC.IsConnected() {
		_ = s.NC.FlushTimeout(time.Second) // the connection ends either way
	}
	s.NC.Close()
}

// Connect connects to NATS, or says at once that it can't. What flags don't say
// of user, password, token and TLS comes from the same environment variables that
// the services read. Later losses of the connection are passed to note, which may be
// nil, and are mended by themselves.
func (t *Target) Connect(ctx context.Context, note func(string)) (*Session, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	b, err := t.Book()
	if err != nil {
		return nil, err
	}
	var env struct{ NATS service.NATSConfig }
	if err := service.Load(service.Prefix, &env); err != nil {
		return nil, err
	}
	env.NATS.Creds = cmp.Or(t.Creds, b.Creds)
	url := cmp.Or(t.Server, b.NATS, usualNATS)
	// the book's password is for the book's server alone, and for who says nothing else
	if n := &env.NATS; url == b.NATS && n.User == "" && !n.Token.IsSet() && n.Creds == "" {
		n.User, n.Password = b.User, service.NewSecret(b.Pass)
	}
	nc, err := nats.Connect(url, append(env.NATS.Credentials(), t.behaviour(note)...)...)
	if err != nil {
		return nil, explain(url, err)
	}
	js, err := jetstream.New(nc, jetstream.WithDefaultTimeout(natsTimeout))
	if err != nil {
		nc.Close()
		return nil, fmt.Errorf("use JetStream: %w", err)
	}
	return &Session{nc, js}, nil
}

// Refused says what NATS did not allow, for a command that failed: the request has no
// answer then. Empty if there was nothing.
func (t *Target) Refused() string {
	text := t.refused.Load()
	if text == nil {
		return ""
	}
	return "NATS does not allow this to whom the command connects as (" + *text + "): an operator's user is named by WIREROOM_NATS_USER and WIREROOM_NATS_PASSWORD or --creds, that of 'wireroom up' is in its data folder (--data)"
}

func explain(url string, err error) error {
	if errors.Is(err, nats.ErrNoServers) || errors.Is(err, nats.ErrTimeout) {
		return fmt.Errorf("no NATS at %s: is the wire up ('wireroom up'), or does --server name another? (%w)", url, err)
	}
	return fmt.Errorf("connect to NATS at %s: %w", url, err)
}

func (t *Target) behaviour(note func(string)) []nats.Option {
	log := func(text string) {
		if note != nil {
			note(text)
		}
	}
	return []nats.Option{
		nats.Name("wireroom command line"), nats.Timeout(natsTimeout),
		nats.MaxReconnects(-1), nats.ReconnectWait(250 * time.Millisecond),
		nats.PingInterval(10 * time.Second), nats.MaxPingsOutstanding(2),
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) {
			if err != nil {
				log("the connection to NATS is gone, trying again: " + err.Error())
			}
		}),
		nats.ReconnectHandler(func(*nats.Conn) { log("connected to NATS again") }),
		// the library would write to standard error itself
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) {
			if errors.Is(err, nats.ErrPermissionViolation) {
				text := err.Error()
				t.refused.CompareAndSwap(nil, &text)
			}
			log("NATS reports: " + err.Error())
		}),
	}
}
