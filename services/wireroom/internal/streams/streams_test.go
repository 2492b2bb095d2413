package streams

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

type options = contract.StreamOptions

func open(t *testing.T) (jetstream.JetStream, string) {
	t.Helper()
	url := localtest.NATS(t).URL()
	js, err := jetstream.New(localtest.Conn(t, url))
	require.NoError(t, err)
	return js, url
}

// run runs the command as a shell does, and gives both streams.
func run(t *testing.T, url string, c Apply, o options) (out, notes string, err error) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	con := &console.Console{Out: &stdout, Err: &stderr, Now: time.Now}
	err = c.once(t.Context(), &target.Target{Server: url, Data: t.TempDir()}, con, o)
	return stdout.String(), stderr.String(), err
}

func TestApplyMakesAllAndThenNothing(t *testing.T) {
	t.Parallel()
	js, url := open(t)
	out, notes, err := run(t, url, Apply{DryRun: true}, options{})
	require.NoError(t, err)
	require.Equal(t, len(contract.Declared(options{})), strings.Count(out, "missing"), out)
	require.Empty(t, notes)
	_, err = js.Stream(t.Context(), contract.StreamRaw)
	require.ErrorIs(t, err, jetstream.ErrStreamNotFound, "a dry run changes nothing")

	_, notes, err = run(t, url, Apply{}, options{})
	require.NoError(t, err)
	require.Contains(t, notes, fmt.Sprintf("%d made, 0 changed", len(contract.Declared(options{}))))
	for _, dry := range []bool{true, false} {
		out, notes, err = run(t, url, Apply{DryRun: dry}, options{})
		require.NoError(t, err)
		require.Empty(t, out, "nothing differs from what the server made of it")
		require.Contains(t, notes, "Nothing to do")
	}
	require.NoError(t, contract.Ensure(t.Context(), js, options{}), "and the services find what they need")
}

func TestApplyFindsNothingToDoAfterTheServices(t *testing.T) {
	t.Parallel()
	js, url := open(t)
	require.NoError(t, contract.Ensure(t.Context(), js, options{}))
	out, _, err := run(t, url, Apply{DryRun: true, JSON: true}, options{})
	require.NoError(t, err)
	var c Change
	require.NoError(t, json.Unmarshal([]byte(out), &c), "one line: %s", out)
	require.Equal(t, Change{Stream: contract.BucketLeases, Action: toMake}, c, "who reads views makes its leases")
}

func TestApplyChangesWhatIsSafe(t *testing.T) {
	t.Parallel()
	js, url := open(t)
	require.NoError(t, contract.Ensure(t.Context(), js, options{NewsAge: 24 * time.Hour, MaxBytes: map[string]int64{"RAW": 1 << 20}}))
	more := options{NewsAge: 48 * time.Hour, MaxBytes: map[string]int64{"RAW": 1 << 30, "MEDIA": 1 << 20, contract.BucketPoll: 1 << 20}}
	out, _, err := run(t, url, Apply{JSON: true}, more)
	require.NoError(t, err)
	for _, want := range []string{
		`{"stream":"RAW","action":"change","field":"max_bytes","have":"1048576","want":"1073741824"}`,
		`{"stream":"NEWS","action":"change","field":"max_age","have":"24h0m0s","want":"48h0m0s"}`,
		`{"stream":"wireroom-media","action":"change","field":"max_age","have":"48h0m0s","want":"72h0m0s"}`,
		`{"stream":"wireroom-media","action":"change","field":"max_bytes","have":"none","want":"1048576"}`,
		`{"stream":"wireroom-poll","action":"change","field":"max_bytes","have":"none","want":"1048576"}`,
	} {
		require.Contains(t, out, want)
	}
	s, err := js.Stream(t.Context(), contract.StreamNews)
	require.NoError(t, err)
	require.Equal(t, 48*time.Hour, s.CachedInfo().Config.MaxAge)
}

// NEWS as it was before it was written on subjects of its own.
func TestApplyTakesOverWhatAnEarlierReleaseMade(t *testing.T) {
	t.Parallel()
	js, url := open(t)
	for _, cfg := range contract.Streams(options{}) {
		if cfg.Name == contract.StreamNews {
			cfg.Subjects, cfg.SubjectTransform, cfg.RePublish = []string{"news.>"}, nil, nil
			cfg.Placement, cfg.Metadata = &jetstream.Placement{}, map[string]string{"owner": "the desk"}
		}
		_, err := js.CreateStream(t.Context(), cfg)
		require.NoError(t, err)
	}
	const subject = "news.abcdefghijklmnop.new.3.en.none.acme"
	_, err := js.Publish(t.Context(), subject, []byte("old"))
	require.NoError(t, err)
	out, _, err := run(t, url, Apply{}, options{})
	require.NoError(t, err, out)
	require.Contains(t, out, "lastword.> to news.>")
	s, err := js.Stream(t.Context(), contract.StreamNews)
	require.NoError(t, err)
	require.EqualValues(t, 1, s.CachedInfo().State.Msgs, "what it holds stays")
	require.Equal(t, "the desk", s.CachedInfo().Config.Metadata["owner"], "what the operator set stays")
	sub, err := js.Conn().SubscribeSync("news.>")
	require.NoError(t, err)
	_, err = js.Publish(t.Context(), contract.Written(subject), []byte("new"))
	require.NoError(t, err)
	m, err := sub.NextMsg(5 * time.Second)
	require.NoError(t, err)
	require.Equal(t, subject, m.Subject)
}

// write fills a stream.
func write(t *testing.T, js jetstream.JetStream, subject string, n, size int) {
	t.Helper()
	for i := range n {
		_, err := js.PublishMsg(t.Context(), &nats.Msg{Subject: subject, Data: bytes.Repeat([]byte{'x'}, size)}, jetstream.WithMsgID(fmt.Sprint(subject, i)))
		require.NoError(t, err)
	}
}

func TestWhatWouldLoseMessagesIsRefused(t *testing.T) {
	t.Parallel()
	hour := func(t time.Time) time.Time { return t.Add(time.Hour) }
	now := func(t time.Time) time.Time { return t }
	for name, c := range map[string]struct {
		before, after options
		made          func(*jetstream.StreamConfig) // as someone made it
		at            func(time.Time) time.Time     // when it is compared
		stream, field string
		loss, cannot  string
	}{
		"an age that is over for two": {before: options{DeadAge: 48 * time.Hour}, after: options{DeadAge: 30 * time.Minute}, at: hour,
			stream: "DEAD", field: "max_age", loss: "2 messages older than 30m0s"},
		"an age that is over for none": {before: options{DeadAge: 48 * time.Hour}, after: options{DeadAge: 24 * time.Hour}, at: hour,
			stream: "DEAD", field: "max_age"},
		"a size below what is stored": {after: options{MaxBytes: map[string]int64{"DEAD": 1000}}, stream: "DEAD", field: "max_bytes", loss: "it would refuse all"},
		"a size above what is stored": {after: options{MaxBytes: map[string]int64{"DEAD": 1 << 20}}, stream: "DEAD", field: "max_bytes"},
		"a size that deletes":         {after: options{MaxBytes: map[string]int64{"ADVISORIES": 1000}}, stream: "ADVISORIES", field: "max_bytes", loss: "the oldest "},
		"subjects that have messages": {made: func(c *jetstream.StreamConfig) { c.Subjects = []string{"dead.>", "lost.>"} },
			stream: "DEAD", field: "subjects", loss: "what comes on lost.>, of which 1 message are stored"},
		"subjects without messages": {made: func(c *jetstream.StreamConfig) { c.Subjects = []string{"dead.>", "never.>"} }, stream: "DEAD", field: "subjects"},
		"fewer revisions":           {made: func(c *jetstream.StreamConfig) { c.MaxMsgsPerSubject = 5 }, stream: contract.BucketPoll, field: "max_msgs_per_subject", loss: "at least 2 messages"},
		"files to memory":           {after: options{Memory: true}, stream: "NEWS", field: "storage", cannot: "between files and memory"},
		"a work queue": {made: func(c *jetstream.StreamConfig) { c.Retention = jetstream.WorkQueuePolicy }, stream: "DEAD", field: "retention",
			cannot: "a stream of a work queue"},
		"interest": {made: func(c *jetstream.StreamConfig) { c.Retention = jetstream.InterestPolicy }, stream: "DEAD", field: "retention"},
		"ttl of messages": {made: func(c *jetstream.StreamConfig) { c.AllowMsgTTL = true }, stream: "DEAD", field: "allow_msg_ttl",
			cannot: "take allow_msg_ttl away"},
		"schedules of messages": {made: func(c *jetstream.StreamConfig) { c.AllowMsgSchedules, c.Discard = true, jetstream.DiscardOld },
			stream: "RECEIPTS", field: "allow_msg_schedules", cannot: "take allow_msg_schedules away"},
		"discard new to old, without a limit": {made: func(c *jetstream.StreamConfig) { c.Discard = jetstream.DiscardNew }, stream: "ADVISORIES", field: "discard"},
		"discard new to old, with a limit": {made: func(c *jetstream.StreamConfig) { c.Discard = jetstream.DiscardNew },
			after: options{MaxBytes: map[string]int64{"ADVISORIES": 1 << 20}}, stream: "ADVISORIES", field: "discard", loss: "the oldest messages, whenever it is full"},
		"leases": {made: func(c *jetstream.StreamConfig) { c.MaxAge = time.Hour }, at: hour, stream: contract.BucketLeases, field: "max_age"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			js, _ := open(t)
			for _, cfg := range contract.Declared(c.before) {
				if contract.Plain(cfg.Name) == c.stream && c.made != nil {
					c.made(&cfg)
				}
				_, err := js.CreateStream(t.Context(), cfg)
				require.NoError(t, err)
			}
			write(t, js, "dead.enrich.acme", 2, 2000)
			write(t, js, contract.AdvisorySubject+".RAW.x", 2, 2000)
			write(t, js, "$KV."+contract.BucketPoll+".a", 3, 10)
			write(t, js, "$KV."+contract.BucketLeases+".1", 1, 10)
			if name == "subjects that have messages" {
				write(t, js, "lost.x", 1, 10)
			}
			if c.at == nil {
				c.at = now
			}
			p, err := draw(t.Context(), js, c.after, c.at(time.Now()))
			require.NoError(t, err)
			var found *Change
			for _, change := range p.changes() {
				if change.Stream == c.stream && change.Field == c.field {
					found = &change
				}
			}
			require.NotNil(t, found, "%+v", p.changes())
			requireSame(t, c.loss, found.Loss)
			requireSame(t, c.cannot, found.Cannot)
			forced := refusal(p.changes(), true)
			require.Equal(t, c.cannot != "", forced != nil, "force makes all that the server can")
			if c.loss != "" {
				require.ErrorContains(t, refusal(p.changes(), false), "--force")
			}
			if forced == nil {
				require.NoError(t, p.carryOut(t.Context(), js, func(step) {}))
				again, err := draw(t.Context(), js, c.after, time.Now())
				require.NoError(t, err)
				require.Empty(t, again.changes())
			}
		})
	}
}

// requireSame wants nothing where nothing is named.
func requireSame(t *testing.T, want, got string) {
	t.Helper()
	if want == "" {
		require.Empty(t, got)
		return
	}
	require.Contains(t, got, want)
}

func TestARefusalChangesNothing(t *testing.T) {
	t.Parallel()
	js, url := open(t)
	require.NoError(t, contract.Ensure(t.Context(), js, options{}))
	write(t, js, "dead.enrich.acme", 2, 2000)
	less := options{MaxBytes: map[string]int64{"DEAD": 1000, "RAW": 1 << 30}}
	out, _, err := run(t, url, Apply{}, less)
	require.ErrorContains(t, err, "nothing was changed: 1 change would lose messages")
	require.Contains(t, out, "loses")
	s, err := js.Stream(t.Context(), contract.StreamRaw)
	require.NoError(t, err)
	require.EqualValues(t, -1, s.CachedInfo().Config.MaxBytes)
	_, _, err = run(t, url, Apply{Force: true}, less)
	require.NoError(t, err)
}

func TestMatches(t *testing.T) {
	t.Parallel()
	for filter, subjects := range map[string]map[string]bool{
		"a.>":   {"a.b": true, "a.b.c": true, "a": false, "b.a": false},
		"a.*.c": {"a.b.c": true, "a.b": false, "a.b.c.d": false, "a.b.d": false},
		"a":     {"a": true, "a.b": false},
		">":     {"a": true, "a.b": true},
	} {
		for subject, want := range subjects {
			require.Equal(t, want, matches(filter, subject), "%s %s", filter, subject)
		}
	}
}
