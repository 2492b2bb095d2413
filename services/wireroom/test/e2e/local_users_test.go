package e2e

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/consumer"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/wireroom/internal/addressbook"
	"github.com/wireroom/wireroom/services/wireroom/internal/up"
)

// oneProcess starts `wireroom up` in this process, on a data folder, without a Redis.
func oneProcess(t *testing.T, o up.Options) *up.Wire {
	t.Helper()
	if o.Providers == "" {
		o.Providers = filepath.Join(o.Data, "providers.yaml")
		require.NoError(t, provider.Add(o.Providers, provider.Entry{ID: "acme", Keys: []string{provider.HashKey("wr_key_of_acme")}}))
	}
	const free = "127.0.0.1:0"
	o.NATS, o.Ingest, o.Publish, o.NoRedis, o.SyncEvery = free, free, free, true, 2*time.Minute
	ctx, cancel := context.WithCancel(context.Background())
	rt := service.New("test", service.Options{})
	w, err := up.Start(ctx, rt, o)
	t.Cleanup(func() {
		cancel()
		if w != nil {
			require.NoError(t, w.Wait())
		}
		require.NoError(t, rt.Close())
	})
	require.NoError(t, err)
	return w
}

// leftByAServerWithoutUsers is a data folder as versions before 0.2 left it, with an
// article on NEWS.
func leftByAServerWithoutUsers(t *testing.T, subject string) string {
	t.Helper()
	dir := t.TempDir()
	n, err := local.StartNATS(t.Context(), local.NATSConfig{Dir: filepath.Join(dir, "nats"), SyncInterval: 2 * time.Minute})
	require.NoError(t, err)
	js, err := jetstream.New(localtest.Conn(t, n.URL()))
	require.NoError(t, err)
	require.NoError(t, contract.Ensure(t.Context(), js, contract.StreamOptions{}))
	_, err = js.Publish(t.Context(), contract.Written(subject), []byte(`{"uri":"urn:example:old"}`))
	require.NoError(t, err)
	require.NoError(t, n.Close())
	return dir
}

// Whoever is on the machine may read NEWS from `wireroom up`, and nothing else.
func TestWhoShowsNoNameToTheLocalWireReadsNewsAndNothingElse(t *testing.T) {
	t.Parallel()
	const subject = "news.aaaaaaaaaaaaaaaa.new.4.en.none.acme"
	dir := leftByAServerWithoutUsers(t, subject)
	w := oneProcess(t, up.Options{Data: dir})
	wire, err := w.Connect()
	require.NoError(t, err)
	wire.SetErrorHandler(func(*nats.Conn, *nats.Subscription, error) {})
	t.Cleanup(wire.Close)
	own, err := jetstream.New(wire)
	require.NoError(t, err)

	refused := make(chan string, 100)
	nc, err := nats.Connect(w.NATS, nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) {
		if errors.Is(err, nats.ErrPermissionViolation) {
			refused <- err.Error()
		}
	}))
	require.NoError(t, err)
	t.Cleanup(nc.Close)
	js, err := jetstream.New(nc)
	require.NoError(t, err)

	ordered, err := js.OrderedConsumer(t.Context(), contract.StreamNews, jetstream.OrderedConsumerConfig{})
	require.NoError(t, err)
	m, err := ordered.Next(jetstream.FetchMaxWait(20 * time.Second))
	require.NoError(t, err)
	require.Equal(t, subject, m.Subject(), "what was there before there were users")
	plain, err := nc.SubscribeSync("news.>")
	require.NoError(t, err)
	require.NoError(t, nc.Flush())
	_, err = own.Publish(t.Context(), contract.Written("news.bbbbbbbbbbbbbbbb.new.4.en.none.acme"), []byte(`{}`))
	require.NoError(t, err)
	_, err = plain.NextMsg(20 * time.Second)
	require.NoError(t, err)
	require.Empty(t, refused)

	for _, subject := range forbidden() {
		require.NoError(t, nc.PublishRequest(subject, nc.NewInbox(), []byte("{}")))
		requireRefused(t, nc, refused, "Publish to", subject)
	}
	for _, subject := range closed() {
		sub, err := nc.SubscribeSync(subject)
		require.NoError(t, err)
		requireRefused(t, nc, refused, "Subscription to", subject)
		_ = sub.Unsubscribe()
	}
	s, err := own.Stream(t.Context(), contract.StreamNews)
	require.NoError(t, err)
	require.EqualValues(t, 2, s.CachedInfo().State.Msgs, "and nothing came of it")
	// an answer to one of the wire doesn't come to where a reader may listen
	sub, err := wire.SubscribeSync("_INBOX.>")
	require.NoError(t, err)
	require.NoError(t, wire.Flush())
	_, err = sub.NextMsg(10 * time.Millisecond)
	require.Error(t, err)
	require.ErrorIs(t, wire.LastError(), nats.ErrPermissionViolation)

	for _, who := range []nats.Option{nats.UserInfo("wireroom", ""), nats.UserInfo("wireroom", "wireroom"), nats.UserInfo("consumer", ""), nats.UserInfo("", w.Pass), nats.Token(w.Pass)} {
		_, err := nats.Connect(w.NATS, who)
		require.ErrorIs(t, err, nats.ErrAuthorization)
	}
	_, err = os.Stat(addressbook.Path(dir))
	require.ErrorIs(t, err, os.ErrNotExist, "nothing wrote the password but who starts the wire")
}

// As over HTTP: with a consumers file there, who shows no name reads nothing. It is taken
// while the wire runs, and who is connected without a right to be is cut off.
func TestAConsumersFileClosesTheLocalWire(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	w := oneProcess(t, up.Options{Data: dir})
	closed := make(chan struct{})
	_, err := nats.Connect(w.NATS, nats.NoReconnect(), nats.ClosedHandler(func(*nats.Conn) { close(closed) }))
	require.NoError(t, err)
	require.Equal(t, http.StatusNotFound, status(t, w.Publish+"/v1/articles/aaaaaaaaaaaaaaaa"))
	require.NoError(t, consumer.Add(filepath.Join(dir, "consumers.yaml"), consumer.Entry{ID: "desk", Keys: []string{provider.HashKey("wr_key_of_desk")}}))
	<-closed
	// who connects while the server takes its users may be cut off before it is answered
	localtest.Eventually(t, 30*time.Second, func() error {
		if _, err := nats.Connect(w.NATS); !errors.Is(err, nats.ErrAuthorization) {
			return fmt.Errorf("who shows no name: %w", err)
		}
		return nil
	})
	localtest.Eventually(t, 30*time.Second, func() error {
		if got := status(t, w.Publish+"/v1/articles/aaaaaaaaaaaaaaaa"); got != http.StatusUnauthorized {
			return fmt.Errorf("HTTP answers %d", got)
		}
		return nil
	})
	localtest.Eventually(t, 30*time.Second, func() error {
		nc, err := w.Connect()
		if err == nil {
			nc.Close()
		}
		return err
	})

	w = oneProcess(t, up.Options{Data: t.TempDir(), Anonymous: "no"})
	_, err = nats.Connect(w.NATS)
	require.ErrorIs(t, err, nats.ErrAuthorization)
}
