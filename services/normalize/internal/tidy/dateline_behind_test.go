package tidy

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestDatelineBehindWhatStandsAboveIt(t *testing.T) {
	t.Parallel()
	const lead = "A ferry ran aground off the coast on Monday, and nobody was hurt, the harbour office said."
	for _, c := range []struct{ text, want string }{
		{"(Adds details)\n\nBy Ida Brack\n\nSALTMOOR, July 7 (Saltnews) - The ferry ran aground.", "SALTMOOR"},
		{"* Ferry aground *\nSALTMOOR, July 7 (Saltnews) - The ferry ran aground.", "SALTMOOR"},
		{"Eds: Updates with quote.\n\nSALTMOOR (SMN) - The ferry ran aground.", "SALTMOOR"},
		{lead + "\n\nSALTMOOR, July 7 (Saltnews) - The ferry ran aground.", "SALTMOOR"},
		{lead + "\n\nBy Ida Brack\n\nSALTMOOR (SMN) - The ferry ran aground.", "SALTMOOR"},
		{lead + "\n\nSaltmoor (SMN) - The ferry ran aground.", "Saltmoor"},
		{lead + "\n\nSALTMOOR - The ferry ran aground.", ""},
		{lead + "\n\n" + lead + "\n\nSALTMOOR, July 7 (Saltnews) - The ferry ran aground.", ""},
		{lead + "\n\nThe Ferry - named after the harbour - ran aground.", ""},
		{"(Adds details)\n\nThe ferry ran aground.", ""},
	} {
		require.Equal(t, c.want, placeOfText(c.text), c.text)
	}
	require.Empty(t, placeOfText(strings.Repeat("(note)\n", 20)+"SALTMOOR, July 7 (Saltnews) - The ferry."))
}
