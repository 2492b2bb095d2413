package cli_test

import (
	"context"
	"net"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/services/wireroom/internal/addressbook"
	"github.com/wireroom/wireroom/services/wireroom/internal/cli"
	"github.com/wireroom/wireroom/services/wireroom/internal/console/consoletest"
)

// runUp runs `up` until it ends, or for as long as until is not true.
func runUp(t *testing.T, dir string, until func() bool, args ...string) (code int, stderr string) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ended, con := make(chan int, 1), consoletest.New("")
	go func() {
		ended <- cli.Run(ctx, append([]string{"up", "--sync", "1m", "--data", dir}, args...), con.Console)
	}()
	require.Eventually(t, func() bool {
		if until() {
			cancel()
		}
		return len(ended) > 0
	}, time.Minute, 10*time.Millisecond)
	return <-ended, con.Stderr()
}

func never() bool { return false }

// taken is an address on which somebody listens already.
func taken(t *testing.T, addr string) string {
	t.Helper()
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return addr // by somebody else
	}
	t.Cleanup(func() { _ = l.Close() })
	return l.Addr().String()
}

func TestUpRefusesAnAddressThatIsGivenAndTaken(t *testing.T) {
	for name, c := range map[string]struct {
		flag, env string
	}{
		"nats flag": {flag: "--nats"}, "ingest flag": {flag: "--ingest"}, "publish flag": {flag: "--publish"},
		"ingest environment":  {env: "WIREROOM_INGEST_ADDR"},
		"publish environment": {env: "WIREROOM_PUBLISH_ADDR"},
		"admin environment":   {env: "WIREROOM_ADMIN_ADDR"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("WIREROOM_ADMIN_ADDR", "off")
			addr, args := taken(t, "127.0.0.1:0"), []string{}
			if c.env != "" {
				t.Setenv(c.env, addr)
			} else {
				args = []string{c.flag, addr}
			}
			code, stderr := runUp(t, t.TempDir(), never, args...)
			require.Equal(t, 1, code)
			require.Contains(t, stderr, c.flag+c.env)
			require.Contains(t, stderr, "in use")
		})
	}
}

func TestUpRefusesAPortThatIsNone(t *testing.T) {
	for name, c := range map[string]struct{ flag, env, addr string }{
		"nats":                {"--nats", "", "127.0.0.1:70000"},
		"ingest":              {"--ingest", "", "127.0.0.1:65536"},
		"publish":             {"--publish", "", "127.0.0.1:-1"},
		"no port":             {"--publish", "", "127.0.0.1"},
		"a word":              {"--ingest", "", "127.0.0.1:http-alt"},
		"ingest environment":  {"", "WIREROOM_INGEST_ADDR", ":99999"},
		"publish environment": {"", "WIREROOM_PUBLISH_ADDR", "::1"},
		"admin environment":   {"", "WIREROOM_ADMIN_ADDR", "127.0.0.1:66000"},
	} {
		t.Run(name, func(t *testing.T) {
			args := []string{}
			if c.env != "" {
				t.Setenv(c.env, c.addr)
			} else {
				args = []string{c.flag + "=" + c.addr}
			}
			code, stderr := runUp(t, t.TempDir(), never, args...)
			require.Equal(t, 2, code, stderr)
			require.Contains(t, stderr, c.flag+c.env)
			require.Contains(t, stderr, c.addr)
		})
	}
}

func TestUpLooksForAnotherPortWhereNoneIsGiven(t *testing.T) {
	for _, addr := range []string{"127.0.0.1:4222", "127.0.0.1:8081", "127.0.0.1:8082", "127.0.0.1:9464"} {
		taken(t, addr)
	}
	dir := t.TempDir()
	code, stderr := runUp(t, dir, func() bool {
		_, err := addressbook.Load(dir)
		return err == nil
	})
	require.Zero(t, code, stderr)
	book, err := addressbook.Load(dir)
	require.NoError(t, err)
	for _, at := range []string{book.NATS, book.Ingest, book.Publish, book.Admin} {
		require.NotRegexp(t, `:(4222|8081|8082|9464)$`, at)
		require.NotRegexp(t, `:0$`, at)
	}
}
