package cli_test

import (
	"context"
	"encoding/json"
	"fmt"
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
	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/wireroom/internal/addressbook"
	"github.com/wireroom/wireroom/services/wireroom/internal/check"
	"github.com/wireroom/wireroom/services/wireroom/internal/cli"
	"github.com/wireroom/wireroom/services/wireroom/internal/console/consoletest"
	"github.com/wireroom/wireroom/services/wireroom/internal/up"
)

// later is a console whose clock is ahead, so that nothing counts as still on its way.
func later() *consoletest.Recorder {
	con := consoletest.New("")
	con.Now = func() time.Time { return time.Now().Add(5 * time.Minute) }
	return con
}

// wireOn starts a wire on a data folder; stop ends it.
func wireOn(t *testing.T, dir string) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	rt := service.New("test", service.Options{})
	const free = "127.0.0.1:0"
	file, key := filepath.Join(dir, "providers.yaml"), "wr_test_key_of_acme"
	if _, err := os.Stat(file); err != nil {
		require.NoError(t, provider.Add(file, provider.Entry{ID: "acme", Keys: []string{provider.HashKey(key)}}))
	}
	w, err := up.Start(ctx, rt, up.Options{Data: dir, NATS: free, Ingest: free, Publish: free, Providers: file, SyncEvery: 2 * time.Minute, NoRedis: true})
	ended := false
	stop = func() {
		if !ended {
			ended = true
			cancel()
			if w != nil {
				require.NoError(t, w.Wait())
			}
			require.NoError(t, rt.Close())
		}
	}
	t.Cleanup(stop)
	require.NoError(t, err)
	require.NoError(t, addressbook.Save(dir, addressbook.Book{NATS: w.NATS, User: w.User, Pass: w.Pass, Ingest: w.Ingest, Publish: w.Publish, Keys: map[string]string{"acme": key}}))
	return stop
}

func pushStory(t *testing.T, data string, n int) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "story.txt")
	require.NoError(t, os.WriteFile(file, fmt.Appendf(nil, "Headline of story %d\n\nThe whole text of story number %d.\n", n, n), 0o600))
	con := consoletest.New("")
	require.Zero(t, cli.Run(t.Context(), []string{"push", "--data", data, "-p", "acme", "--json", file}, con.Console), con.Stderr())
	p := decode[pushed](t, con.Stdout())
	require.Len(t, p, 1)
	return p[0].Delivery
}

// hurtFile flips three bytes of a stream's only block at a place from 0 to 1. index says
// whether the broker's index of it stays, as after an orderly stop.
func hurtFile(t *testing.T, data, stream string, place float64, index bool) {
	t.Helper()
	blocks, err := filepath.Glob(filepath.Join(data, "nats/jetstream/*/streams", stream, "msgs/*.blk"))
	require.NoError(t, err)
	require.Len(t, blocks, 1)
	block, err := os.ReadFile(blocks[0])
	require.NoError(t, err)
	for i := range 3 {
		block[int(float64(len(block))*place)+i] ^= 0xff
	}
	require.NoError(t, os.WriteFile(blocks[0], block, 0o600))
	if !index {
		require.NoError(t, os.Remove(filepath.Join(filepath.Dir(blocks[0]), "index.db")))
	}
}

func checked(t *testing.T, data string, args ...string) (map[check.Kind]int, int) {
	t.Helper()
	con := later()
	code := cli.Run(t.Context(), append([]string{"check", "--data", data, "--json"}, args...), con.Console)
	counts := map[check.Kind]int{}
	for _, f := range decode[check.Finding](t, con.Stdout()) {
		counts[f.Kind]++
	}
	return counts, code
}

func published(t *testing.T, data string) int {
	t.Helper()
	con := consoletest.New("")
	require.Zero(t, cli.Run(t.Context(), []string{"tail", "--data", data, "--all", "--stop", "--json"}, con.Console), con.Stderr())
	return strings.Count(con.Stdout(), "\n")
}

func TestDamagedFilesAreSaidAndRepairedAndNoIDIsUsedAgain(t *testing.T) {
	t.Parallel()
	const stories = 12
	data := t.TempDir()
	stop := wireOn(t, data)
	old := map[string]bool{}
	for n := range stories {
		old[pushStory(t, data, n)] = true
	}
	counts, code := checked(t, data)
	require.Zero(t, code, "%v", counts)
	require.Empty(t, counts)
	stop()
	hurtFile(t, data, contract.StreamNews, 0.5, false)
	hurtFile(t, data, contract.StreamRaw, 0.95, false)

	stop = wireOn(t, data)
	require.Less(t, published(t, data), stories, "the damage did nothing")
	for n := range stories {
		require.NotContains(t, old, pushStory(t, data, stories+n), "the id of an earlier delivery")
	}
	counts, code = checked(t, data)
	require.Equal(t, 1, code)
	require.Equal(t, 2, counts[check.Damaged], "%v", counts)
	require.Positive(t, counts[check.NotOnNews], "%v", counts)
	require.Positive(t, counts[check.NoOriginal], "%v", counts)

	con := later()
	cli.Run(t.Context(), []string{"check", "--data", data, "--repair", "--settle", "--reason", "test", "--by", "test"}, con.Console)
	counts, _ = checked(t, data)
	require.Zero(t, counts[check.Damaged], "settled: %v", counts)
	require.Equal(t, counts[check.NoOriginal], counts[check.NotOnNews], "only what has no original is left: %v\n%s", counts, con.Stderr())
	require.Equal(t, 2*stories-counts[check.NoOriginal], published(t, data))
	stop()
}

func TestWhatCanNotBeReadIsFoundAndEndsNoTail(t *testing.T) {
	t.Parallel()
	const stories = 6
	data := t.TempDir()
	stop := wireOn(t, data)
	for n := range stories {
		pushStory(t, data, n)
	}
	stop()
	hurtFile(t, data, contract.StreamNews, 0.97, true) // the last message
	stop = wireOn(t, data)
	require.Equal(t, stories-1, published(t, data), "tail --all --stop ends, whatever the stream counts")
	counts, code := checked(t, data)
	require.Equal(t, 1, code)
	require.Equal(t, 1, counts[check.Unreadable], "%v", counts)
	require.Equal(t, 1, counts[check.NotOnNews], "%v", counts)
	stop()
}

// receiptsStream connects to a wire as its operator and gives the stream of receipts.
func receiptsStream(t *testing.T, data string) jetstream.Stream {
	t.Helper()
	book, err := addressbook.Load(data)
	require.NoError(t, err)
	nc, err := nats.Connect(book.NATS, nats.UserInfo(book.User, book.Pass), nats.CustomInboxPrefix(contract.InboxPrefix(book.User)))
	require.NoError(t, err)
	t.Cleanup(nc.Close)
	js, err := jetstream.New(nc)
	require.NoError(t, err)
	s, err := js.Stream(t.Context(), contract.StreamReceipts)
	require.NoError(t, err)
	return s
}

// receiptsOf are what the provider is told of a delivery.
func receiptsOf(t *testing.T, data, id string) []contract.Receipt {
	t.Helper()
	book, err := addressbook.Load(data)
	require.NoError(t, err)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, book.Ingest+"/v1/deliveries/"+id, nil)
	require.NoError(t, err)
	req.Header.Set("Authorization", "Bearer "+book.Keys["acme"])
	resp, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer func() { _ = resp.Body.Close() }()
	var answer struct{ Articles []contract.Receipt }
	require.NoError(t, json.NewDecoder(resp.Body).Decode(&answer))
	return answer.Articles
}

func TestReceiptsThatNewsProvesAreWrittenAgain(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	stop := wireOn(t, data)
	defer stop()
	ids := []string{pushStory(t, data, 1), pushStory(t, data, 2), pushStory(t, data, 3)}
	before := receiptsOf(t, data, ids[1])
	require.Len(t, before, 1)
	s := receiptsStream(t, data)
	for _, id := range ids[:2] {
		require.NoError(t, s.Purge(t.Context(), jetstream.WithPurgeSubject(contract.ReceiptSubject("acme", id))))
	}
	require.Empty(t, receiptsOf(t, data, ids[1]))
	counts, code := checked(t, data)
	require.Equal(t, 1, code)
	require.Equal(t, map[check.Kind]int{check.NoReceipt: 2}, counts)

	con := later()
	require.Zero(t, cli.Run(t.Context(), []string{"check", "--data", data, "--repair", "--reason", "test", "--by", "test"}, con.Console), con.Stderr())
	require.Contains(t, con.Stderr(), "2 receipts written again")
	counts, code = checked(t, data)
	require.Zero(t, code, "%v", counts)
	after := receiptsOf(t, data, ids[1])
	require.Len(t, after, 1)
	was, is := before[0], after[0]
	was.At, is.At = time.Time{}, time.Time{} // when it was written, and when NEWS took it
	require.Equal(t, was, is, "the receipt says what it said")
	require.Equal(t, 3, published(t, data), "nothing comes twice")
}
