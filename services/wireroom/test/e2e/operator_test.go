package e2e

import (
	"bytes"
	"encoding/json"
	"errors"
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
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/services/wireroom/internal/cli"
	"github.com/wireroom/wireroom/services/wireroom/internal/console/consoletest"
	"github.com/wireroom/wireroom/services/wireroom/test/rig"
)

// command runs a command of the command line on a rig.
func command(t *testing.T, r *rig.Rig, args ...string) (code int, out string) {
	t.Helper()
	con := consoletest.New("")
	code = cli.Run(t.Context(), append(args, "--server", r.NATSURL, "--data", t.TempDir()), con.Console)
	return code, con.Stdout() + con.Stderr()
}

func TestAKilledArticleIsRestored(t *testing.T) {
	t.Parallel()
	r := rig.Start(t, &binaries, rig.Options{})
	one := func(number int, fields map[string]any) contract.Receipt {
		return push(t, r, version("restored", number, fields), "application/json").Articles[0]
	}
	one(1, nil)
	second := one(2, nil)
	id := second.Article
	code, out := command(t, r, "restore", id, "--reason", "test")
	require.Equal(t, 1, code)
	require.Contains(t, out, "is not taken down")
	kill := one(3, map[string]any{"pubStatus": "canceled"})
	require.Equal(t, contract.Kill, kill.Signal)

	code, out = command(t, r, "restore", id, "--reason", "killed by mistake")
	require.Zero(t, code, out)
	require.Contains(t, out, second.Delivery, "the latest usable version comes back")
	require.Equal(t, http.StatusOK, status(t, r.Publish+"/v1/articles/"+id))
	body, _ := fetch(t, r.Publish+"/v1/articles/"+id)
	require.Contains(t, string(body), "says version 2")
	code, out = command(t, r, "trace", second.Delivery)
	require.Zero(t, code, out)
	require.Contains(t, out, "run again", "a restore has a receipt of its own")
	require.Equal(t, 2, strings.Count(out, "  published  "), out)

	// the lifted kill is delivered again, as an operator's retry or a replay would
	js := r.JetStream()
	raw, err := js.Stream(t.Context(), contract.StreamRaw)
	require.NoError(t, err)
	_, seq, err := contract.ParseDeliveryID(kill.Delivery)
	require.NoError(t, err)
	m, err := raw.GetMsg(t.Context(), seq)
	require.NoError(t, err)
	m.Header.Set(contract.HeaderDelivery, kill.Delivery)
	m.Header.Set(contract.HeaderRetry, "1")
	m.Header.Set(contract.HeaderMsgID, "test.again")
	_, err = js.PublishMsg(t.Context(), &nats.Msg{Subject: m.Subject, Header: m.Header, Data: m.Data})
	require.NoError(t, err)
	localtest.Eventually(t, 20*time.Second, func() error {
		d, err := r.Delivery(t.Context(), kill.Delivery)
		if err != nil || len(d.Articles) == 0 || d.Articles[0].Reason != contract.ReasonStale {
			return errors.Join(err, fmt.Errorf("the kill has not run again: %+v", d))
		}
		return nil
	})
	require.Equal(t, http.StatusOK, status(t, r.Publish+"/v1/articles/"+id), "it kills no second time")
	require.Equal(t, contract.Update, one(4, nil).Signal)
	require.Equal(t, contract.Kill, one(5, map[string]any{"pubStatus": "canceled"}).Signal, "a new kill does")
	require.Equal(t, http.StatusGone, status(t, r.Publish+"/v1/articles/"+id))
	code, out = command(t, r, "audit")
	require.Zero(t, code, out)
	require.Contains(t, out, "killed by mistake")
}

const phrase = "xylophone-marmalade-quorum"

func TestWhatIsErasedIsNowhere(t *testing.T) {
	t.Parallel()
	r := rig.Start(t, &binaries, rig.Options{})
	text := func(more string) map[string]any {
		return map[string]any{"headlines": []map[string]string{{"value": "A " + phrase}},
			"bodies": []map[string]string{{"contentType": "text/plain", "value": "It is about the " + phrase + ", " + more}}}
	}
	one := func(number int, fields map[string]any) contract.Receipt {
		return push(t, r, version("erased", number, fields), "application/json").Articles[0]
	}
	first := one(1, text("first"))
	one(2, text("second"))
	held := text("held")
	held["embargoedUntil"] = time.Now().Add(time.Hour).UTC().Format(time.RFC3339)
	require.Equal(t, contract.Held, one(3, held).Outcome)
	id := first.Article
	photo := append(picture(t), phrase...)
	withPhoto := fmt.Sprintf("--b\r\nContent-Type: application/json\r\n\r\n%s\r\n--b\r\nContent-Type: image/jpeg\r\n\r\n%s\r\n--b--\r\n", version("erased", 4, nil), photo)
	require.Equal(t, contract.Published, push(t, r, []byte(withPhoto), "multipart/mixed; boundary=b").Articles[0].Outcome)
	require.True(t, onDisk(t, r, contract.ObjectsStream(contract.BucketMedia)))
	other := push(t, r, version("other", 1, nil), "application/json").Articles[0]
	require.NotEmpty(t, places(t, r), "the search finds what is there")

	code, out := command(t, r, "erase", id, "--reason", "court order")
	require.Equal(t, 1, code, "not without a yes")
	require.Contains(t, out, "--yes")
	code, out = command(t, r, "erase", id, "--reason", "court order", "--yes", "--redis", r.Redis.URL())
	require.Zero(t, code, out)
	require.Empty(t, places(t, r))
	require.False(t, onDisk(t, r, contract.ObjectsStream(contract.BucketMedia)), "the server has written over the picture")
	require.Equal(t, http.StatusGone, status(t, r.Publish+"/v1/articles/"+id))
	require.Equal(t, http.StatusOK, status(t, r.Publish+"/v1/articles/"+other.Article), "others stay")
	require.Equal(t, contract.ReasonKilled, one(5, text("again")).Reason, "its uri stays killed")
	code, out = command(t, r, "audit", "--json")
	require.Zero(t, code)
	require.Contains(t, out, "court order")
	require.Contains(t, out, `"action":"erase"`, "who began it")
	require.Contains(t, out, `"action":"erased"`, "and that it came to its end")
	require.NotContains(t, out, phrase)
}

// onDisk searches the files of a stream for the phrase.
func onDisk(t *testing.T, r *rig.Rig, stream string) (found bool) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(r.Dir, "nats-0", "jetstream", "*", "streams", stream, "msgs", "*.blk"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		found = found || bytes.Contains(data, []byte(phrase))
	}
	return found
}

// places searches every stream, the object stores among them, and Redis for the
// phrase.
func places(t *testing.T, r *rig.Rig) []string {
	t.Helper()
	js := r.JetStream()
	var found []string
	for s := range js.ListStreams(t.Context()).Info() {
		stream, err := js.Stream(t.Context(), s.Config.Name)
		require.NoError(t, err)
		for seq := max(s.State.FirstSeq, 1); seq <= s.State.LastSeq; seq++ {
			m, err := stream.GetMsg(t.Context(), seq)
			if errors.Is(err, jetstream.ErrMsgNotFound) {
				continue
			}
			require.NoError(t, err)
			header, err := json.Marshal(m.Header)
			require.NoError(t, err)
			if bytes.Contains(m.Data, []byte(phrase)) || bytes.Contains(header, []byte(phrase)) {
				found = append(found, fmt.Sprintf("%s %d", s.Config.Name, seq))
			}
		}
	}
	rdb := r.Redis.Client()
	keys, err := rdb.Keys(t.Context(), "*").Result()
	require.NoError(t, err)
	for _, key := range keys {
		dump, err := rdb.Dump(t.Context(), key).Result()
		if err == nil && strings.Contains(key+dump, phrase) {
			found = append(found, "redis "+key)
		}
	}
	return found
}
