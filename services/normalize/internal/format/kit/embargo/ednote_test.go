package embargo_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/embargo"
)

func TestAnEditorsNoteEmbargoes(t *testing.T) {
	t.Parallel()
	for note, want := range map[string]string{
		"EMBARGOED until 12:00 CEST on 9 July 2025":                            "2025-07-09T10:00:00Z",
		"Embargo: 9 July 2025 10:00 GMT":                                       "2025-07-09T10:00:00Z",
		"Adds quotes; embargoed until 10:00 GMT on 9 July 2025":                "2025-07-09T10:00:00Z",
		"Third version. Not for publication before 10:00 GMT on July 9, 2025.": "2025-07-09T10:00:00Z",
		"<p>Sperrfrist: 09.07.2025, 12.00 Uhr MESZ</p>":                        "2025-07-09T10:00:00Z",
		"Adds byline\nSous embargo jusqu'au 9 juillet 2025 à 12h00":            "2025-07-09T12:00:00Z",
		"Onder embargo tot woensdag 9 juli, 10 uur":                            "2025-07-09T10:00:00Z",
		"EMBARGOED UNTIL DELIVERY":                                             "withheld",
		"Embargoed until 09/07/2025 10:00":                                     "withheld",
		"Refiles to say the embargo on oil was lifted in 2019":                 "",
		"Embargo lifted": "",
		"Embargo: none":  "",
		"Corrects the date of the trade embargo to 9 July, paragraph 3": "",
		"": "",
	} {
		it := ninjs.Item{PubStatus: ninjs.Usable, EdNote: note}
		var notes []string
		embargo.OfNote(&it, base, time.UTC, func(s string) { notes = append(notes, s) })
		got := ""
		switch {
		case it.PubStatus == ninjs.Withheld:
			got = "withheld"
			require.NotEmpty(t, notes, note)
		case !it.EmbargoedUntil.IsZero():
			got = it.EmbargoedUntil.UTC().Format(time.RFC3339)
		}
		require.Equal(t, want, got, note)
	}
}

func TestAnEditorsNoteChangesNoEmbargoAndNoKill(t *testing.T) {
	t.Parallel()
	said := ninjs.At(base.Add(time.Hour))
	it := ninjs.Item{PubStatus: ninjs.Usable, EmbargoedUntil: said, EdNote: "EMBARGOED until 12:00 on 9 July 2025"}
	embargo.OfNote(&it, base, time.UTC, func(string) {})
	require.Equal(t, said, it.EmbargoedUntil)
	kill := ninjs.Item{PubStatus: ninjs.Canceled, EdNote: "EMBARGOED until further notice"}
	embargo.OfNote(&kill, base, time.UTC, func(string) {})
	require.Equal(t, ninjs.Canceled, kill.PubStatus)
}
