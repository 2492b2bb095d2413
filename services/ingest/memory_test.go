package ingest_test

import (
	"bytes"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/services/ingest/internal/auth"
)

// promise opens connections that promise 4 MiB each and send so much of it.
func (d *door) promise(n, send int, headers string) {
	d.t.Helper()
	for range n {
		conn, err := net.Dial("tcp", strings.TrimPrefix(d.url, "http://"))
		require.NoError(d.t, err)
		d.t.Cleanup(func() { _ = conn.Close() })
		_, err = fmt.Fprintf(conn, "POST /v1/wire/acme HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n%s\r\n\r\n%s", 4<<20, headers, bytes.Repeat([]byte("x"), send))
		require.NoError(d.t, err)
	}
}

func TestStrangersWhoPromiseBodiesTakeNothingFromProviders(t *testing.T) {
	t.Parallel()
	d := open(t, contract.StreamOptions{})
	bogus := auth.SignatureHeader + ": " + auth.Sign("not the secret", time.Now(), nil)
	d.promise(64, 0, bogus)
	localtest.Eventually(t, patience, func() error { return inFlight(d, 64) })
	d.push("acme", "a document with a key").delivery(t)
	body := "a signed document"
	r := d.ask("POST", "/v1/wire/small", strings.NewReader(body), auth.SignatureHeader, auth.Sign(secret, time.Now(), []byte(body)))
	r.delivery(t)
	d.push("acme", strings.Repeat("a large document ", 200_000)).delivery(t)
}

func TestAProviderThatFillsItsShareLeavesRoomForOthers(t *testing.T) {
	t.Parallel()
	d := open(t, contract.StreamOptions{})
	d.promise(16, 4<<20-1, "Authorization: Bearer key-of-acme") // 64 MiB, all that there are
	localtest.Eventually(t, patience, func() error {
		r := d.push("acme", strings.Repeat("x", 4<<20))
		if r.code != 503 || r.problem.Type != "urn:wireroom:problem:busy" || r.header.Get("Retry-After") != "1" {
			return fmt.Errorf("%d: %s", r.code, r.body)
		}
		return nil
	})
	d.push("nord", strings.Repeat("a large document ", 200_000)).delivery(t)
}

func TestPackedBodiesCountWithWhatTheyInflateTo(t *testing.T) {
	t.Parallel()
	d := open(t, contract.StreamOptions{})
	for range 40 { // each gives back what it took
		r := d.ask("POST", "/v1/wire/acme", strings.NewReader(pack(t, strings.Repeat("x", 4<<20))), "Authorization", "Bearer key-of-acme", "Content-Encoding", "gzip")
		r.delivery(t)
	}
}
