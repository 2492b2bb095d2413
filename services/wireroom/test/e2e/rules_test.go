package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/services/wireroom/test/rig"
)

// version is a version of an article of a name, in our own words.
func version(name string, number int, fields map[string]any) []byte {
	all := map[string]any{
		"uri": "urn:example:rules:" + name, "type": "text", "version": fmt.Sprint(number), "language": "en", "urgency": 4,
		"headlines": []map[string]string{{"value": "Tram line opens"}},
		"bodies":    []map[string]string{{"contentType": "text/plain", "value": fmt.Sprintf("The tram line opened, says version %d.", number)}},
	}
	for k, v := range fields {
		all[k] = v
	}
	data, _ := json.Marshal(all)
	return data
}

func idOf(name string) string { return contract.ArticleID(rig.Provider, "urn:example:rules:"+name) }

func TestWhatIsWithheldComesBackAndWhatIsKilledDoesNot(t *testing.T) {
	t.Parallel()
	r := rig.Start(t, &binaries, rig.Options{})
	one := func(name string, number int, fields map[string]any) contract.Receipt {
		return push(t, r, version(name, number, fields), "application/json").Articles[0]
	}
	require.Equal(t, contract.New, one("a", 1, nil).Signal)
	require.Equal(t, contract.Kill, one("a", 2, map[string]any{"pubStatus": "withheld"}).Signal)
	require.Equal(t, http.StatusGone, status(t, r.Publish+"/v1/articles/"+idOf("a")))
	back := one("a", 3, nil)
	require.Equal(t, contract.New, back.Signal, "%s %s", back.Outcome, back.Reason)
	require.Equal(t, http.StatusOK, status(t, r.Publish+"/v1/articles/"+idOf("a")))
	n, err := r.Count(t.Context(), r.JetStream(), contract.StreamNews)
	require.NoError(t, err)
	require.EqualValues(t, 1, n, "the tombstone went with the return")

	unmatched := one("b", 5, map[string]any{"pubStatus": "canceled"})
	require.Equal(t, contract.ReasonUnmatched, unmatched.Reason)
	late := one("b", 9, nil)
	require.Equal(t, contract.ReasonKilled, late.Reason, "a kill that comes before its article wins")

	again := one("a", 4, map[string]any{"bodies": []map[string]string{{"contentType": "text/plain", "value": "The tram line opened, says version 3."}}})
	require.Equal(t, contract.Update, again.Signal, "a new number is an update, also of the same text")
}

func TestAnEmbargoIsKept(t *testing.T) {
	t.Parallel()
	r := rig.Start(t, &binaries, rig.Options{})
	w := watch(t, r.NATSURL)
	until := time.Now().Add(4 * time.Second).Truncate(time.Millisecond)
	embargo := map[string]any{"embargoedUntil": until.UTC().Format(time.RFC3339Nano)}
	held := push(t, r, version("held", 1, embargo), "application/json").Articles[0]
	require.Equal(t, contract.Held, held.Outcome)
	killed := push(t, r, version("killed", 1, embargo), "application/json").Articles[0]
	require.Equal(t, contract.Held, killed.Outcome)
	require.Equal(t, http.StatusNotFound, status(t, r.Publish+"/v1/articles/"+idOf("held")), "nothing is readable before")
	require.Empty(t, w.of("news"))
	kill := push(t, r, version("killed", 2, map[string]any{"pubStatus": "canceled"}), "application/json").Articles[0]
	require.Equal(t, contract.Kill, kill.Signal)

	r.Restart("publish") // the broker holds, not the process
	localtest.Eventually(t, 20*time.Second, func() error {
		if n := len(w.of("news")); n < 2 {
			return fmt.Errorf("%d messages on NEWS", n)
		}
		return nil
	})
	for _, m := range w.of("news") {
		subject, err := contract.ParseNewsSubject(m.Subject)
		require.NoError(t, err)
		if subject.Article == idOf("killed") {
			require.Equal(t, contract.Kill, subject.Signal, "what was killed is not released")
			continue
		}
		e, err := contract.ParseEnvelope(m.Header)
		require.NoError(t, err)
		require.False(t, e.Published.Before(until), "never early")
	}
	js := r.JetStream()
	localtest.Eventually(t, 10*time.Second, func() error {
		n, err := r.Count(t.Context(), js, contract.StreamHeld)
		if err == nil && n > 0 {
			err = fmt.Errorf("HELD still holds %d", n)
		}
		return err
	})
}
