package anpa1312_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format/anpa1312"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter/teleprintertest"
)

// bare is a message that lost its control characters, with the format spelled
// out.
const bare = "a0123hwx\nr i bx BC-IE--Quay-Fire 05-03 0120\n^BC-IE--Quay-Fire,120<\n^Quay burns, nobody hurt<\n^By ANN REED=\n^Harbour Wire Writer=\n" +
	"   CORK, Ireland (HW) _ A quay burned on Friday.\n   Nobody was hurt.\n\nHW-WF-05-03-24 1015GMT<\n"

// quay is a message of the fire on the quay.
func quay(header, keyword string, lines ...string) string {
	return message("a0123\x1f_hwx", header, append([]string{"^" + keyword + "<"}, lines...)...)
}

const plainHeader = "r i\x13\x11 BC-IE--Quay-Fire         05-03 0120"

func TestDetect(t *testing.T) {
	t.Parallel()
	for name, doc := range map[string]string{
		"framed": full, "bare": bare, "noise before": "\x00\x7f\r\n" + full, "no SYN": strings.TrimLeft(full, "\x16"),
		"one line": "a0123 hwx r i bx BC-Quay 05-03 0120\n^Quay<\n", "digits": "\x16\x16\x01a0123\x1fx-y1\r\nd  f\x14\x12 AM-Stocks 5-3\r\n",
	} {
		require.True(t, anpa1312.Detect([]byte(doc)), name)
	}
	for name, doc := range map[string]string{
		"text": "Kran steht\n\nDer Kran steht.", "a number": "a0123\nis a number\n", "prose": "a0123 is a number\nof a story\n", "": "",
		"7901": "\x01bdt0126 3 s 55\r\nx/\r\n\x02y =", "binary": "\x16\x16\x01\x02",
	} {
		require.False(t, anpa1312.Detect([]byte(doc)), name)
	}
}

func TestWithoutControlCharacters(t *testing.T) {
	t.Parallel()
	framed := one(t, quay(plainHeader, "BC-IE--Quay-Fire,120", "^Quay burns, nobody hurt<", "^By ANN REED=", "^Harbour Wire Writer=",
		"   CORK, Ireland (HW) _ A quay burned on Friday.", "   Nobody was hurt."))
	for _, eol := range []string{"\r\n", "\n", "\r", "\r\r\n"} {
		require.Equal(t, framed, one(t, strings.ReplaceAll(bare, "\n", eol)), "%q", eol)
	}
	require.Equal(t, framed, one(t, strings.Replace(bare, "hwx\n", " hwx ", 1)), "both header lines in one")
	require.Len(t, parse(t, bare+"\n"+bare), 2)
}

func TestTakes(t *testing.T) {
	t.Parallel()
	const id = "a.ie-quay-fire.2024-05-03"
	for _, c := range []struct {
		keyword, line, id, version string
		signal                     contract.Signal
		status                     ninjs.PubStatus
	}{
		{"BC-IE--Quay-Fire,120", "", id, "1", "", ""},
		{"AM-IE--Quay-Fire,120", "", id, "1", "", ""},
		{"BC-IE--Quay-Fire, 1stLd-Writethru,120", "", id, "2", contract.Update, ""},
		{"BC-IE--Quay-Fire, 2nd Ld, a0123,120", "", id, "3", contract.Update, ""},
		{"BC-IE--Quay-Fire, 3rd Ld-Writethru, CORRECTION,120", "", id, "4", contract.Correction, ""},
		{"BC-IE--Quay-Fire,120", "^CORRECTION<", id, "", contract.Correction, ""},
		{"BC-IE--Quay-Fire, Sub,120", "", id, "", contract.Update, ""},
		{"BC-IE--Quay-Fire, 1st Add,120", "", id + ".take-2", "1", "", ""},
		{"BC-IE--Quay-Fire, 2nd Ld-1st Add,120", "", id + ".take-2", "3", "", ""},
		{"BC-IE--Quay-Fire, HFR,120", "^HOLD FOR RELEASE<", id, "1", "", ninjs.Withheld},
		{"BC-IE--Quay-Fire, HOLD,120", "", id, "", "", ninjs.Withheld},
		{"BC-IE--Quay-Fire, SUBSTITUTE,120", "", id + ".substitute", "1", "", ""},
		{"BC-IE--Quay-Fire, Advisory,120", "", id + ".advisory", "1", "", ""},
	} {
		lines := []string{"^Quay burns<", story}
		if c.line != "" {
			lines = append([]string{c.line}, lines...)
		}
		a := one(t, quay(plainHeader, c.keyword, lines...))
		require.Equal(t, c.id, a.ID, c.keyword)
		require.Equal(t, c.version, a.Item.Version, c.keyword)
		if !strings.HasSuffix(c.id, "take-2") {
			require.Equal(t, c.signal, a.Signal, c.keyword)
		}
		require.Equal(t, c.status, a.Item.PubStatus, c.keyword)
		require.Equal(t, "Quay burns", a.Item.Headlines[0].Value, c.keyword)
	}
	header := one(t, quay("u i\x13\x11 BC-IE--Quay-Fire 2ndLd-Writethru   05-03 0120", "Fire in Cork", story))
	require.Equal(t, "3", header.Item.Version, "the header alone has keyword and version")
	require.Equal(t, id, header.ID)
	require.Equal(t, "Fire in Cork", header.Item.Headlines[0].Value)
}

// Whatever the take is called, the takes of a story have one id, and a later lead
// a higher number.
func TestTakesAreVersions(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		ordinal := rapid.SampledFrom([]string{"1st", "2nd", "3rd", "4th", "11th"})
		spelling := rapid.SampledFrom([]string{" Ld-Writethru", "Ld-Writethru", " Ld", "Ld", " Lead", "LD-WRITETHRU"})
		cycle := rapid.SampledFrom([]string{"BC", "AM", "PM", "AP"})
		keyword := cycle.Draw(rt, "cycle") + "-IE--Quay-Fire"
		n := ordinal.Draw(rt, "n")
		a := one(t, quay(plainHeader, keyword+", "+n+spelling.Draw(rt, "spelling")+",120", story))
		require.Equal(rt, "a.ie-quay-fire.2024-05-03", a.ID)
		require.Equal(rt, map[string]string{"1st": "2", "2nd": "3", "3rd": "4", "4th": "5", "11th": "12"}[n], a.Item.Version)
		require.Equal(rt, contract.Update, a.Signal)
	})
}

func TestKills(t *testing.T) {
	t.Parallel()
	header := "b v\x13\x11 BC-IE--Quay-Fire, KILL   05-04 0040"
	own := []string{"a.ie-quay-fire.2024-05-04", "a.ie-quay-fire.2024-05-03"}
	for _, c := range []struct {
		name, doc string
		targets   []string
	}{
		{"in the keyword", quay(header, "BC-IE--Quay-Fire, KILL,40", "^Editors:<", "\t   The fire was a drill."), own},
		{"a line", quay("b v\x13\x11 BC-IE--Quay-Fire  05-04 0040", "BC-IE--Quay-Fire,40", "^A KILL<", "\t   The fire was a drill."), own},
		{"named with its number", quay(header, "BC-IE--Quay-Fire, KILL,40", "\t   A KILL: members are advised to kill BC-IE--Quay-Fire, V0123."),
			append(append([]string{}, own...), "v.ie-quay-fire.2024-05-04", "v.ie-quay-fire.2024-05-03")},
		{"an advisory that names it", quay("b v\x13\x11 BC-Advisory-Fire  05-04 0040", "BC-Advisory-Fire,40", "^Editors:<", "\t   Kill the story slugged Quay-Fire, A0123, which moved Friday."),
			[]string{"a.quay-fire.2024-05-04", "a.quay-fire.2024-05-03"}},
		{"its region left out", quay(header, "BC-IE--Quay-Fire, KILL,40", "\t   Kill the story slugged Quay-Fire."), own},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := one(t, c.doc)
			require.Equal(t, contract.Kill, a.Signal)
			require.Equal(t, ninjs.Canceled, a.Item.PubStatus)
			require.Equal(t, c.targets, a.Targets)
			require.Equal(t, "a0123.2024-05-04", a.ID)
			require.NotEmpty(t, a.Item.EdNote)
			require.Empty(t, a.Item.Version)
			base := one(t, quay(plainHeader, "BC-IE--Quay-Fire,120", "^Quay burns<", story))
			if c.name != "an advisory that names it" {
				require.Contains(t, a.Targets, base.ID)
			}
		})
	}
	for _, text := range []string{"\t   Sharks kill two off Cork.", "\t   Kill the last graf, beginning: He said"} {
		require.Empty(t, one(t, quay(plainHeader, "BC-IE--Shark Kill,40", "^Sharks kill two<", text)).Signal, text)
	}
}

func TestReleases(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ keyword, line, until string }{
		{"BC-IE--Old Quay, ADV05-2 Takes,240", "^$Adv05<", "2024-05-04T23:00:00Z"},
		{"BC-IE--Old Quay,240", "^For Release SUN AMs, May 5<", "2024-05-04T23:00:00Z"},
		{"BC-IE--Old Quay, Adv06,240", "^Adv06<", "2024-05-05T23:00:00Z"},
		{"BC-IE--Old Quay,240", "^EMBARGOED FOR RELEASE UNTIL 12:01 a.m. EDT May 5<", "2024-05-05T04:01:00Z"},
		{"BC-IE--Old Quay, HFR,240", "^HOLD FOR RELEASE at 6:30 p.m. GMT<", "2024-05-03T18:30:00Z"},
		{"BC-IE--Old Quay,240", "^For release 6:30 a.m. GMT May 3<", ""}, // over when it was sent
	} {
		it := teleprintertest.Tidied(t, one(t, quay("a i\x13\x11 BC-IE--Old Quay  05-03 0240", c.keyword, c.line, "^An old quay<", story)))
		got := ""
		if !it.EmbargoedUntil.IsZero() {
			got = it.EmbargoedUntil.UTC().Format("2006-01-02T15:04:05Z")
		}
		require.Equal(t, c.until, got, c.line)
		require.Equal(t, ninjs.Usable, it.PubStatus)
		require.EqualValues(t, 6, it.Urgency)
		require.Equal(t, "An old quay", it.Headlines[0].Value)
	}
}

func TestTexts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, header, headline, body string
		lines                        []string
	}{
		{"rails", plainHeader, "Quay", "<p>A <strong>bold</strong> word.</p>", []string{"^Quay<", "\t   A \x0ebold\x0f word."}},
		{"instructions", plainHeader, "Quay", "<p>A word.</p>", []string{"^Quay<", "\t   A \x0c[f7,2]\x0bword."}},
		{"word taken back", plainHeader, "Quay", "<p>A right word.</p>", []string{"^Quay<", "\t   A wrong\x18 right word."}},
		{"space band", plainHeader, "Quay", "<p>A word.</p>", []string{"^Quay<", "\t   A\x10word."}},
		{"continued lines", plainHeader, "Quay", "<p>A quay burned on Friday, and all of it is gone.</p><p>Fine.</p>", []string{"^Quay<", "\t   A quay burned on Friday, and all of it", "is gone.", "\t   Fine."}},
		{"dash", plainHeader, "Quay — burns", "<p>— First —</p>", []string{"^Quay _ burns<", "\t   _ First _"}},
		{"long header line", plainHeader, "Quay", "<p>Fine.</p>", []string{"^Quay<", "^Eds: A note that goes on", "in the next line.<", "\t   Fine."}},
		{"alert", plainHeader, "Quay fire in Cork is out.", "<p>CORK (HW) — Quay fire in Cork is out. More soon.</p>", []string{"\t   CORK (HW) _ Quay fire in Cork is out. More soon."}},
		{"list of headlines", plainHeader, "Top news", "<p>One</p><p>Two</p>", []string{"^Top news<", "^One", "^Two"}},
		{"table", "r s\x14\x12 BC-FBN--Standings  05-03 0240", "Standings", "<pre>Club;W;L\nCork;3;_</pre>", []string{"^Standings<", "\t\x08Club;W;L<", "\t\x08Cork;3;_<", "^END<"}},
		{"table without a headline", "r s\x14\x12 BC-FBN--Standings  05-03 0240", "Quay-Fire", "<pre>Cork;3;_</pre>", []string{"\tCork;3;_<"}},
		{"two lines in one", plainHeader, "Quay", "<p>Fine.</p>", []string{"^Quay<", "^By Ann Reed=^THE CANADIAN WIRE=", "\t   Fine."}},
		{"spaces between", plainHeader, "Quay", "<p>Fine.</p>", []string{"^Quay< ^By Ann Reed= ^Harbour Wire Writer=", "\t   Fine."}},
		{"note between carets", plainHeader, "Quay", "<p>Fine.</p>", []string{"^Quay<", "^Eds: Adds quotes.^", "\t   Fine."}},
		{"index", plainHeader, "Quay", "<p>Fine.</p>", []string{"^INDEX: Fires, Ports<", "^Quay<", "\t   Fine."}},
		{"initials", plainHeader, "Quay", "<p>Fine.</p>", []string{"^Quay<", "\t   Fine.", "\t   ARE/BLI"}},
		{"more", plainHeader, "Quay", "<p>Fine.</p>", []string{"^Quay<", "\t   Fine.", "\t   (MORE)"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			it := teleprintertest.Tidied(t, one(t, quay(c.header, "BC-IE--Quay-Fire,120", c.lines...)))
			require.Equal(t, c.headline, it.Headlines[0].Value)
			require.Equal(t, c.body, it.Bodies[0].Value)
		})
	}
}

func TestPriorities(t *testing.T) {
	t.Parallel()
	for letter, want := range map[string]ninjs.Urgency{"f": 1, "b": 2, "U": 3, "r": 4, "d": 5, "a": 6, "s": 6, "z": 0} {
		it := one(t, quay(letter+plainHeader[1:], "BC-IE--Quay-Fire,120", story)).Item
		require.Equal(t, want, it.Urgency, letter)
	}
}

// A message that its desk dates by its own day counts for that day, whatever the
// day of Greenwich.
func TestTheDayIsTheDesks(t *testing.T) {
	t.Parallel()
	late := one(t, strings.Replace(quay(plainHeader, "BC-IE--Quay-Fire,120", story), "05-03-24 1015GMT", "05-04-24 0215GMT", 1))
	require.Equal(t, "a.ie-quay-fire.2024-05-03", late.ID)
	undated := one(t, strings.Replace(quay("r i\x13\x11 BC-IE--Quay-Fire", "BC-IE--Quay-Fire,120", story), "HW-WF-05-03-24 1015GMT", "", 1))
	require.Equal(t, "a.ie-quay-fire.2024-05-03", undated.ID, "the day of its arrival")
	require.True(t, undated.Item.VersionCreated.IsZero(), "which is no time of the version")
}

// What agencies do beside the letter of the standard.
func TestHabits(t *testing.T) {
	t.Parallel()
	const foot = "\x03\r\nHW-NY-05-03-24 0515EDT<\r\n\x04"
	for _, c := range []struct{ name, doc, headline, by, affiliation, note string }{
		{"no receiver, codes twice", "\x16\x16\x01d4567\x1f\r\nr s bx\x13\x11BC-Quay   05-03 0321\r\n\x02^BC-Quay,30<\r\n^Quay burns<\r\n\tCORK (HW) _ A quay burned.\r\n" + foot, "Quay burns", "", "", ""},
		{"title without a quad", "\x16\x16\x01a0601\x1fhw\r\nr i \x13\x11BC-Quay   05-03 0117\r\n\x02^BC-Quay,30<\r\n^Quay burns<\r\n^By ANN REED\r\n^Harbour Wire Writer\r\n\tCORK (HW) _ A quay burned.\r\n" + foot, "Quay burns", "ANN REED", "Harbour Wire Writer", ""},
		{"to two kinds of editors", "\x16\x16\x01a0601\x1fhw\r\nr i \x13\x11BC-Quay   05-03 0117\r\n\x02^BC-Quay,30<\r\n^EDITORS/NEWS DIRECTORS:<\r\n^Quay burns<\r\n\tCORK (HW) _ A quay burned.\r\n" + foot, "Quay burns", "", "", ""},
		{"without control characters or receiver", "a0555\nr i bx BC-Quay 05-03 0060\n^BC-Quay,60\n^Quay burns<\n   CORK (HW) _ A quay burned.\nHW-NY-05-03-24 0515EDT\n", "Quay burns", "", "", ""},
		{"correction above", "\x16\x16\x01a0601\x1fhw\r\nr i \x13\x11BC-Quay   05-03 0117\r\n\x02^BC-Quay,30<\r\n^CORRECTION: Quay story<\r\n^Quay burns<\r\n\tCORK (HW) _ A quay burned.\r\n" + foot, "Quay burns", "", "", "Quay story"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			require.True(t, anpa1312.Detect([]byte(c.doc)))
			a := one(t, c.doc)
			require.Equal(t, c.headline, a.Item.Headlines[0].Value)
			require.Equal(t, c.by, a.Item.By)
			require.Equal(t, c.note, a.Item.EdNote)
			require.Equal(t, c.name == "correction above", a.Signal == contract.Correction)
			require.False(t, a.Item.VersionCreated.IsZero())
			require.Equal(t, c.affiliation != "", a.Item.InfoSources[len(a.Item.InfoSources)-1].Name == c.affiliation)
			require.Equal(t, "<p>CORK (HW) — A quay burned.</p>", teleprintertest.Tidied(t, a).Bodies[0].Value)
		})
	}
}
