package iptc7901_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/iptc7901"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter/teleprintertest"
)

// message is one in its control characters. The words and agencies of all
// messages here are ours.
func message(header, keyword, top, text, end string) string {
	return "\r\n\x01" + teleprintertest.Lines(header, "", keyword) + "\r\n\x02" + top + "\r\n\r\n" + text + "\r\n\r\n\x03" + end + "\r\n\x7f\r\n\x7f\x7f\x04\r\n"
}

// full has all that the format has a place for.
var full = message("bdt0123 3 pl 210 vvvvb  hwd 061", "Hafen/Kran/",
	teleprintertest.Lines("ROUNDUP", "(Berichtigung: Vorname)", "2. Lead", "Kran fällt in das Hafenbecken", "Hafenmeister: Keine Verletzten", "Von Ann Reed, hwd", "Eds: Mit Bild", "Sperrfrist: 3. Mai 18.00 Uhr ="),
	teleprintertest.Lines("   Bonn (hwd/abc) - Der alte Kran am Hafen ist am Freitag in das Becken", "gefallen. Verletzt wurde niemand.", "", "   Der Verkehr ruht.", "",
		"Kran\x1fBaujahr", "Nord\x1f1921", "", "Nord     12     13", "Süd      14     15", "", "* * *", "",
		"# Notizblock", "", "## Redaktionelle Hinweise", "- Zahl geändert", "", "* * * *", "Die folgenden Informationen sind nicht zur Veröffentlichung", "- Tel: 0228 1", "", "hwd ar bl"),
	"031015 MEZ Mai 24")

func parse(t *testing.T, doc string) []format.Article {
	t.Helper()
	articles, err := iptc7901.Parse(teleprintertest.Input(doc))
	require.NoError(t, err)
	return articles
}

func one(t *testing.T, doc string) format.Article {
	t.Helper()
	articles := parse(t, doc)
	require.Len(t, articles, 1)
	require.Nil(t, articles[0].Err)
	return articles[0]
}

// The table of the page names what becomes of each part; each row is held true
// here, and no row is without a check.
func TestDocumentedFields(t *testing.T) {
	t.Parallel()
	a := one(t, full)
	it := teleprintertest.Tidied(t, a)
	has := func(role, value string) bool {
		for _, x := range it.AltIDs {
			if x == (ninjs.AltID{Role: role, Value: value}) {
				return true
			}
		}
		return false
	}
	subject := func(rel, name, code string) bool {
		for _, s := range it.Subjects {
			if s.Rel == rel && s.Name == name && s.Literal+string(s.URI) == code {
				return true
			}
		}
		return false
	}
	checks := map[string]bool{
		"source, number":                        has("message-number", "bdt0123"),
		"priority 1 to 9":                       it.Urgency == 3,
		"category":                              subject("category", "pl", "iptc7901-category:pl") && subject("", "politics and government", "http://cv.iptc.org/newscodes/mediatopic/11000000"),
		"count of words":                        a.Words == 210,
		"optional text":                         has("header-text", "vvvvb hwd 061"),
		"keyword line":                          it.Slugline == "Hafen/Kran" && subject("keyword", "Hafen", "") && subject("keyword", "Kran", ""),
		"version words":                         it.Version == "3" && a.Signal == contract.Correction,
		"label in capitals (ROUNDUP)":           it.Genres[0].Name == "ROUNDUP",
		"first line":                            it.Headlines[0] == ninjs.Text{Role: "main", Value: "Kran fällt in das Hafenbecken"},
		"further lines":                         it.Headlines[1] == ninjs.Text{Role: "sub", Value: "Hafenmeister: Keine Verletzten"},
		"by-line":                               it.By == "Ann Reed, hwd",
		"lines in brackets, `Eds:`, `Achtung:`": strings.HasPrefix(it.EdNote, "Berichtigung: Vorname\nMit Bild\n"),
		"release line":                          it.EmbargoedUntil.Equal(time.Date(2024, 5, 3, 17, 0, 0, 0, time.UTC)) && strings.Contains(it.EdNote, "Sperrfrist: 3. Mai 18.00 Uhr"),
		"dateline":                              it.Located == "Bonn" && it.InfoSources[0].Name == "hwd" && it.InfoSources[0].Role == "source" && it.InfoSources[1].Name == "abc",
		"text":                                  strings.HasPrefix(it.Bodies[0].Value, "<p>Der alte Kran am Hafen ist am Freitag in das Becken gefallen. Verletzt wurde niemand.</p><p>Der Verkehr ruht.</p>"),
		"columns, by control character or spaces": strings.HasSuffix(it.Bodies[0].Value, "<pre>Kran\tBaujahr\nNord\t1921</pre><pre>Nord     12     13\nSüd      14     15</pre><hr/>"),
		"notebook, what is not for publication":   strings.HasSuffix(it.EdNote, "\nNotizblock\nRedaktionelle Hinweise\n- Zahl geändert\nDie folgenden Informationen sind nicht zur Veröffentlichung\n- Tel: 0228 1"),
		"sign-off":                                has("sign-off", "hwd ar bl"),
		"day and time":                            it.VersionCreated.Equal(time.Date(2024, 5, 3, 9, 15, 0, 0, time.UTC)),
	}
	for _, row := range teleprintertest.Rows(t, iptc7901.Name) {
		ok, known := checks[row]
		require.True(t, known, "row %q has no check", row)
		require.True(t, ok, "row %q: %+v", row, it)
		delete(checks, row)
	}
	require.Empty(t, checks, "checks without a row")
	require.Equal(t, "bdt.hafen-kran.2024-05-03", a.ID)
	require.Empty(t, a.Notes)
}

func TestCorpus(t *testing.T) {
	t.Parallel()
	for want, doc := range teleprintertest.Corpus(t, iptc7901.Name) {
		t.Run(want.File, func(t *testing.T) {
			t.Parallel()
			require.True(t, iptc7901.Detect(doc))
			articles, err := iptc7901.Parse(teleprintertest.Input(string(doc)))
			require.NoError(t, err)
			require.Len(t, articles, 1)
			want.Check(t, articles[0])
			require.NotContains(t, articles[0].Item.Bodies[0].Value, "Editing by", "what is for editors stays out")
		})
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, doc, contentType string
		reason                 contract.Reason
	}{
		{"no header", "\x01\r\nHafen/\r\n\x02x =\r\ny\x03", "", contract.ReasonMalformed},
		{"nothing", "\x01\x04", "", contract.ReasonMalformed},
		{"text", "Kran steht\n\nDer Kran steht.", "", contract.ReasonMalformed},
		{"no text", "\x01abc0001 4 i 10\r\nHafen/\r\n\x02\x03\x04", "", contract.ReasonIncomplete},
		{"charset", full, "text/plain; charset=nobodys", contract.ReasonCharset},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			in := teleprintertest.Input(c.doc)
			in.ContentType = c.contentType
			_, err := iptc7901.Parse(in)
			var fe *format.Error
			require.True(t, errors.As(err, &fe), "%v", err)
			require.Equal(t, c.reason, fe.Reason, err)
			require.Equal(t, iptc7901.Name, fe.Format)
		})
	}
	articles := parse(t, message("bdt0001 4 s 1", "A/", "Eins =", "Text.", "")+"\x01broken\r\n\x02x\x03\x04"+message("bdt0002 4 s 1", "B/", "Zwei =", "Text.", ""))
	require.Len(t, articles, 3)
	require.Nil(t, articles[0].Err)
	require.Equal(t, contract.ReasonMalformed, articles[1].Err.Reason)
	require.Equal(t, "Zwei", articles[2].Item.Headlines[0].Value)
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(full), "")
	f.Add([]byte(bare), "text/plain; charset=iso646-de")
	f.Add([]byte("\x01a01 1\r\n\x02KILL KILL =\r\n\x03999999"), "")
	f.Fuzz(func(t *testing.T, data []byte, contentType string) {
		in := teleprintertest.Input(string(data))
		in.ContentType = contentType
		articles, err := iptc7901.Parse(in)
		if err != nil {
			var fe *format.Error
			require.True(t, errors.As(err, &fe) && fe.Reason != "", "%v", err)
			return
		}
		require.NotEmpty(t, articles)
		for _, a := range articles {
			if a.Err == nil {
				teleprintertest.Valid(t, a)
			}
		}
		again, err := iptc7901.Parse(in)
		require.NoError(t, err)
		require.Equal(t, articles, again)
	})
}
