package email_test

import (
	"mime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
)

func TestAMailThatTakesAStoryDown(t *testing.T) {
	t.Parallel()
	for subject, text := range map[string]string{
		"KILL: Fire on the pier":            "The report is wrong.",
		"Fire on the pier - KILL":           "The report is wrong.",
		"MANDATORY KILL - Fire on the pier": "The report is wrong.",
		"[WITHDRAWN] Fire on the pier":      "The report is wrong.",
		"RETRACTION: Fire on the pier":      "The report is wrong.",
		"Re: ZURÜCKGEZOGEN: Feuer am Kai":   "Die Meldung ist falsch.",
		"KILL":                              "The report is wrong.",
		"Fire on the pier":                  "Editors: please kill our story of this morning.",
		"Fire on the pier: note to editors": "Mandatory kill: the report is wrong.",
	} {
		mail := with("Subject: "+mime.QEncoding.Encode("utf-8", subject)+"\r\nIn-Reply-To: <0@quay.example>\r\n", text)
		a := read(t, mail)[0]
		require.Equal(t, contract.Kill, a.Signal, subject)
		require.Equal(t, ninjs.Canceled, a.Item.PubStatus, subject)
		require.Equal(t, []string{"0@quay.example"}, a.Targets, subject)
	}
}

func TestAMailThatHoldsOrCorrects(t *testing.T) {
	t.Parallel()
	require.Equal(t, ninjs.Withheld, read(t, with("Subject: HOLD: Fire on the pier\r\n", "It is being checked."))[0].Item.PubStatus)
	require.Equal(t, contract.Correction, read(t, with("Subject: CORRECTION: Fire on the pier\r\n", "The pier is in Saltmoor."))[0].Signal)
}

func TestAMailAboutKillingIsAStory(t *testing.T) {
	t.Parallel()
	for _, subject := range []string{"Sharks kill two", "SHARKS KILL TWO", "Kill: the film opens", "Bill - withdrawn or not?", "KILL BILL: a look back", "Road kill - a survey", "HOLD ON: what it means"} {
		a := read(t, with("Subject: "+subject+"\r\n", "Two swimmers were hurt off the pier on Monday."))[0]
		require.Empty(t, a.Signal, subject)
		require.Empty(t, a.Item.PubStatus, subject)
	}
}
