package email_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/machineuse"
)

func TestATextThatSaysWhatItIs(t *testing.T) {
	t.Parallel()
	a := one(t, with("Subject: wire\r\n", "URGENT\nSlug: ferry\nHeadline: Ferry aground\nByline: Ida Brack\n\nSALTMOOR, July 7 - The ferry ran aground."))
	require.Equal(t, "Ferry aground", a.Headlines[0].Value)
	require.Len(t, a.Headlines, 1)
	require.Equal(t, []string{"ferry", "Ida Brack"}, []string{a.Slugline, a.By})
	require.EqualValues(t, 3, a.Urgency)
	require.Equal(t, "SALTMOOR, July 7 - The ferry ran aground.", text(a))

	a = one(t, with("Subject: wire\r\n", "ZCZC\nFerry aground\n\nForty on board.\nNNNN\n"))
	require.Equal(t, "Ferry aground", a.Headlines[0].Value)
	require.Equal(t, "Forty on board.", text(a))
	require.Equal(t, "wire", a.Slugline)

	two := read(t, with("Subject: wire\r\n", "ZCZC\nFerry aground\n\nForty on board.\nNNNN\nZCZC\nBridge opens\n\nIt was late.\nNNNN\n"))
	require.Len(t, two, 2)
	require.Equal(t, "Bridge opens", two[1].Item.Headlines[0].Value)

	a = one(t, with("Subject: Ferry aground\r\n", "Note: this begins like a label.\nThe ferry ran aground."))
	require.Equal(t, "Ferry aground", a.Headlines[0].Value, "no headline is labelled")
}

// What the mail's subject embargoes stays so, whatever its text says of itself.
func TestAnEmbargoOfTheSubjectHoldsWireTexts(t *testing.T) {
	t.Parallel()
	const subject = "Subject: EMBARGOED until 9 July 2035 10:00 GMT: wire\r\n"
	until := time.Date(2035, 7, 9, 10, 0, 0, 0, time.UTC)
	for _, text := range []string{
		"ZCZC\nFerry aground\n\nForty on board.\nNNNN\n",
		"ZCZC\nFerry aground\n\nForty on board.\nNNNN\nZCZC\nBridge opens\n\nIt was late.\nNNNN\n",
		"Slug: ferry\nHeadline: Ferry aground\nEmbargo: 8 July 2035 10:00 GMT\n\nThe ferry ran aground.",
	} {
		for _, a := range read(t, with(subject, text)) {
			require.True(t, until.Equal(a.Item.EmbargoedUntil.Time), "%s: %s", text, a.Item.EmbargoedUntil)
		}
	}
	a := read(t, with("Subject: wire\r\nSupersedes: <1@a.example>\r\n", "ZCZC\nFerry aground\n\nForty on board.\nNNNN\n"))[0]
	require.Equal(t, contract.Update, a.Signal)
}

func TestACharsetOfTheSubjectThatNobodyKnows(t *testing.T) {
	t.Parallel()
	a := read(t, with("Subject: =?x-foo?Q?F=C3=A4hre?=\r\n", "The ferry."))[0]
	require.Equal(t, "Fähre", a.Item.Headlines[0].Value)
	require.Contains(t, a.Notes, `Subject: charset "x-foo" is not known: read as UTF-8`)
	require.Empty(t, read(t, with("Subject: =?utf-8?Q?F=C3=A4hre?=\r\n", "The ferry."))[0].Notes)
}

func TestFieldsThatSayWhatMachinesMayDo(t *testing.T) {
	t.Parallel()
	a := read(t, with("Subject: A\r\nTDM-Reservation: 1\r\nContent-Usage: train-ai=n\r\n", "The ferry."))[0]
	require.Equal(t, machineuse.NotAllowed, a.MachineUse.Training)
	require.Equal(t, machineuse.NotAllowed, a.MachineUse.Input)
}
