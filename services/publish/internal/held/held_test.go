package held_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/dedup"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/services/publish/internal/held"
	"github.com/wireroom/wireroom/services/publish/internal/lastword"
)

func article(seq, number uint64, until time.Time) *contract.Envelope {
	return &contract.Envelope{
		Provider: "acme", Delivery: contract.DeliveryID("x", seq), Position: 1, Of: 1, Lane: contract.Wire,
		URI: "urn:test:1", Article: contract.ArticleID("acme", "urn:test:1"), Hash: fmt.Sprint(number), Embargo: until,
		Version: dedup.Version{Status: dedup.Usable, HasNumber: true, Number: number, Seq: seq, Pos: 1},
	}
}

func TestTheBrokerReleasesTheLatestOnTime(t *testing.T) {
	t.Parallel()
	server := localtest.NATSServer(t)
	js, err := jetstream.New(localtest.Conn(t, server.URL()))
	require.NoError(t, err)
	require.NoError(t, contract.Ensure(t.Context(), js, contract.StreamOptions{}))
	w, err := lastword.New(t.Context(), js, contract.StreamHeld)
	require.NoError(t, err)

	until := time.Now().Add(1500 * time.Millisecond)
	for _, e := range []*contract.Envelope{article(1, 2, until), article(2, 3, until), article(3, 1, until)} {
		_, err := held.Store(t.Context(), w, e, fmt.Appendf(nil, "v%d", e.Version.Number), until, time.Now())
		require.NoError(t, err)
	}
	server.Stop() // the embargo must survive a restart of the broker
	server.Start()
	id := article(1, 1, until).Article
	s, err := js.Stream(t.Context(), contract.StreamHeld)
	require.NoError(t, err)
	var m *jetstream.RawStreamMsg
	localtest.Eventually(t, 10*time.Second, func() error {
		m, err = s.GetLastMsgForSubject(t.Context(), contract.ReleaseSubject(id))
		return err
	})
	require.Equal(t, "v3", string(m.Data))
	require.False(t, m.Time.Before(until), "never early")
	e, err := contract.ParseEnvelope(m.Header)
	require.NoError(t, err, "the envelope rides along")
	require.EqualValues(t, 3, e.Version.Number)
	_, err = s.GetLastMsgForSubject(t.Context(), contract.HeldSubject(id))
	require.ErrorIs(t, err, jetstream.ErrMsgNotFound)
}

func TestWhatIsHeld(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name   string
		until  time.Time
		status dedup.Status
		held   bool
	}{
		{"none", time.Time{}, dedup.Usable, false},
		{"future", now.Add(time.Hour), dedup.Usable, true},
		{"past by this clock only", now.Add(-time.Hour), dedup.Usable, true},
		{"long past", now.Add(-25 * time.Hour), dedup.Usable, false},
		{"a kill never waits", now.Add(time.Hour), dedup.Canceled, false},
	} {
		e := article(1, 1, c.until)
		e.Version.Status = c.status
		require.Equal(t, c.held, held.Wanted(e, now), c.name)
	}
}

func TestWhatIsReleasedEarly(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name            string
		until, released time.Time
		early           bool
		due             time.Time // by the broker's clock
	}{
		{"no embargo", time.Time{}, now, false, time.Time{}},
		{"on time", now, now, false, time.Time{}},
		{"clocks that agree within a second", now.Add(time.Second), now.Add(time.Second), false, time.Time{}},
		{"early by the broker's own clock", now.Add(time.Hour), now, true, now.Add(time.Hour)},
		{"the broker's clock is ahead by three seconds", now.Add(3 * time.Second), now.Add(3 * time.Second), true, now.Add(6 * time.Second)},
		{"the broker's clock is ahead by an hour", now.Add(time.Hour), now.Add(time.Hour), true, now.Add(time.Hour + 10*time.Second)},
		{"the broker's clock is ahead by two days", now.Add(47 * time.Hour), now.Add(48 * time.Hour), true, now.Add(48*time.Hour + 10*time.Second)},
		{"ours stands in 1970", now.AddDate(56, 0, 0), now.AddDate(56, 0, 0), true, now.AddDate(56, 0, 0).Add(10 * time.Second)},
		{"both clocks are past it", now.Add(-time.Hour), now, false, time.Time{}},
		{"beyond the end of the broker's time", now.AddDate(7000, 0, 0), now, true, now.AddDate(7000, 0, 0)},
	} {
		e := article(1, 1, c.until)
		require.Equal(t, c.early, held.Early(e, c.released, now), c.name)
		if c.early {
			require.Equal(t, c.due, held.Again(e, c.released, now), c.name)
		}
		e.Version.Status = dedup.Canceled
		require.False(t, held.Early(e, c.released, now), "a kill never waits: %s", c.name)
	}
}

func TestTheNoteTellsWhyAnArticleIsWithheld(t *testing.T) {
	t.Parallel()
	e := article(1, 1, time.Date(2300, 1, 2, 3, 4, 5, 0, time.UTC))
	require.Equal(t, "embargoed until 2300-01-02T03:04:05Z, more than 3650 days ahead: withheld until a later version", held.Note(e, 3650*24*time.Hour))
}
