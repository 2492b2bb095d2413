package page

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/provider"
)

func TestTheWorksShowFoldersHubsAndMachineUse(t *testing.T) {
	t.Parallel()
	js, err := jetstream.New(localtest.Conn(t, localtest.NATS(t).URL()))
	require.NoError(t, err)
	require.NoError(t, contract.Ensure(t.Context(), js, contract.StreamOptions{}))
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	put := func(bucket, key string, v any) {
		t.Helper()
		kv, err := js.KeyValue(t.Context(), bucket)
		require.NoError(t, err)
		data, err := json.Marshal(v)
		require.NoError(t, err)
		_, err = kv.Put(t.Context(), key, data)
		require.NoError(t, err)
	}
	put(contract.BucketPoll, provider.PollKey("fjord", "https://fjord.example/feed"), provider.PollState{Provider: "fjord", URL: "https://fjord.example/feed"})
	put(contract.BucketPoll, provider.FolderKey("fjord"), provider.FolderState{Provider: "fjord", Folder: "/in/fjord", At: now.Add(-time.Minute), Waiting: 3, Failed: 1})
	put(contract.BucketPoll, provider.FolderKey("old"), provider.FolderState{Provider: "old", Folder: "/in/old", At: now.Add(-time.Hour)})
	put(contract.BucketPoll, provider.FolderKey("gone"), provider.FolderState{Provider: "gone", Folder: "/in/gone", At: now.Add(-25 * time.Hour)})
	put(contract.BucketPoll, provider.FolderKey("bad"), provider.FolderState{Provider: "bad", Folder: "/in/bad", At: now, Trouble: "prepare /in/bad: permission denied"})
	put(contract.BucketWebSub, "a", map[string]any{"id": "1", "secret": "s3cret", "provider": "fjord", "feed": "f", "topic": "https://fjord.example/feed", "hub": "https://hub.example/?key=s3cret", "state": provider.HubActive, "until": now.Add(time.Hour)})
	put(contract.BucketWebSub, "b", provider.HubState{Provider: "old", Topic: "https://old.example/feed", Hub: "https://hub.example/", State: provider.HubActive, Until: now.Add(-time.Hour)})
	publish := func(subject string, h nats.Header, data string) {
		t.Helper()
		_, err := js.PublishMsg(t.Context(), &nats.Msg{Subject: subject, Header: h, Data: []byte(data)})
		require.NoError(t, err)
	}
	publish("lastword.a1.new.4.en.sport.fjord", nats.Header{contract.HeaderMachineUse: {"training=not-allowed"}}, "{}")
	publish("lastword.a1.kill.4.en.sport.fjord", nil, "{}")
	for i, ago := range []time.Duration{3 * time.Hour, 40 * time.Minute, time.Minute} {
		rc := contract.Receipt{Provider: "fjord", Delivery: "d", Position: i, Outcome: contract.Published, At: now.Add(-ago)}
		data, err := json.Marshal(rc)
		require.NoError(t, err)
		publish(contract.ReceiptSubject("fjord", "d"), nil, string(data))
	}

	p := &Page{}
	p.Works, p.Clock = js, func() time.Time { return now }
	page := p.look(t.Context())
	require.Empty(t, page.Missing)
	require.Len(t, page.Feeds, 1)
	require.Len(t, page.Folders, 3)
	require.Equal(t, []string{"prepare /in/bad: permission denied", "watched"}, []string{page.Folders[0].State, page.Folders[1].State})
	require.Equal(t, 3, page.Folders[1].Waiting)
	require.Contains(t, page.Folders[2].State, "nobody looks")
	require.Len(t, page.Hubs, 2)
	require.False(t, page.Hubs[0].Bad)
	require.NotContains(t, page.Hubs[0].Shown(), "s3cret")
	require.Equal(t, "its lease is over", page.Hubs[1].State)
	require.Len(t, page.Providers, 1)
	require.Equal(t, "training=not-allowed", page.Providers[0].MachineUse, "a kill says nothing of it")
	require.InDelta(t, 2, page.Providers[0].PerHour, 0.01)
}

func TestARateIsOfTheTimeThatWasLookedAt(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	at := func(minutes ...int) (out []time.Time) {
		for _, m := range minutes {
			out = append(out, now.Add(-time.Duration(m)*time.Minute))
		}
		return out
	}
	require.InDelta(t, 12, perHour(at(10, 5), now, now.Add(-10*time.Minute)), 0.01, "2,000 receipts were written in ten minutes")
	require.InDelta(t, 2, perHour(at(90, 10, 5), now, now.Add(-2*time.Hour)), 0.01)
	require.InDelta(t, 1, perHour(at(0), now, now), 0.01, "the first receipt of all")
}
