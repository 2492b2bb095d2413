package local_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/local"
)

func startNATS(t *testing.T, cfg local.NATSConfig) *local.NATS {
	t.Helper()
	n, err := local.StartNATS(t.Context(), cfg)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, n.Close()) })
	return n
}

func stream(t *testing.T, n *local.NATS, opts ...nats.Option) (jetstream.JetStream, jetstream.Stream) {
	t.Helper()
	nc, err := nats.Connect(n.URL(), opts...)
	require.NoError(t, err)
	t.Cleanup(nc.Close)
	js, err := jetstream.New(nc)
	require.NoError(t, err)
	s, err := js.CreateOrUpdateStream(t.Context(), jetstream.StreamConfig{Name: "S", Subjects: []string{"s.>"}})
	require.NoError(t, err)
	return js, s
}

func TestNATSKeepsItsStreams(t *testing.T) {
	cfg := local.NATSConfig{Dir: filepath.Join(t.TempDir(), "made", "by it")}
	n := startNATS(t, cfg)
	js, _ := stream(t, n)
	_, err := js.Publish(t.Context(), "s.1", make([]byte, local.MaxPayload-1024))
	require.NoError(t, err)
	require.NoError(t, n.Close())

	_, s := stream(t, startNATS(t, cfg))
	info, err := s.Info(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, 1, info.State.Msgs)
}

func TestNATSRefusesAStolenFolder(t *testing.T) {
	cfg := local.NATSConfig{Dir: t.TempDir()}
	n := startNATS(t, cfg)
	_, err := local.StartNATS(t.Context(), cfg)
	require.ErrorIs(t, err, local.ErrInUse)
	require.ErrorContains(t, err, "held by process")
	require.NoError(t, n.Close())
	startNATS(t, cfg)
}

func TestNATSRefusesATakenPort(t *testing.T) {
	n := startNATS(t, local.NATSConfig{Dir: t.TempDir()})
	_, err := local.StartNATS(t.Context(), local.NATSConfig{Dir: t.TempDir(), Port: n.Port()})
	require.ErrorContains(t, err, "in use")
}

func TestNATSAsksForItsPassword(t *testing.T) {
	n := startNATS(t, local.NATSConfig{Dir: t.TempDir(), User: "u", Password: "p"})
	_, err := nats.Connect(n.URL())
	require.ErrorIs(t, err, nats.ErrAuthorization)
	stream(t, n, nats.UserInfo("u", "p"))

	n = startNATS(t, local.NATSConfig{Dir: t.TempDir(), Token: "tok"})
	_, err = nats.Connect(n.URL(), nats.Token("other"))
	require.ErrorIs(t, err, nats.ErrAuthorization)
	stream(t, n, nats.Token("tok"))
}

func TestNATSStartEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	n, err := local.StartNATS(ctx, local.NATSConfig{Dir: t.TempDir()})
	if err == nil {
		require.NoError(t, n.Close())
		return
	}
	require.ErrorIs(t, err, context.Canceled)
}

const twoAccounts = `accounts {
  ONE { jetstream: enabled, users: [{user: "one", password: "p1"}] }
  TWO { users: [{user: "two", password: "p2"}] }
}
`

func TestNATSTakesOverTheStreamsOfAServerWithoutAccounts(t *testing.T) {
	dir := t.TempDir()
	n := startNATS(t, local.NATSConfig{Dir: dir})
	js, s := stream(t, n)
	for range 3 {
		_, err := js.Publish(t.Context(), "s.1", []byte("x"))
		require.NoError(t, err)
	}
	cons, err := s.CreateConsumer(t.Context(), jetstream.ConsumerConfig{Durable: "D", AckPolicy: jetstream.AckExplicitPolicy})
	require.NoError(t, err)
	m, err := cons.Next()
	require.NoError(t, err)
	require.NoError(t, m.DoubleAck(t.Context()))
	require.NoError(t, n.Close())

	cfg := local.NATSConfig{Dir: dir, Users: twoAccounts, Account: "ONE"}
	for range 2 { // the second start finds nothing to take over
		n = startNATS(t, cfg)
		_, err = nats.Connect(n.URL())
		require.ErrorIs(t, err, nats.ErrAuthorization)
		_, s = stream(t, n, nats.UserInfo("one", "p1"))
		require.EqualValues(t, 3, s.CachedInfo().State.Msgs)
		cons, err = s.Consumer(t.Context(), "D")
		require.NoError(t, err)
		require.EqualValues(t, 1, cons.CachedInfo().AckFloor.Stream)
		require.EqualValues(t, 2, cons.CachedInfo().NumPending)
		require.NoError(t, n.Close())
	}

	// an older version on the folder begins anew; whose streams count, nobody can guess
	n = startNATS(t, local.NATSConfig{Dir: dir})
	stream(t, n)
	require.NoError(t, n.Close())
	_, err = local.StartNATS(t.Context(), cfg)
	require.ErrorContains(t, err, "both hold streams")
}

func TestNATSReloadsItsUsers(t *testing.T) {
	n := startNATS(t, local.NATSConfig{Dir: t.TempDir(), Users: twoAccounts})
	lost := make(chan error, 1)
	js, _ := stream(t, n, nats.UserInfo("one", "p1"), nats.DisconnectErrHandler(func(_ *nats.Conn, err error) { lost <- err }))
	gone := make(chan struct{})
	_, err := nats.Connect(n.URL(), nats.UserInfo("two", "p2"), nats.NoReconnect(), nats.ClosedHandler(func(*nats.Conn) { close(gone) }))
	require.NoError(t, err)

	require.Error(t, n.Reload(`accounts { ONE { users: [{ user: `))
	require.NoError(t, n.Reload(`accounts {
  ONE { jetstream: enabled, users: [{user: "one", password: "p1"}] }
  THREE { users: [{user: "three", password: "p3"}] }
}`))
	<-gone
	nc, err := nats.Connect(n.URL(), nats.UserInfo("three", "p3"))
	require.NoError(t, err)
	nc.Close()
	_, err = js.Publish(t.Context(), "s.1", nil)
	require.NoError(t, err)
	require.Empty(t, lost, "who is in both is not disturbed")
}
