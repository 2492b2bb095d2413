package e2e

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/services/wireroom/test/rig"
)

func until(text string) map[string]any { return map[string]any{"embargoedUntil": text} }

// The broker's time ends in 2262: what is embargoed beyond the bound came out at once.
func TestAnEmbargoBeyondTheBoundIsWithheld(t *testing.T) {
	t.Parallel()
	r := rig.Start(t, &binaries, rig.Options{})
	w := watch(t, r.NATSURL)
	one := func(name string, number int, fields map[string]any) contract.Receipt {
		return push(t, r, version(name, number, fields), "application/json").Articles[0]
	}
	require.Equal(t, contract.New, one("update", 1, nil).Signal)
	tooFar := map[string]string{}
	for i, text := range []string{"9999-12-31T23:59:59Z", "9999-12-31T23:59:59-01:00", "2500-01-01T00:00:00Z", "2300-06-01T12:00:00+02:00", "2262-04-12T00:00:00Z",
		time.Now().AddDate(10, 0, 1).Format(time.RFC3339)} {
		tooFar[fmt.Sprint("far", i)] = text
	}
	tooFar["update"] = "9999-12-31T00:00:00Z"
	for name, text := range tooFar {
		a := one(name, 2, until(text))
		require.Equal(t, contract.Held, a.Outcome, "%s: %s %s", text, a.Reason, a.Error)
		require.Equal(t, contract.ReasonEmbargoTooFar, a.Reason, text)
		require.Contains(t, strings.Join(a.Notes, "\n"), "withheld until a later version", text)
	}
	near := one("near", 1, until(time.Now().AddDate(10, 0, 0).Format(time.RFC3339)))
	require.Equal(t, contract.ReasonEmbargo, near.Reason)

	_, out := command(t, r, "trace", idOf("far0"))
	require.Contains(t, out, "withheld until a later version")
	sentinel := one("sentinel", 1, until(time.Now().Add(2*time.Second).Format(time.RFC3339Nano)))
	require.Equal(t, contract.ReasonEmbargo, sentinel.Reason)
	localtest.Eventually(t, 20*time.Second, func() error { // whatever the broker fires at once has come out by then
		if code := status(t, r.Publish+"/v1/articles/"+idOf("sentinel")); code != http.StatusOK {
			return fmt.Errorf("the sentinel answers %d", code)
		}
		return nil
	})
	require.Len(t, w.of("news"), 2, "the article without an embargo, and the sentinel")
	require.Equal(t, http.StatusOK, status(t, r.Publish+"/v1/articles/"+idOf("update")), "what is published stays as it stands")
	require.Equal(t, http.StatusNotFound, status(t, r.Publish+"/v1/articles/"+idOf("far0")))

	require.Equal(t, contract.New, one("far0", 3, nil).Signal, "a later version comes out")
	require.Equal(t, contract.Update, one("update", 3, nil).Signal)
	require.Equal(t, contract.ReasonStale, one("far0", 2, until("9999-12-31T00:00:00Z")).Reason)
	require.Equal(t, contract.Kill, one("far1", 3, map[string]any{"pubStatus": "canceled"}).Signal)
	require.Equal(t, contract.ReasonEmbargo, one("far2", 3, until(time.Now().Add(time.Second).Format(time.RFC3339Nano))).Reason, "a nearer embargo takes its place")
	localtest.Eventually(t, 20*time.Second, func() error {
		if code := status(t, r.Publish+"/v1/articles/"+idOf("far2")); code != http.StatusOK {
			return fmt.Errorf("far2 answers %d", code)
		}
		return nil
	})
	left, err := r.Count(t.Context(), r.JetStream(), contract.StreamHeld)
	require.NoError(t, err)
	require.EqualValues(t, len(tooFar)-4+1, left, "the others stay, and the one of ten years")
}

// What the broker gives free before its time, as an older build's schedules beyond
// 2262, is held again.
func TestWhatIsReleasedEarlyIsHeldAgain(t *testing.T) {
	t.Parallel()
	r := rig.Start(t, &binaries, rig.Options{})
	js := r.JetStream()
	due := time.Now().Add(4 * time.Second).UTC()
	for name, text := range map[string]string{"soon": due.Format(time.RFC3339Nano), "never": time.Now().AddDate(9, 0, 0).Format(time.RFC3339)} {
		require.Equal(t, contract.Held, push(t, r, version(name, 1, until(text)), "application/json").Articles[0].Outcome)
		s, err := js.Stream(t.Context(), contract.StreamHeld)
		require.NoError(t, err)
		m, err := s.GetLastMsgForSubject(t.Context(), contract.HeldSubject(idOf(name)))
		require.NoError(t, err)
		early := &nats.Msg{Subject: contract.ReleaseSubject(idOf(name)), Header: m.Header, Data: m.Data}
		for _, name := range []string{contract.HeaderSchedule, contract.HeaderScheduleTarget, contract.HeaderRollup, contract.HeaderExpectedSeq, contract.HeaderExpectedSeqSubject} {
			early.Header.Del(name) // as the broker does
		}
		if name == "never" { // as released, beyond the end of the broker's time
			early.Header.Set(contract.HeaderEmbargo, "9999-12-31T23:59:59Z")
			require.NoError(t, s.Purge(t.Context()))
		}
		_, err = js.PublishMsg(t.Context(), early)
		require.NoError(t, err)
		localtest.Eventually(t, 20*time.Second, func() error {
			if _, err := s.GetLastMsgForSubject(t.Context(), early.Subject); err == nil {
				return fmt.Errorf("%s is not settled", early.Subject)
			}
			return nil
		})
		require.Equal(t, http.StatusNotFound, status(t, r.Publish+"/v1/articles/"+idOf(name)), name)
	}
}
