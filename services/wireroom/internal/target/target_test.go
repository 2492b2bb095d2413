package target_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/services/wireroom/internal/addressbook"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

func TestFlagsThenBookThenTheUsual(t *testing.T) {
	t.Parallel()
	to := &target.Target{Data: t.TempDir()}
	at := func() string {
		url, err := to.Ingest()
		require.NoError(t, err)
		return url
	}
	require.Equal(t, "http://127.0.0.1:8081", at())
	require.NoError(t, addressbook.Save(to.Data, addressbook.Book{Ingest: "http://book:1/"}))
	require.Equal(t, "http://book:1", at())
	to.API = "http://flag:1"
	require.Equal(t, "http://flag:1", at())
	require.NoError(t, os.WriteFile(addressbook.Path(to.Data), []byte("{"), 0o600))
	_, err := to.Ingest()
	require.ErrorContains(t, err, addressbook.Path(to.Data), "a broken book is not passed over")
}

func TestConnectFindsTheWireInTheBook(t *testing.T) {
	t.Parallel()
	to := &target.Target{Data: t.TempDir()}
	require.NoError(t, addressbook.Save(to.Data, addressbook.Book{NATS: localtest.NATS(t).URL()}))
	s, err := to.Connect(t.Context(), nil)
	require.NoError(t, err)
	defer s.Close()
	_, err = s.JS.AccountInfo(t.Context())
	require.NoError(t, err)
	to.Server = "nats://127.0.0.1:1"
	_, err = to.Connect(t.Context(), nil)
	require.ErrorContains(t, err, "no NATS at nats://127.0.0.1:1")
}
