package teleprinter_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/date"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/embargo"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter"
)

var (
	bonn     = time.FixedZone("MEZ", 3600)
	received = time.Date(2024, 1, 2, 0, 30, 0, 0, time.UTC)
)

func TestIDs(t *testing.T) {
	t.Parallel()
	for _, slugs := range [][]string{
		{"BC-US--Harvest-Long Fields", "PM-US--Harvest-Long Fields", "us--harvest long fields", "AP-US-Harvest-Long Fields,"},
		{"Hafen/Kran/", "Hafen/Kran", "HAFEN-KRAN"},
		{"Grüne/Bonn", "Gru\u0308ne/Bonn/"},
	} {
		for _, s := range slugs[1:] {
			require.Equal(t, teleprinter.ID("bdt", slugs[0], "2024-05-03", 0), teleprinter.ID("BDT", s, "2024-05-03", 1), s)
		}
	}
	require.Equal(t, "bdt.hafen-kran.2024-05-03", teleprinter.ID("bdt", "Hafen/Kran/", "2024-05-03", 0))
	require.Equal(t, "bdt.hafen-kran.2024-05-03.take-2", teleprinter.ID("bdt", "Hafen/Kran/", "2024-05-03", 2))
	require.Equal(t, "hafen-kran", teleprinter.ID("", "Hafen/Kran/", "", 0))
	require.Empty(t, teleprinter.ID("bdt", " / ", "2024-05-03", 0))
	require.Equal(t, []string{"a.x.2024-03-01", "a.x.2024-02-29", "b.x.2024-03-01", "b.x.2024-02-29"},
		teleprinter.Targets([]string{"a", "b"}, []string{"BC-X", "x", ""}, "2024-03-01"))
	require.Equal(t, []string{"a.x"}, teleprinter.Targets([]string{"a"}, []string{"x"}, ""))
}

func TestStamp(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"131137 GMT Nov 13":       "2013-11-13T11:37:00Z",
		"131137 Nov 13":           "2013-11-13T10:37:00Z",
		"131137 MEZ NOV 13":       "2013-11-13T10:37:00Z",
		"131137 MESZ Okt 2013":    "2013-10-13T09:37:00Z",
		"131137 Z 11 13":          "2013-11-13T11:37:00Z",
		"311137Z Déc 99":          "1999-12-31T11:37:00Z",
		"012400 GMT Jän 13":       "2013-01-02T00:00:00Z",
		"311137 GMT Dez":          "2023-12-31T11:37:00Z", // before the turn of the year
		"311137":                  "2023-12-31T10:37:00Z",
		"020015 GMT":              "2024-01-02T00:15:00Z",
		"2013-11-13 11:37":        "2013-11-13T10:37:00Z",
		"13.11.2013 11:37":        "2013-11-13T10:37:00Z",
		"13. Nov 2013, 11.37 Uhr": "2013-11-13T10:37:00Z",
		"AP-WF-11-13-13 1509GMT":  "2013-11-13T15:09:00Z",
		"AP-NY-12-31 2209EST":     "2024-01-01T03:09:00Z",
		"MP-12-31-23 1115ADT":     "2023-12-31T14:15:00Z",
		"MP-12-31-23 1115NST":     "2023-12-31T14:45:00Z",
		"011115 IST Jan 24":       "2024-01-01T05:45:00Z",
		"011115 AEDT Jan 24":      "2024-01-01T00:15:00Z",
		"HW 131137 GMT Nov 13":    "2013-11-13T11:37:00Z",
		"=131137 GMT Nov 13=":     "2013-11-13T11:37:00Z",
		"131137 GMT juil. 13":     "2013-07-13T11:37:00Z",
	} {
		got, ok := date.Stamp(line, bonn, received)
		require.True(t, ok, line)
		require.Equal(t, want, got.UTC().Format(time.RFC3339), line)
	}
	for _, line := range []string{"", "999999 GMT Nov 13", "311137 GMT Feb 13", "131137 GMT Foo 13", "132561 Nov 13", "text", "1311"} {
		got, ok := date.Stamp(line, bonn, received)
		require.False(t, ok, "%s: %s", line, got)
	}
	_, ok := date.Stamp("131137 Nov", bonn, time.Time{})
	require.False(t, ok, "no year and nothing to tell it by")
}

func TestRelease(t *testing.T) {
	t.Parallel()
	base := time.Date(2024, 5, 3, 10, 0, 0, 0, time.UTC) // a Friday
	for line, want := range map[string]string{
		"Sperrfrist: 3. Mai 18.00 Uhr":                     "2024-05-03T17:00:00Z",
		"Sperrfrist 1800":                                  "2024-05-03T17:00:00Z",
		"SPERRFRIST 18.00 Uhr":                             "2024-05-03T17:00:00Z",
		"(Sperrfrist: Samstag, 4. Mai, 06.00 Uhr)":         "2024-05-04T05:00:00Z",
		"EMBARGOED until 0001 GMT May 4":                   "2024-05-04T00:01:00Z",
		"EMBARGOED FOR RELEASE UNTIL 12:01 a.m. EDT May 4": "2024-05-04T04:01:00Z",
		"For Release MON AMs, Aug. 3":                      "2024-08-02T23:00:00Z",
		"For release 6:30 p.m. EST May 3 and thereafter":   "2024-05-03T23:30:00Z",
		"For release Sunday":                               "2024-05-04T23:00:00Z",
		"Embargo jusqu'au 4 mai 18h00":                     "2024-05-04T17:00:00Z",
		"Embargo: 4.5.2024, 8.00 Uhr MESZ":                 "2024-05-04T06:00:00Z",
		"Not for release before 0600 GMT":                  "2024-05-04T06:00:00Z",
		"Embargado hasta el 4 de mayo, 18.00":              "2024-05-04T17:00:00Z",
		"EMBARGOED UNTIL 040600 GMT May 24":                "2024-05-04T06:00:00Z",
		"HOLD FOR RELEASE":                                 "",
		"EMBARGOED until further notice":                   "",
		"Hold for release until further notice":            "",
	} {
		got, ok := embargo.Release(line, base, bonn)
		require.True(t, ok, line)
		if want == "" {
			require.True(t, got.IsZero(), "%s: %s", line, got)
			continue
		}
		require.Equal(t, want, got.UTC().Format(time.RFC3339), line)
	}
	for _, line := range []string{"Embargo against Freedonia lifted", "Embargoed goods seized", "Ministers back arms embargo", "Embargo: Freedonia protests", "For release of the hostages, talks go on",
		"Frei für alle", "Nicht vor Ort", "For immediate release", "Release of prisoners"} {
		_, ok := embargo.Release(line, base, bonn)
		require.False(t, ok, line)
	}
	at, ok := embargo.Advance(2, base, bonn)
	require.True(t, ok)
	require.Equal(t, "2024-06-01T23:00:00Z", at.UTC().Format(time.RFC3339))
	at, _ = embargo.Advance(31, time.Date(2024, 5, 31, 9, 0, 0, 0, time.UTC), bonn)
	require.Equal(t, "2024-05-30T23:00:00Z", at.UTC().Format(time.RFC3339), "the day itself")
	_, ok = embargo.Advance(32, base, bonn)
	require.False(t, ok)
}

func TestByLines(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"By Ann Reed": "Ann Reed", "BY ANN REED and BO LIND=": "ANN REED and BO LIND", "By Ann Reed, Harbour Wire": "Ann Reed, Harbour Wire",
		"Von Bo Lind, dpa": "Bo Lind, dpa", "Por Ana Ruiz, da agência Lusa": "Ana Ruiz, da agência Lusa", "Von Bo Lind und Ann Reed": "Bo Lind und Ann Reed", "Par Luc Roy": "Luc Roy", "Por Ana Ruiz": "Ana Ruiz",
		"Von unserem Korrespondenten Bo Lind": "Von unserem Korrespondenten Bo Lind",
	} {
		got, ok := teleprinter.ByLine(line)
		require.True(t, ok, line)
		require.Equal(t, want, got)
	}
	for _, line := range []string{"Byron wins", "Von Bonn nach Berlin gezogen", "Par 72 am letzten Tag", "By 2030 all ships run dry", "", "By"} {
		got, ok := teleprinter.ByLine(line)
		require.False(t, ok, "%s: %s", line, got)
	}
}

func TestEdNotes(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"Eds: Adds quotes.": "Adds quotes.", "EDITOR'S NOTE _ First of two.": "First of two.", "(Eds: With photo.)": "With photo.",
		"(neu: Zitat)": "neu: Zitat", "Achtung: Bild folgt": "Bild folgt", "Redaktionshinweis: Zahl geändert": "Zahl geändert",
	} {
		got, ok := teleprinter.EdNote(line)
		require.True(t, ok, line)
		require.Equal(t, want, got)
	}
	for _, line := range []string{"Editors meet in Cork", "Attention deficit", "(a) and (b)", ""} {
		_, ok := teleprinter.EdNote(line)
		require.False(t, ok, line)
	}
}

func TestOrders(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"Members are advised to kill BC-IE--Quay Fire, V0123.":        true,
		"A KILL: members are advised to kill BC-IE--Quay Fire, V0123": true,
		"Kill the story slugged Quay Fire, V1234.":                    true,
		"Please kill item hw 157 \"Quay burns\".":                     true,
		"Bitte verwenden Sie die Meldung hw 12 nicht.":                false, // another order of words
		"Bitte die Meldung hw 12 nicht verwenden.":                    true,
		"Die Meldung hw 12 (Hafen/Kran) wird zurückgezogen.":          true,
		"Merci de ne pas utiliser la dépêche précédente.":             true,
		"Por favor anulen la noticia anterior.":                       true,
		"Editors: kill the story slugged Quay Fire.":                  true,
		"Editors are asked to kill BC-Quay Fire.":                     true,
		"Bitte das Leitungswasser nicht verwenden.":                   false,
		"Laut Bericht der Zeitung: Das Gesetz wird zurückgezogen.":    false,
		"The champions went in for a kill.":                           false,
		"Hunters are asked to kill wolves.":                           false,
		"Officials tried to kill the story, he said.":                 false,
		"We do not use the story as it is.":                           false,
		"Veuillez ne pas utiliser l'eau du robinet.":                  false,
		"El juez pidió anular la noticia.":                            false,
		"Kill 5th graf beginning: He said":                            false,
		"Sharks kill two off the quay":                                false,
		"Der Paragraf ist gestrichen worden.":                         false,
		"He was asked to kill the engine.":                            false,
	} {
		require.Equal(t, want, teleprinter.Orders(text), text)
	}
	for text, want := range map[string][]teleprinter.Ref{
		"Members are advised to kill BC-IE--Quay Fire, V0123.":      {{Slug: "BC-IE--Quay Fire", Number: "V0123"}},
		"Kill the story slugged Quay Fire, V1234":                   {{Slug: "Quay Fire", Number: "V1234"}},
		"Kill BC-IE--Quay Fire, 1st Ld-Writethru, and AM-Pier Sale": {{Slug: "BC-IE--Quay Fire"}, {Slug: "AM-Pier Sale"}},
		"Nothing here.": nil,
	} {
		require.Equal(t, want, teleprinter.Refs(text), text)
	}
}
