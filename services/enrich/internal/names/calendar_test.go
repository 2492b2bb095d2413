package names

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWordsOfTheCalendar(t *testing.T) {
	t.Parallel()
	for word, want := range map[string][2]bool{ // a word of the calendar, a month
		"May": {true, true}, "SEPT.": {true, true}, "september": {true, true}, "Wednesday": {true, false}, "Mrs.": {true, false},
		"The": {true, false}, "İ": {true, false}, "Septembers": {}, "Ma": {}, "Mayo": {}, "May..": {}, "": {}, ".": {}, "Mär": {}, "Saltbury Harbour": {},
	} {
		require.Equal(t, want, [2]bool{isCalendar(word), isMonth(word)}, word)
	}
}
