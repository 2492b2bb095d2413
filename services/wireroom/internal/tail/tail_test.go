package tail_test

import (
	"context"
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
	"github.com/wireroom/wireroom/pkg/machineuse"
	"github.com/wireroom/wireroom/services/wireroom/internal/console/consoletest"
	"github.com/wireroom/wireroom/services/wireroom/internal/tail"
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

// publish puts article number n on NEWS; every fifth is a kill.
func publish(t *testing.T, js jetstream.JetStream, n int) {
	t.Helper()
	s := contract.NewsSubject{Article: fmt.Sprintf("article%09d", n), Signal: contract.New, Urgency: 5, Language: "en", Topic: "sport", Provider: "acme"}
	if n%5 == 0 {
		s.Signal = contract.Kill
	}
	data := fmt.Sprintf(`{"uri":"urn:acme:%d","headlines":[{"value":"Headline %[1]d <b>"}]}`, n)
	_, err := js.PublishMsg(t.Context(), &nats.Msg{Subject: contract.Written(s.String()), Header: nats.Header{contract.HeaderArticle: {s.Article}}, Data: []byte(data)})
	require.NoError(t, err)
}

// run gives the headline numbers that were shown.
func run(t *testing.T, to *target.Target, c tail.Cmd) []string {
	t.Helper()
	con := consoletest.New("")
	require.NoError(t, c.Run(t.Context(), to, con.Console))
	var out []string
	for line := range strings.Lines(con.Stdout()) {
		_, number, ok := strings.Cut(line, "Headline ")
		require.True(t, ok, line)
		number, _, _ = strings.Cut(number, " ")
		out = append(out, number)
	}
	return out
}

func TestLastIsOfWhatMatches(t *testing.T) {
	t.Parallel()
	js, to := setUp(t)
	require.Empty(t, run(t, to, tail.Cmd{Last: 3, Stop: true}), "an empty stream")
	for n := range 60 {
		publish(t, js, n)
	}
	require.Equal(t, []string{"57", "58", "59"}, run(t, to, tail.Cmd{Last: 3}))
	require.Equal(t, []string{"45", "50", "55"}, run(t, to, tail.Cmd{Last: 3, Stop: true, Subjects: []string{"news.*.kill.>"}}))
	require.Equal(t, []string{"50", "55", "57"}, run(t, to, tail.Cmd{Last: 3, Stop: true, Subjects: []string{"news.*.kill.>", "news.article000000057.new.>"}}))
	require.Len(t, run(t, to, tail.Cmd{Last: 500, Stop: true}), 60, "more than there are")
	require.Len(t, run(t, to, tail.Cmd{All: true, Stop: true}), 60)
	require.Len(t, run(t, to, tail.Cmd{Since: "10m", Stop: true}), 60)
	require.Empty(t, run(t, to, tail.Cmd{Stop: true}), "only what is new")
}

func TestFewerThanExpectedIsAFailure(t *testing.T) {
	t.Parallel()
	js, to := setUp(t)
	cmd := tail.Cmd{All: true, Stop: true, Expect: 2, Subjects: []string{"news.>"}}
	require.ErrorContains(t, cmd.Run(t.Context(), to, consoletest.New("").Console), "0 messages on news.>, expected 2")
	publish(t, js, 1)
	require.ErrorContains(t, cmd.Run(t.Context(), to, consoletest.New("").Console), "1 message on news.>, expected 2")
	publish(t, js, 2)
	require.Equal(t, []string{"1", "2"}, run(t, to, cmd))
	require.ErrorContains(t, (&tail.Cmd{Expect: 1}).Validate(), "--stop")
}

func TestDurableGoesOnWhereItEnded(t *testing.T) {
	t.Parallel()
	js, to := setUp(t)
	publish(t, js, 1)
	require.Equal(t, []string{"1"}, run(t, to, tail.Cmd{Durable: "desk", All: true, Stop: true}))
	publish(t, js, 2)
	publish(t, js, 3)
	require.Equal(t, []string{"2", "3"}, run(t, to, tail.Cmd{Durable: "desk", Stop: true}))
	require.Empty(t, run(t, to, tail.Cmd{Durable: "desk", Stop: true}))

	con := consoletest.New("")
	err := (&tail.Cmd{Durable: "desk", Subjects: []string{"news.*.kill.>"}}).Run(t.Context(), to, con.Console)
	require.ErrorContains(t, err, "is for news.>")
	err = (&tail.Cmd{Durable: "desk", Last: 2}).Run(t.Context(), to, con.Console)
	require.ErrorContains(t, err, "goes on where it ended")
}

func TestFollowsAsJSONUntilInterrupted(t *testing.T) {
	t.Parallel()
	js, to := setUp(t)
	publish(t, js, 1)
	ctx, interrupt := context.WithCancel(t.Context())
	con := consoletest.New("")
	done := make(chan error, 1)
	go func() { done <- (&tail.Cmd{All: true, JSON: true}).Run(ctx, to, con.Console) }()
	lines := func(n int) func() error {
		return func() error {
			if got := strings.Count(con.Stdout(), "\n"); got != n {
				return fmt.Errorf("%d lines", got)
			}
			return nil
		}
	}
	localtest.Eventually(t, 10*time.Second, lines(1))
	publish(t, js, 2)
	localtest.Eventually(t, 10*time.Second, lines(2))
	interrupt()
	require.NoError(t, <-done, "Ctrl-C is how one ends it")
	require.Contains(t, con.Stdout(), "<b>", "markup stays readable")

	var got struct {
		Subject  string
		Sequence uint64
		Headers  map[string]string
		Article  struct{ URI string }
	}
	require.NoError(t, json.NewDecoder(strings.NewReader(con.Stdout())).Decode(&got))
	require.EqualValues(t, 1, got.Sequence)
	require.Equal(t, "news.article000000001.new.5.en.sport.acme", got.Subject)
	require.Equal(t, "article000000001", got.Headers[contract.HeaderArticle])
	require.Equal(t, "urn:acme:1", got.Article.URI)
}

func TestHeadlineCannotSteerTheTerminal(t *testing.T) {
	t.Parallel()
	js, to := setUp(t)
	_, err := js.Publish(t.Context(), contract.Written("news.article000000001.new.5.en.sport.acme"), []byte("{\"headlines\":[{\"value\":\"\\u001b[2J\\nHeadline x \"}]}"))
	require.NoError(t, err)
	con := consoletest.New("")
	require.NoError(t, (&tail.Cmd{All: true, Stop: true}).Run(t.Context(), to, con.Console))
	require.NotContains(t, con.Stdout(), "\x1b")
	require.Equal(t, 1, strings.Count(con.Stdout(), "\n"))
}

func TestParseSince(t *testing.T) {
	t.Parallel()
	zone := time.FixedZone("", 3600)
	now := time.Date(2026, 3, 10, 12, 0, 0, 0, zone)
	for text, want := range map[string]time.Time{
		"10m": now.Add(-10 * time.Minute), "1h30m": now.Add(-90 * time.Minute), "2d": now.AddDate(0, 0, -2),
		"2026-03-01T08:00:00Z": time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC),
		"2026-03-01":           time.Date(2026, 3, 1, 0, 0, 0, 0, zone),
		"2026-03-01 08:30":     time.Date(2026, 3, 1, 8, 30, 0, 0, zone),
		"08:30":                time.Date(2026, 3, 10, 8, 30, 0, 0, zone),
		"12:30":                time.Date(2026, 3, 9, 12, 30, 0, 0, zone),
	} {
		got, err := tail.ParseSince(text, now)
		require.NoError(t, err, text)
		require.True(t, want.Equal(got), "%s is %s", text, got)
	}
	for _, text := range []string{"", "yesterday", "-5m", "-1d", "25:00"} {
		_, err := tail.ParseSince(text, now)
		require.Error(t, err, text)
	}
}

// NEWS is deleted and made anew under a running tail: the new one is shown from its
// first message on, also where it holds fewer than were shown.
func TestNewsMadeAnewIsShownFromItsBeginning(t *testing.T) {
	t.Parallel()
	js, to := setUp(t)
	ctx, end := context.WithCancel(t.Context())
	defer end()
	con, done := consoletest.New(""), make(chan error, 1)
	go func() { done <- (&tail.Cmd{All: true}).Run(ctx, to, con.Console) }()
	await := func(last string) {
		localtest.Eventually(t, 30*time.Second, func() error {
			if !strings.Contains(con.Stdout(), "Headline "+last+" ") {
				return fmt.Errorf("%s is not shown", last)
			}
			return nil
		})
	}
	for n := range 20 {
		publish(t, js, n)
	}
	await("19")
	require.NoError(t, js.DeleteStream(t.Context(), contract.StreamNews))
	require.NoError(t, contract.Ensure(t.Context(), js, contract.StreamOptions{Memory: true}))
	for n := range 5 {
		publish(t, js, 100+n)
	}
	await("104")
	end()
	require.NoError(t, <-done)
	require.Equal(t, 25, strings.Count(con.Stdout(), "Headline "))
}

// What the provider forbids is not shown; that it forbids what it once did not is, and
// so is a kill.
func TestMachineUse(t *testing.T) {
	t.Parallel()
	js, to := setUp(t)
	for i, m := range []struct{ subject, use string }{
		{"news.a.new.5.en.none.acme", "training=allowed, indexing=not-allowed"},
		{"news.b.new.5.en.none.acme", `training=not-allowed, policy="https://example.org/terms"`},
		{"news.c.new.5.en.none.acme", ""},
		{"news.a.update.5.en.none.acme", "training=not-allowed"},
		{"news.b.kill.5.en.none.acme", "training=not-allowed"},
		{"news.d.new.5.en.none.acme", "training=???"},
	} {
		msg := &nats.Msg{Subject: contract.Written(m.subject), Header: nats.Header{}, Data: fmt.Appendf(nil, `{"uri":"urn:x","headlines":[{"value":"Headline %d"}]}`, i)}
		if m.use != "" {
			msg.Header.Set(contract.HeaderMachineUse, m.use)
		}
		_, err := js.PublishMsg(t.Context(), msg)
		require.NoError(t, err)
	}
	shown := func(use machineuse.Purpose) (out []string) {
		con := consoletest.New("")
		require.NoError(t, (&tail.Cmd{All: true, Stop: true, JSON: true, MachineUse: use}).Run(t.Context(), to, con.Console))
		for text := range strings.Lines(con.Stdout()) {
			var l struct {
				Subject string
				Article *struct{ URI string }
			}
			require.NoError(t, json.Unmarshal([]byte(text), &l))
			tokens := strings.Split(l.Subject, ".")
			if l.Article == nil {
				tokens[2] += " without text"
			}
			out = append(out, tokens[1]+" "+tokens[2])
		}
		return out
	}
	require.Equal(t, []string{"a new", "b new", "c new", "a update", "b kill", "d new"}, shown(""))
	require.Equal(t, []string{"a new", "c new", "a update without text", "b kill"}, shown(machineuse.Train))
	require.Equal(t, []string{"b new", "c new", "a update", "b kill"}, shown(machineuse.Index))

	con := consoletest.New("")
	require.NoError(t, (&tail.Cmd{All: true, Stop: true, MachineUse: machineuse.Train}).Run(t.Context(), to, con.Console))
	require.Contains(t, con.Stdout(), "forbids its use: train")
	require.NotContains(t, con.Stdout(), "Headline 3")
}
