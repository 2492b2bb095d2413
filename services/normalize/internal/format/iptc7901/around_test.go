package iptc7901

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

func parseLines(t *testing.T, lines ...string) format.Article {
	t.Helper()
	out, err := Parse(format.Input{Data: []byte(strings.Join(lines, "\r\n")), Provider: "p", Zone: time.UTC, Received: time.Date(2025, 7, 8, 8, 0, 0, 0, time.UTC)})
	require.NoError(t, err)
	require.Len(t, out, 1)
	require.Nil(t, out[0].Err)
	return out[0]
}

func TestANoteOverLines(t *testing.T) {
	t.Parallel()
	a := parseLines(t, "\x01bdt0417 3 vm 210 hwd 0007", "Schiffe/Fähre/", "\x02(Berichtigung: Die Fähre sei im Jahr", "1962 (nicht 1963) vom Stapel gelaufen.", "Es war das Jahr 1926.)",
		"(KORR-Bericht)", "Fähre läuft auf Grund", "Von Ida Brack, hwd", "(Foto folgt) =", "", "Vierzig waren an Bord.", "", "Salzmoor (hwd) - Eine Fähre ist auf Grund gelaufen.", "", "hwd ib yysw n1", "\x03051205 Jul 25", "\x04")
	require.Equal(t, "Fähre läuft auf Grund", a.Item.Headlines[0].Value)
	require.Len(t, a.Item.Headlines, 1)
	require.Contains(t, a.Item.EdNote, "Jahr 1962 (nicht 1963) vom Stapel gelaufen. Es war das Jahr 1926.")
	require.Contains(t, a.Item.EdNote, "KORR-Bericht\nFoto folgt")
	require.Equal(t, contract.Correction, a.Signal)
	require.Equal(t, "Salzmoor (hwd)", a.DateLine)
	require.Equal(t, "<p>Vierzig waren an Bord.</p><p>Eine Fähre ist auf Grund gelaufen.</p>", a.Item.Bodies[0].Value)
}

func TestABracketThatNeverClosesIsNoNote(t *testing.T) {
	t.Parallel()
	a := parseLines(t, "\x01bdt0417 3 vm 210 hwd 0007", "Fähre/", "\x02(Halb) offen =", "", "Salzmoor (hwd) - Text (ohne", "Ende.", "\x03051205 Jul 25", "\x04")
	require.Contains(t, a.Item.Bodies[0].Value, "Text (ohne")
}

func TestLabelAndKeywordAboveTheHeadline(t *testing.T) {
	t.Parallel()
	a := parseLines(t, "\x01bsf031 3 ec 098 qag 512", "Saltmoor", "\x02Situation ", "Saltmoor:  ", "Ferry: la capitaine parle d'une nuit difficile = ", "", "   Saltmoor (qag) Le ferry est arrivé.", "", "(QAG/lt) ", "\x03071223 jul 25", "\x04")
	require.Equal(t, "Ferry: la capitaine parle d'une nuit difficile", a.Item.Headlines[0].Value)
	require.Equal(t, "Situation", a.Item.Genres[0].Name)
	require.Equal(t, "<p>Le ferry est arrivé.</p>", a.Item.Bodies[0].Value)
}

func TestMarksOfANPAAreNoLetters(t *testing.T) {
	t.Parallel()
	a := parseLines(t, "\x01v2557 4 txx 61 1tvks", "SMN-TV-1330:PierFire", "\x02^SMN-TV-1330: Fire on the pier<", "^Monday<", "<", "STORY: a < b", "\x03070932 Jul 25", "\x04")
	require.Equal(t, "SMN-TV-1330: Fire on the pier", a.Item.Headlines[0].Value)
	require.Equal(t, "<p>STORY: a &lt; b</p>", a.Item.Bodies[0].Value)
	plain := parseLines(t, "\x01v2557 4 txx 61 1tvks", "Pier", "\x02Fire =", "", "a <", "\x03070932 Jul 25", "\x04")
	require.Contains(t, plain.Item.Bodies[0].Value, "a &lt;", "without a caret it is text")
}

func TestARuleIsNoText(t *testing.T) {
	t.Parallel()
	a := parseLines(t, "\x01bdt0418 4 pl 080 hwd 0008", "Brücke/", "\x02Brücke eröffnet =", "", "Salzmoor (hwd) - Am Dienstag.", "____________________", "", "Neun Millionen.", "", "hwd na xx kl", "\x03081010 Jul 25", "\x04")
	require.Equal(t, "<p>Am Dienstag.</p><hr/><p>Neun Millionen.</p>", a.Item.Bodies[0].Value)
}

func TestADamagedByteCostsItsCharacter(t *testing.T) {
	t.Parallel()
	a := parseLines(t, "\x01bdt0417 3 pl 060 hwd 0007", "Fähre/", "\x02Fähre – Größe unklar =", "", "Für Schäden haftet keiner \xc3. Mehr.", "\x03071205 Jul 25", "\x04")
	require.Contains(t, a.Item.Bodies[0].Value, "keiner \ufffd. Mehr.")
	require.Contains(t, strings.Join(a.Notes, " "), "became U+FFFD")
}

func TestAByLineAboveTheHeadline(t *testing.T) {
	t.Parallel()
	a := parseLines(t, "\x01bdt0009 3 vm 120 hwd 0009", "Wetter/", "\x02Von Ida Brack, hwd", "Wetter am Montag =", "", "Salzmoor (hwd) - Regen.", "\x03051205 Jul 25", "\x04")
	require.Equal(t, "Wetter am Montag", a.Item.Headlines[0].Value)
	require.Len(t, a.Item.Headlines, 1)
	require.Contains(t, a.Item.By, "Ida Brack")
	a = parseLines(t, "\x01bdt0009 3 vm 120 hwd 0009", "Bahn/", "\x02Von Bonn nach Berlin", "Neue Strecke eröffnet =", "", "Salzmoor (hwd) - Regen.", "\x03051205 Jul 25", "\x04")
	require.Equal(t, "Von Bonn nach Berlin", a.Item.Headlines[0].Value)
}

func TestLinesBelowTheText(t *testing.T) {
	t.Parallel()
	for name, lines := range map[string][]string{
		"closing word and reference": {"Eine Bank.", "", "Sie gewinnt. (Schluss) abc/def", "APA0004    2025-07-07/09:32"},
		"closing word alone":         {"Eine Bank.", "", "Sie gewinnt. (Schluss)"},
		"agency alone":               {"Eine Bank.", "", "Sie gewinnt.", "(HWD)."},
		"below a rule":               {"Eine Bank.", "", "Sie gewinnt.", "__________", "hwd yy xx"},
	} {
		doc := append([]string{"\x01apa0004 5 wi 0080 hwd 4", "Bank/", "\x02Bank mit Gewinn =", "", "Salzmoor (hwd) - " + lines[0]}, lines[1:]...)
		a := parseLines(t, append(doc, "\x03051205 Jul 25", "\x04")...)
		require.Contains(t, a.Item.Bodies[0].Value, "<p>Sie gewinnt.</p>", name)
		for _, word := range []string{"<hr/>", "Schluss", "APA0004", "HWD", "hwd yy"} {
			require.NotContains(t, a.Item.Bodies[0].Value, word, name)
		}
	}
}

func TestAShortRulePartsParagraphs(t *testing.T) {
	t.Parallel()
	a := parseLines(t, "\x01bdt0009 3 vm 120 hwd 0009", "Wetter/", "\x02Wetter =", "", "Salzmoor (hwd) - Regen.", "--", "Sonne.", "\x03051205 Jul 25", "\x04")
	require.Equal(t, "<p>Regen.</p><hr/><p>Sonne.</p>", a.Item.Bodies[0].Value)
}

func TestAShotListKeepsItsLines(t *testing.T) {
	t.Parallel()
	a := parseLines(t, "\x01v2557 4 txx 61 tvks", "SMN:PierFire", "\x02Fire on the pier", "", "SHOTLIST:", "1. Wide of pier", "2. Fire crews", "", "1. Long one", "and no list.", "\x03051205 Jul 25", "\x04")
	require.Contains(t, a.Item.Bodies[0].Value, "<pre>SHOTLIST:\n1. Wide of pier\n2. Fire crews</pre>")
	require.Contains(t, a.Item.Bodies[0].Value, "<p>1. Long one<br/>and no list.</p>")
}

// Some senders break the line between the start of the header and its text, and write
// the sign-off right below the last sentence.
func TestLinesWhereOthersHaveNone(t *testing.T) {
	t.Parallel()
	a := parseLines(t, "\x01", "bdt0417 3 vm 210 hwd 0007", "\x02", "Fähre/", "Fähre läuft auf Grund =", "", "Salzmoor (hwd) - Eine Fähre ist auf", "Grund gelaufen.", "hwd ib yysw n1", "\x03051205 Jul 25", "\x04")
	require.Equal(t, "Fähre läuft auf Grund", a.Item.Headlines[0].Value)
	require.Equal(t, "<p>Eine Fähre ist auf Grund gelaufen.</p>", a.Item.Bodies[0].Value)
	a = parseLines(t, "\x01bdt0417 3 vm 210 hwd 0007", "\x02", "Fähre/", "Fähre läuft auf Grund =", "", "Salzmoor (hwd) - Es waren zwei.", "drei und 4", "\x03051205 Jul 25", "\x04")
	require.Contains(t, a.Item.Bodies[0].Value, "drei und 4")
}
