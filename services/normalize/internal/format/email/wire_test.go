package email_test

import (
	"testing"

	"github.com/stretchr/testify/require"

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
