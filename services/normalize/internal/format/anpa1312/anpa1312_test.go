package anpa1312_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/anpa1312"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter/teleprintertest"
)

// message is one in its control characters. The words and agencies of all
// messages here are ours.
func message(first, second string, lines ...string) string {
	return "\x16\x16\x01" + teleprintertest.Lines(first, second) + "\r\n\x02" + teleprintertest.Lines(lines...) + "\r\n\r\n\t   \x03HW-WF-05-03-24 1015GMT<\r\n\r\n\x0c\r\n\x04\r\n"
}

const story = "\t   CORK, Ireland (HW) _ A quay burned on Friday, ``all of it,'' said the harbor master."

// full has all that the format has a place for.
var full = message("a0123\x1f_hwx", "u s\x13\x11 BC-SAI--Quay-Race Fir,1s 05-03 0120",
	"^BC-SAI--Quay-Race Fire, 1st Ld-Writethru, a0101,120<", "^URGENT<", "^Quay burns; race off<", "^Sailors safe<",
	"^HW Photo HWX101<", "^(Eds: UPDATES with quotes.)<", "^EDITOR'S NOTE _ First of two.<", "^For Release 6 p.m. GMT<",
	"^By ANN REED and BO LIND=", "^Harbour Wire Writers=",
	story, "", "\t   ___", "", "^WHAT NEXT<", "\t   Fine.", "", "\t   Boats\t12", "\t   Crews\t40", "^END<")

func parse(t *testing.T, doc string) []format.Article {
	t.Helper()
	articles, err := anpa1312.Parse(teleprintertest.Input(doc))
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
	region := one(t, strings.Replace(full, "BC-SAI--", "BC-IE--", 2)).Item
	checks := map[string]bool{
		"service level, number":                has("message-number", "a0123"),
		"selector":                             has("anpa-selector", "hwx"),
		"priority f b u r d, then a s w c":     it.Urgency == 3,
		"category":                             subject("category", "s", "anpa-category:s") && subject("", "sport", "http://cv.iptc.org/newscodes/mediatopic/15000000"),
		"format t":                             strings.Contains(one(t, strings.Replace(full, "\x13\x11", "\x14\x12", 1)).Item.Bodies[0].Value, "<pre>"),
		"keyword":                              it.Slugline == "SAI--Quay-Race" && has("anpa-keyword", "BC-SAI--Quay-Race Fire"),
		"supplemental category of the keyword": subject("category", "SAI", "anpa-supplemental:SAI"),
		"region of the keyword":                region.Subjects[2].Rel == "region" && region.Subjects[2].Literal == "anpa-region:IE" && region.Slugline == "Quay-Race",
		"version words":                        has("anpa-takekey", "1st Ld-Writethru") && it.Version == "2" && a.Signal == contract.Update,
		"reference number":                     has("anpa-reference", "a0101"),
		"day":                                  a.ID == "a.sai-quay-race-fire.2024-05-03",
		"count of words":                       a.Words == 120,
		"first line":                           it.Headlines[0] == ninjs.Text{Role: "main", Value: "Quay burns; race off"},
		"further lines":                        len(it.Headlines) == 2 && it.Headlines[1] == ninjs.Text{Role: "sub", Value: "Sailors safe"},
		"`By …=`":                              it.By == "ANN REED and BO LIND",
		"line with `=`, or a writer's title, below it": it.InfoSources[1].Name == "Harbour Wire Writers" && it.InfoSources[1].Role == "affiliation",
		"photo, `Eds:`, editor's note, brackets":       strings.HasPrefix(it.EdNote, "HW Photo HWX101\nUPDATES with quotes.\nFirst of two."),
		"release line":                                 it.EmbargoedUntil.Equal(time.Date(2024, 5, 3, 18, 0, 0, 0, time.UTC)),
		"dateline":                                     it.Located == "CORK, Ireland",
		"text":                                         strings.HasPrefix(it.Bodies[0].Value, "<p>CORK, Ireland (HW) — A quay burned on Friday, “all of it,” said the harbor master.</p><hr/>"),
		"line with a caret in the text":                strings.Contains(it.Bodies[0].Value, "<p><strong>WHAT NEXT</strong></p><p>Fine.</p>"),
		"columns":                                      strings.HasSuffix(it.Bodies[0].Value, "<pre>   Boats\t12\n   Crews\t40</pre>"),
		"trailer":                                      it.VersionCreated.Equal(time.Date(2024, 5, 3, 10, 15, 0, 0, time.UTC)) && it.InfoSources[0].Name == "HW" && it.InfoSources[0].Literal == "HW-WF",
	}
	for _, row := range teleprintertest.Rows(t, anpa1312.Name) {
		ok, known := checks[row]
		require.True(t, known, "row %q has no check", row)
		require.True(t, ok, "row %q: %+v", row, it)
		delete(checks, row)
	}
	require.Empty(t, checks, "checks without a row")
	require.Empty(t, a.Notes)
}

func TestCorpus(t *testing.T) {
	t.Parallel()
	for want, doc := range teleprintertest.Corpus(t, anpa1312.Name) {
		t.Run(want.File, func(t *testing.T) {
			t.Parallel()
			require.True(t, anpa1312.Detect(doc))
			articles, err := anpa1312.Parse(teleprintertest.Input(string(doc)))
			require.NoError(t, err)
			require.Len(t, articles, 1)
			want.Check(t, articles[0])
		})
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, doc, contentType string
		reason                 contract.Reason
	}{
		{"no header", "\x16\x16\x01\r\nr i BC-Quay\r\n\x02x<\x03", "", contract.ReasonMalformed},
		{"one header line", "\x16\x16\x01a0123\x1fhwx\r\n\x02x<\x03", "", contract.ReasonMalformed},
		{"nothing", "\x16\x16\x01\x04", "", contract.ReasonMalformed},
		{"text", "Quay burns\n\nA quay burned.", "", contract.ReasonMalformed},
		{"no text", "\x16\x16\x01a0123\x1fhwx\r\nr i\x13\x11 BC-Quay  05-03 0120\r\n\x02^BC-Quay,120<\r\n\x03\x04", "", contract.ReasonIncomplete},
		{"charset", full, "text/plain; charset=nobodys", contract.ReasonCharset},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			in := teleprintertest.Input(c.doc)
			in.ContentType = c.contentType
			_, err := anpa1312.Parse(in)
			var fe *format.Error
			require.True(t, errors.As(err, &fe), "%v", err)
			require.Equal(t, c.reason, fe.Reason, err)
			require.Equal(t, anpa1312.Name, fe.Format)
		})
	}
	articles := parse(t, full+"\x01broken\r\n\x02x\x03\x04"+full)
	require.Len(t, articles, 3)
	require.Equal(t, contract.ReasonMalformed, articles[1].Err.Reason)
	require.Equal(t, articles[0], articles[2])
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(full), "")
	f.Add([]byte(bare), "text/plain; charset=cp437")
	f.Add([]byte("\x16\x01a012\nb v BC-, KILL\n\x02^A KILL<\n\x18\x0c\x0b^x="), "")
	f.Fuzz(func(t *testing.T, data []byte, contentType string) {
		in := teleprintertest.Input(string(data))
		in.ContentType = contentType
		articles, err := anpa1312.Parse(in)
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
		again, err := anpa1312.Parse(in)
		require.NoError(t, err)
		require.Equal(t, articles, again)
	})
}
