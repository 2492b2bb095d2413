package e2e

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/services/wireroom/test/rig"
)

const otherKey = "wr_test_key_of_another_provider_0123456789"

// A provider's deliveries that wait for normalize, many times what a lane reads ahead, are
// not in the way of another one's story.
func TestABacklogOfDeliveriesDelaysNoOtherProvider(t *testing.T) {
	t.Parallel()
	const flood = 2500
	r := rig.Start(t, &binaries, rig.Options{Env: []string{"WIREROOM_BUS_READ_AHEAD=256"}})
	w := watch(t, r.NATSURL)
	file, err := os.ReadFile(r.ProvidersFile)
	require.NoError(t, err)
	file = fmt.Appendf(file, "  - id: other\n    name: Other Wire\n    keys: [%q]\n", provider.HashKey(otherKey))
	require.NoError(t, os.WriteFile(r.ProvidersFile, file, 0o600))
	require.True(t, r.Proc("normalize").Stop(30*time.Second))
	r.Restart("ingest")
	r.AwaitUp()

	js := r.JetStream()
	fillRaw(t, r, js, flood)
	pushOther(t, r, "story")
	count, err := r.Count(t.Context(), js, contract.StreamRaw)
	require.NoError(t, err)
	require.EqualValues(t, flood+1, count)

	start := time.Now()
	require.NoError(t, r.Proc("normalize").Start())
	localtest.Eventually(t, time.Minute, func() error {
		for _, m := range w.of("news") {
			if strings.HasSuffix(m.Subject, ".other") {
				return nil
			}
		}
		return fmt.Errorf("not on NEWS")
	})
	t.Logf("on NEWS %s after the start of normalize, %d messages were before it", time.Since(start).Round(time.Millisecond), len(w.of("news")))
	require.Less(t, len(w.of("news")), flood/2)
}

// fillRaw pushes one document and writes n-1 others to RAW as ingest has written that one.
func fillRaw(t *testing.T, r *rig.Rig, js jetstream.JetStream, n int) {
	t.Helper()
	one := func(i int) []byte { return piece(fmt.Sprint(i), fmt.Sprint("Title ", i), fmt.Sprint("Text ", i), nil) }
	_, err := r.PushUntil(t.Context(), rig.Document{Body: one(0), ContentType: "application/json"})
	require.NoError(t, err)
	raw, err := js.Stream(t.Context(), contract.StreamRaw)
	require.NoError(t, err)
	first, err := raw.GetMsg(t.Context(), 1)
	require.NoError(t, err)
	first.Header.Del(contract.HeaderMsgID)
	for i := 1; i < n; i++ {
		_, err := js.PublishMsgAsync(&nats.Msg{Subject: first.Subject, Header: first.Header, Data: one(i)}, jetstream.WithStallWait(time.Minute))
		require.NoError(t, err)
	}
	select {
	case <-js.PublishAsyncComplete():
	case <-time.After(2 * time.Minute):
		require.Fail(t, "RAW does not take the messages")
	}
}

func pushOther(t *testing.T, r *rig.Rig, name string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, r.Ingest+"/v1/wire/other", bytes.NewReader(piece(name, "Title", "Text", nil)))
	require.NoError(t, err)
	req.Header.Set("Authorization", "Bearer "+otherKey)
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	require.Equal(t, http.StatusAccepted, resp.StatusCode)
}
