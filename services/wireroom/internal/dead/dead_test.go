package dead_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/inspect/deadletter"
	"github.com/wireroom/wireroom/pkg/inspect/scan"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/services/wireroom/internal/console/consoletest"
	"github.com/wireroom/wireroom/services/wireroom/internal/dead"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

func setUp(t *testing.T) (jetstream.JetStream, *target.Target) {
	t.Helper()
	url := localtest.NATS(t).URL()
	js, err := jetstream.New(localtest.Conn(t, url))
	require.NoError(t, err)
	require.NoError(t, contract.Ensure(t.Context(), js, contract.StreamOptions{Memory: true}))
	return js, &target.Target{Server: url, Data: t.TempDir()}
}

// bury stores an original on RAW and its dead letter on DEAD, as normalize does.
func bury(t *testing.T, js jetstream.JetStream, provider string, reason contract.Reason, body string) (rawSeq, deadSeq uint64) {
	t.Helper()
	h := nats.Header{contract.HeaderProvider: {provider}, contract.HeaderIncarnation: {"abc"}, contract.HeaderContentType: {"text/plain"}}
	subject := contract.RawSubject(contract.Wire, provider)
	ack, err := js.PublishMsg(t.Context(), &nats.Msg{Subject: subject, Header: h, Data: []byte(body)})
	require.NoError(t, err)
	m := contract.DeadLetter(contract.Normalize, provider, contract.Origin{Subject: subject, Stream: contract.StreamRaw, Sequence: ack.Sequence},
		h, []byte(body), reason, errors.New("cause of "+string(reason)), time.Now())
	letter, err := js.PublishMsg(t.Context(), m)
	require.NoError(t, err)
	return ack.Sequence, letter.Sequence
}

func count(t *testing.T, js jetstream.JetStream, stream string) int {
	t.Helper()
	s, err := js.Stream(t.Context(), stream)
	require.NoError(t, err)
	return int(s.CachedInfo().State.Msgs)
}

func TestListFiltersAndPages(t *testing.T) {
	t.Parallel()
	js, to := setUp(t)
	for range 3 {
		bury(t, js, "acme", contract.ReasonMalformed, "x")
	}
	bury(t, js, "nordwind", contract.ReasonCharset, "a body of 17 bytes"[:17])
	list := func(c dead.List) []deadletter.Letter {
		con := consoletest.New("")
		c.JSON = true
		require.NoError(t, c.Run(t.Context(), to, con.Console))
		var out []deadletter.Letter
		for line := range strings.Lines(con.Stdout()) {
			var l deadletter.Letter
			require.NoError(t, json.Unmarshal([]byte(line), &l))
			out = append(out, l)
		}
		return out
	}
	seqs := func(letters []deadletter.Letter) (out []uint64) {
		for _, l := range letters {
			out = append(out, l.Seq)
		}
		return out
	}
	all := list(dead.List{})
	require.Equal(t, []uint64{4, 3, 2, 1}, seqs(all), "newest first")
	require.Equal(t, contract.ReasonCharset, all[0].Reason)
	require.Equal(t, 17, all[0].Bytes, "though the data was not read")
	require.Equal(t, contract.DeliveryID("abc", 4), all[0].Delivery)
	require.Equal(t, []uint64{4, 3}, seqs(list(dead.List{Limit: 2})))
	require.Equal(t, []uint64{2, 1}, seqs(list(dead.List{Limit: 2, Before: 3})))
	require.Equal(t, []uint64{4}, seqs(list(dead.List{Filter: dead.Filter{Provider: "nordwind"}})))
	require.Equal(t, []uint64{3, 2, 1}, seqs(list(dead.List{Filter: dead.Filter{Reason: "malformed"}})))
	require.Empty(t, list(dead.List{Filter: dead.Filter{Stage: "enrich"}}))

	con := consoletest.New("")
	require.NoError(t, (&dead.List{Limit: 2}).Run(t.Context(), to, con.Console))
	require.Contains(t, con.Stdout(), "cause of charset")
	require.Contains(t, con.Stderr(), "4 dead letters: 1 charset, 3 malformed.")
	require.Contains(t, con.Stderr(), "dead list --before 3")
}

func TestShowNeverSteersTheTerminal(t *testing.T) {
	t.Parallel()
	js, to := setUp(t)
	_, text := bury(t, js, "acme", contract.ReasonMalformed, "first line\nsecond \u009b2J line")
	_, binary := bury(t, js, "acme", contract.ReasonUnknown, "\x89PNG\x1b[2J\x00")

	con := consoletest.New("")
	require.NoError(t, (&dead.Show{Seq: text}).Run(t.Context(), to, con.Console))
	require.Contains(t, con.Stdout(), "  first line\n  second 2J line\n")
	con = consoletest.New("")
	require.NoError(t, (&dead.Show{Seq: binary}).Run(t.Context(), to, con.Console))
	require.Contains(t, con.Stdout(), "89 50 4e 47", "a dump")
	require.NotContains(t, con.Stdout(), "\x1b")
	require.NotContains(t, con.Stdout(), "Nats-Subject", "what the answer adds is no header of the message")

	con = consoletest.New("")
	require.NoError(t, (&dead.Show{Seq: binary, Raw: true}).Run(t.Context(), to, con.Console))
	require.Equal(t, "\x89PNG\x1b[2J\x00", con.Stdout(), "the bytes and nothing else")
	require.ErrorContains(t, (&dead.Show{Seq: 99}).Run(t.Context(), to, con.Console), "no dead letter 99")
}

func TestRetryGoesBackUnderTheFirstDeliverysName(t *testing.T) {
	t.Parallel()
	js, to := setUp(t)
	first, letter := bury(t, js, "acme", contract.ReasonMalformed, "body")
	con := consoletest.New("")
	require.NoError(t, (&dead.Retry{Seqs: []uint64{letter}}).Run(t.Context(), to, con.Console))
	require.Zero(t, count(t, js, contract.StreamDead))
	require.Equal(t, 2, count(t, js, contract.StreamRaw))
	m, err := scan.Get(t.Context(), js, contract.StreamRaw, first+1)
	require.NoError(t, err)
	require.Equal(t, nats.Header{
		contract.HeaderProvider: {"acme"}, contract.HeaderIncarnation: {"abc"}, contract.HeaderContentType: {"text/plain"},
		contract.HeaderRetry: {"1"}, contract.HeaderDelivery: {contract.DeliveryID("abc", first)},
		contract.HeaderMsgID: {fmt.Sprintf("dead.normalize.RAW.%d.r1", first)},
	}, m.Header)
	require.Equal(t, "body", string(m.Data))
	require.Equal(t, "raw.wire.acme", m.Subject)
}

// A retry that is waited for tells the receipts of that retry alone, and fails if it died
// again.
func TestRetryWaitsForItsReceipts(t *testing.T) {
	t.Parallel()
	js, to := setUp(t)
	_, letter := bury(t, js, "acme", contract.ReasonMalformed, "x")
	found, err := deadletter.Find(t.Context(), js, "dead.>", "")
	require.NoError(t, err)
	id := found[0].Delivery
	for _, r := range []contract.Receipt{
		{Position: 0, Of: 0, Outcome: contract.Dead, Reason: contract.ReasonMalformed}, // of the first try
		{Position: 1, Of: 2, Outcome: contract.Published, Retry: 1},
		{Position: 2, Of: 2, Outcome: contract.Dead, Reason: contract.ReasonTooLarge, Retry: 1},
	} {
		r.Delivery, r.Provider = id, "acme"
		m, err := r.Message()
		require.NoError(t, err)
		_, err = js.PublishMsg(t.Context(), m)
		require.NoError(t, err)
	}
	con := consoletest.New("")
	err = (&dead.Retry{Seqs: []uint64{letter}, Wait: true, Timeout: time.Minute}).Run(t.Context(), to, con.Console)
	require.ErrorContains(t, err, "1 dead letter died again")
	require.Contains(t, con.Stdout(), "published")
	require.Contains(t, con.Stdout(), "dead  too-large")
	require.NotContains(t, con.Stdout(), "malformed")

	_, letter = bury(t, js, "acme", contract.ReasonMalformed, "y")
	con = consoletest.New("")
	err = (&dead.Retry{Seqs: []uint64{letter}, Wait: true, Timeout: 10 * time.Millisecond}).Run(t.Context(), to, con.Console)
	require.Error(t, err)
	require.Contains(t, con.Stderr(), "no receipt within 10ms: wireroom trace")
}

func TestRetryThatIsThereAlreadyKeepsTheLetter(t *testing.T) {
	t.Parallel()
	js, to := setUp(t)
	_, letter := bury(t, js, "acme", contract.ReasonMalformed, "body")
	m, err := scan.Get(t.Context(), js, contract.StreamDead, letter)
	require.NoError(t, err)
	again, _, err := deadletter.Revive(*m)
	require.NoError(t, err)
	_, err = js.PublishMsg(t.Context(), again) // as of a retry that broke off before it removed the letter
	require.NoError(t, err)

	con := consoletest.New("")
	require.NoError(t, (&dead.Retry{All: true}).Run(t.Context(), to, con.Console))
	require.Contains(t, con.Stdout(), "kept")
	require.Equal(t, 1, count(t, js, contract.StreamDead))
	require.Equal(t, 2, count(t, js, contract.StreamRaw), "stored once")
}

func TestReviveCountsRetries(t *testing.T) {
	t.Parallel()
	msg := func(h nats.Header) scan.Msg {
		h.Set(contract.HeaderDeadSubject, "normalized.wire.acme")
		h.Set(contract.HeaderMsgID, "dead.enrich.NORMALIZED.9")
		return scan.Msg{Subject: "dead.enrich.acme", Header: h}
	}
	m, n, err := deadletter.Revive(msg(nats.Header{contract.HeaderDeadMsgID: {"abc-7.1.n"}, contract.HeaderDelivery: {"abc-7"}, contract.HeaderDeadError: {"x"}}))
	require.NoError(t, err)
	require.Equal(t, 1, n)
	require.Equal(t, "abc-7.1.n.r1", m.Header.Get(contract.HeaderMsgID))
	require.Equal(t, "abc-7", m.Header.Get(contract.HeaderDelivery))
	for name := range m.Header {
		require.False(t, strings.HasPrefix(name, "Wireroom-Dead-"), name)
	}
	m, n, err = deadletter.Revive(msg(nats.Header{contract.HeaderDeadMsgID: {"abc-7.1.n.r1"}, contract.HeaderRetry: {"1"}}))
	require.NoError(t, err)
	require.Equal(t, 2, n)
	require.Equal(t, "abc-7.1.n.r2", m.Header.Get(contract.HeaderMsgID))
	require.Equal(t, "2", m.Header.Get(contract.HeaderRetry))
	_, _, err = deadletter.Revive(scan.Msg{Subject: "dead.enrich.acme", Header: nats.Header{}})
	require.ErrorContains(t, err, contract.HeaderDeadSubject)
}

func TestSelectionHasToBeSaid(t *testing.T) {
	t.Parallel()
	js, to := setUp(t)
	_, a := bury(t, js, "acme", contract.ReasonMalformed, "x")
	_, b := bury(t, js, "nordwind", contract.ReasonMalformed, "x")
	con := consoletest.New("y\n")
	require.ErrorContains(t, (&dead.Retry{}).Run(t.Context(), to, con.Console), "say which")
	require.ErrorContains(t, (&dead.Drop{}).Run(t.Context(), to, con.Console), "say which")
	require.ErrorContains(t, (&dead.Drop{Seqs: []uint64{a, 99}, Yes: true}).Run(t.Context(), to, con.Console), "nothing is dropped")
	require.ErrorContains(t, (&dead.Drop{All: true}).Run(t.Context(), to, con.Console), "--yes", "nobody to ask")
	con.InTTY, con.In = true, strings.NewReader("\n")
	require.ErrorContains(t, (&dead.Drop{All: true}).Run(t.Context(), to, con.Console), "nothing is dropped")
	require.Equal(t, 2, count(t, js, contract.StreamDead))
	con.In = strings.NewReader("y\n")
	require.NoError(t, (&dead.Drop{Filter: dead.Filter{Provider: "nordwind"}}).Run(t.Context(), to, con.Console))
	m, err := scan.Get(t.Context(), js, contract.StreamDead, b)
	require.NoError(t, err)
	require.Nil(t, m)
	require.Equal(t, 1, count(t, js, contract.StreamDead))
}
