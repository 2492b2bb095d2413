package iptc7901_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/charmap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format/iptc7901"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter/teleprintertest"
)

// bare is a message that lost its control characters.
const bare = "bdt0126 3 s 55  hwd 070\r\n\r\nHandball/Bonn/\r\nBonn gewinnt\r\nVon Bo Lind =\r\n\r\nBonn (hwd) - Die Bonner gewannen.\r\n\r\nEs war knapp.\r\n\r\nhwd bl\r\n\r\n031900 Mai 24\r\n"

func TestDetect(t *testing.T) {
	t.Parallel()
	for name, doc := range map[string]string{
		"framed": full, "bare": bare, "noise before": "\x16\x16\x00\x7f\r\n" + full, "telex start": "ZCZC HWA012\r\n" + bare, "control character in the header": strings.Replace(full, "\x01", "\x01\x1a", 1),
		"short header": "\x01eca001 4\r\nx\r\n\x02y =", "no line break": "\x01eca001 4 i 12", "blank lines": "\r\n\r\n" + bare,
	} {
		require.True(t, iptc7901.Detect([]byte(doc)), name)
	}
	for name, doc := range map[string]string{
		"text": "Kran steht\n\nDer Kran steht.", "a score": "Bonn 4 3\n", "prose": "bdt0126 is 3 s old\n", "binary": "\x01\x02\x03\x04\x05", "": "",
		"one line": "bdt0126 3 s 55", "anpa": "\x16\x16\x01a0123\x1fhwx\r\nr i\x13\x11 BC-Quay 05-03 0120\r\n",
	} {
		require.False(t, iptc7901.Detect([]byte(doc)), name)
	}
}

func TestWithoutControlCharacters(t *testing.T) {
	t.Parallel()
	framed := one(t, message("bdt0126 3 s 55  hwd 070", "Handball/Bonn/", "Bonn gewinnt\r\nVon Bo Lind =", "Bonn (hwd) - Die Bonner gewannen.\r\n\r\nEs war knapp.\r\n\r\nhwd bl", "031900 Mai 24"))
	for _, eol := range []string{"\r\n", "\n", "\r", "\r\r\n"} {
		require.Equal(t, framed, one(t, strings.ReplaceAll(bare, "\r\n", eol)), "%q", eol)
	}
	require.Equal(t, framed, one(t, "ZCZC HW1 \r\n"+bare+"\r\nNNNN\r\n"))
	require.Len(t, parse(t, bare+"\r\n"+strings.Replace(bare, "0126", "0127", 1)), 2, "a header line begins the next message")
	wide := "\xff\xfe" + strings.Join(strings.Split(bare, ""), "\x00") + "\x00"
	require.Equal(t, framed, one(t, wide))
}

func TestTops(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, top, headlines, by, note string }{
		{"one", "Kran steht =", "main:Kran steht", "", ""},
		{"no space", "Kran steht=", "main:Kran steht", "", ""},
		{"two", "Kran steht\r\nHafen offen =", "main:Kran steht|sub:Hafen offen", "", ""},
		{"wrapped", "Der alte Kran am Hafen von Bonn steht nach vielen Jahren\r\nwieder im Wasser =", "main:Der alte Kran am Hafen von Bonn steht nach vielen Jahren wieder im Wasser", "", ""},
		{"by", "Quay burns\r\nBy Ann Reed and Bo Lind, Harbour Wire =", "main:Quay burns", "Ann Reed and Bo Lind, Harbour Wire", ""},
		{"each line ended", "Un incendie=\r\n(ACTUALISE avec bilan)\r\nPar Luc Roy=", "main:Un incendie", "Luc Roy", "ACTUALISE avec bilan"},
		{"words around", "(AMPLIACIÓN) Arde el puerto =", "main:Arde el puerto", "", ""},
		{"between plusses", "++ EIL ++ Kran fiel =", "main:Kran fiel", "", ""},
		{"subtitle", "Kran fiel - Utl.: Niemand verletzt =", "main:Kran fiel|sub:Niemand verletzt", "", ""},
		{"subtitle on a line of its own", "Kran fiel\r\n- Utl.: Niemand verletzt =", "main:Kran fiel|sub:Niemand verletzt", "", ""},
		{"label", "EXTRA\r\nQuay burns =", "main:Quay burns", "", ""},
		{"capitals alone", "QUAY BURNS =", "main:QUAY BURNS", "", ""},
		{"eds", "Quay burns\r\nEds: Adds quotes =", "main:Quay burns", "", "Adds quotes"},
		{"brackets", "(Achtung)\r\nQuay burns =", "main:Quay burns", "", "Achtung"},
		{"bells", "\x07\x07'''''\r\nQuay burns =", "main:Quay burns", "", ""},
		{"Von in a headline", "Von Bonn nach Cork verschifft =", "main:Von Bonn nach Cork verschifft", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			it := one(t, message("hwa0001 4 i 5", "Quay/", c.top, "Cork (hw) - Text.", "")).Item
			var got []string
			for _, h := range it.Headlines {
				got = append(got, h.Role+":"+h.Value)
			}
			require.Equal(t, c.headlines, strings.Join(got, "|"))
			require.Equal(t, c.by, it.By)
			require.Equal(t, c.note, it.EdNote)
		})
	}
}

// Some agencies put the headline above the start of the text, with the keywords.
func TestHeadlineAboveTheText(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, above, text, headlines, by, note string }{
		{"one line", "Quay/\r\nQuay burns", "Cork (hw) - A quay burned.", "main:Quay burns", "", ""},
		{"equals sign", "Quay/\r\nQuay burns =", "Cork (hw) A quay burned.", "main:Quay burns", "", ""},
		{"empty line", "Quay/\r\n\r\nQuay burns", "   Cork (hw) - A quay burned.", "main:Quay burns", "", ""},
		{"by-line", "Quay/\r\nQuay burns\r\nTwo held\r\nPor Ana Ruiz, da agência Mar", "Cork (hw) - A quay burned.", "main:Quay burns|sub:Two held", "Ana Ruiz, da agência Mar", ""},
		{"version and note", "Quay/\r\n2. Zusammenfassung\r\n(neu: Zitate)\r\nKran steht", "Bonn (hw) - Der Kran steht.", "main:Kran steht", "", "neu: Zitate"},
		{"the text has its own", "Quay/\r\nfor the late desk", "Quay burns =\r\n\r\nCork (hw) - A quay burned.", "main:Quay burns", "", "for the late desk"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			it := one(t, "\x01hwa0001 4 i 5 hw 1\r\n"+c.above+"\r\n\x02"+c.text+"\r\n\x03HW0001 x\r\n031015 Mai 24\r\n\x04").Item
			require.False(t, it.VersionCreated.IsZero())
			var got []string
			for _, h := range it.Headlines {
				got = append(got, h.Role+":"+h.Value)
			}
			require.Equal(t, c.headlines, strings.Join(got, "|"))
			require.Equal(t, c.by, it.By)
			require.Equal(t, c.note, it.EdNote)
			require.Equal(t, 1, strings.Count(it.Bodies[0].Value, "<p>"))
		})
	}
}

func TestTexts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, body, located string }{
		{"dateline", "Cork (hw) - A quay burned.", "<p>A quay burned.</p>", "Cork"},
		{"dateline with a day", "CORK, 3. Mai (hw) -- A quay burned.", "<p>A quay burned.</p>", "CORK"},
		{"two agencies", "Bonn/Cork (hw/abc) - A quay burned.", "<p>A quay burned.</p>", "Bonn/Cork"},
		{"no dash, the header's agency", "Cork (HW) A quay burned.", "<p>A quay burned.</p>", "Cork"},
		{"no dash, a party", "Meier (CDU) sagte nichts.", "<p>Meier (CDU) sagte nichts.</p>", ""},
		{"no agency", "CORK, Ireland -- A quay burned.", "<p>CORK, Ireland -- A quay burned.</p>", "CORK, Ireland"},
		{"country in brackets", "CORK (Irlande), 3 mai 2024 (HWF) - Un incendie.", "<p>Un incendie.</p>", "CORK"},
		{"Spanish", "Cork (Irlanda), 3 may (HWE).- Un incendio.", "<p>Un incendio.</p>", "Cork"},
		{"agency first", "(HWI) - CORK, 3 MAG - Un incendio.", "<p>Un incendio.</p>", "CORK"},
		{"a day in figures", "CORK 03/05 (HWB) - Brand.", "<p>Brand.</p>", "CORK"},
		{"a line of its own", "Cork (TTX)\r\nEn brand.", "<p>En brand.</p>", "Cork"},
		{"initials", "Un incendio.\r\nar/bl", "<p>Un incendio.</p>", ""},
		{"more follows", "A quay burned.\r\nmfl", "<p>A quay burned.</p>", ""},
		{"note and by-line before it", "(ACTUALISE avec bilan)\r\n\r\nPar Luc Roy\r\n\r\nCORK (HWF) - Un incendie.", "<p>Un incendie.</p>", "CORK"},
		{"indents alone", "   Cork (hw) - One.\r\n   Two.", "<p>One.</p><p>Two.</p>", "Cork"},
		{"fonts", "A \x12bold\x11 word & <more>.", "<p>A <strong>bold</strong> word &amp; &lt;more&gt;.</p>", ""},
		{"marked table", "One.\r\n<#>\r\na b\r\nc d\r\n<#>\r\nTwo.", "<p>One.</p><pre>a b\nc d</pre><p>Two.</p>", ""},
		{"end marks", "One.\r\n\r\n(hw - ar)\r\nENDS", "<p>One.</p>", ""},
		{"list", "They are named here, all of them, each on its line:\r\n- one\r\n- two", "<p>They are named here, all of them, each on its line:<br/>- one<br/>- two</p>", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := one(t, message("hwa0001 4 i 5 hw 12", "Quay/", "Quay burns =", c.text, ""))
			it := teleprintertest.Tidied(t, a)
			if c.name == "end marks" {
				require.Contains(t, it.Bodies[0].Value, c.body)
				return
			}
			require.Equal(t, c.body, it.Bodies[0].Value)
			require.Equal(t, c.located, it.Located)
		})
	}
}

func TestCharsets(t *testing.T) {
	t.Parallel()
	const text = "München (hwd) - Der Hafen für die Stadt könnte groß werden. Die Straße wird später gebaut. Müller wäre für den Bau."
	doc := message("bdt0129 4 pl 80", "Hafen/München/", "München für neuen Hafen =", text, "031015 Mai 24")
	dos, err := charmap.CodePage850.NewEncoder().String(doc)
	require.NoError(t, err)
	latin, err := charmap.ISO8859_1.NewEncoder().String(doc)
	require.NoError(t, err)
	mac, err := charmap.Macintosh.NewEncoder().String(doc)
	require.NoError(t, err)
	national := strings.NewReplacer("ä", "{", "ö", "|", "ü", "}", "ß", "~").Replace(doc)
	for _, c := range []struct{ name, doc, contentType, language string }{
		{"UTF-8", doc, "", ""}, {"latin 1", latin, "", ""}, {"DOS", dos, "", ""}, {"DOS, said", dos, "text/plain; charset=cp850", ""}, {"Macintosh", mac, "", ""},
		{"ISO 646, by its words", national, "", ""}, {"ISO 646, by the language", national, "", "de-AT"}, {"ISO 646, said", national, "text/plain; charset=din_66003", ""},
		{"ISO 646, designated", strings.Replace(national, "\x02", "\x02\x1b(K", 1), "", ""}, {"UTF-8 despite", doc, "text/plain; charset=iso-8859-1", ""},
		{"latin 1 despite", latin, "text/plain; charset=utf-8", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			in := teleprintertest.Input(c.doc)
			in.ContentType, in.Language = c.contentType, c.language
			articles, err := iptc7901.Parse(in)
			require.NoError(t, err)
			it := articles[0].Item
			require.Equal(t, "München für neuen Hafen", it.Headlines[0].Value)
			require.Equal(t, "Hafen/München", it.Slugline)
			require.Equal(t, "<p>"+strings.TrimPrefix(text, "München (hwd) - ")+"</p>", it.Bodies[0].Value)
		})
	}
	code := message("bdt0129 4 pl 80", "Code/", "Code =", "Set {a|b} and [c] for a ~ b.", "")
	require.Equal(t, "<p>Set {a|b} and [c] for a ~ b.</p>", one(t, code).Item.Bodies[0].Value, "ASCII stays")
}

func TestTakes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		keyword, top, id, version string
		signal                    contract.Signal
		status                    ninjs.PubStatus
	}{
		{"Quay-Fire/", "Quay burns =", "eca.quay-fire.2024-05-03", "1", "", ""},
		{"Quay-Fire/", "1ST LEAD\r\nQuay burns =", "eca.quay-fire.2024-05-03", "2", contract.Update, ""},
		{"Quay-Fire/ 2ND LEAD", "Quay burns =", "eca.quay-fire.2024-05-03", "3", contract.Update, ""},
		{"2 QUAY Fire", "Quay burns =", "eca.quay-fire.2024-05-03.take-2", "1", "", ""},
		{"Quay-Fire,LEAD", "Quay burns =", "eca.quay-fire.2024-05-03", "2", contract.Update, ""},
		{"Quay-Fire/", "ROUNDUP\r\nQuay burns =", "eca.quay-fire.2024-05-03", "", "", ""},
		{"Quay-Fire/", "(neu: Zitat)\r\nQuay burns =", "eca.quay-fire.2024-05-03", "", contract.Update, ""},
		{"Quay-Fire/", "Quay burns (2. Lead) =", "eca.quay-fire.2024-05-03", "3", contract.Update, ""},
		{"Quay-Fire/ (Zusammenfassung 1430)", "Quay burns =", "eca.quay-fire.2024-05-03", "", contract.Update, ""},
		{"Quay-Fire/", "RECTIFICATIF\r\nQuay burns =", "eca.quay-fire.2024-05-03", "", contract.Correction, ""},
		{"Quay-Fire/", "URGENT\r\nCorrección\r\nQuay burns =", "eca.quay-fire.2024-05-03", "", contract.Correction, ""},
		{"Quay-Fire/ 2/2", "Quay burns =", "eca.quay-fire.2024-05-03.take-2", "1", "", ""},
		{"Quay-Fire/", "HOLD HOLD HOLD ''''' =", "eca.quay-fire.2024-05-03", "", "", ninjs.Withheld},
		{"Quay-Fire/", "SUBSTITUTE\r\nQuay drill =", "eca.quay-fire.2024-05-03.substitute", "1", "", ""},
		{"Quay-Fire/", "EMBARGOED until further notice\r\nQuay drill =", "eca.quay-fire.2024-05-03", "1", "", ninjs.Withheld},
		{"", "Quay burns =", "eca0130.2024-05-03", "1", "", ""},
	} {
		a := one(t, message("eca0130 2 i 40", c.keyword, c.top, "Cork (hw) - Text.", "031015 May 24"))
		require.Equal(t, c.id, a.ID, c.keyword+c.top)
		require.Equal(t, c.version, a.Item.Version, c.keyword+c.top)
		require.Equal(t, c.signal, a.Signal, c.keyword+c.top)
		require.Equal(t, c.status, a.Item.PubStatus, c.keyword+c.top)
		require.Len(t, a.Item.Headlines, 1, c.top)
	}
}

func TestAFurtherTakeLinksTheFirst(t *testing.T) {
	t.Parallel()
	a := one(t, message("eca0130 2 i 40", "Café-Fire/ take 2", "Quay burns =", "More.", "031015 May 24"))
	first := one(t, message("eca0129 2 i 40", "Café-Fire/", "Quay burns =", "Text.\r\n\r\n(MORE TO COME)", "031010 May 24"))
	require.Equal(t, []string{"another take follows"}, first.Notes)
	require.Equal(t, "<p>Text.</p>", first.Item.Bodies[0].Value)
	require.Equal(t, teleprintertest.Tidied(t, first).URI, a.Item.Associations[0].URI, "as tidy names the first")
	require.Len(t, teleprintertest.Tidied(t, a).Associations, 1)
}

func TestKills(t *testing.T) {
	t.Parallel()
	targets := []string{"eca.quay-fire.2024-05-03", "eca.quay-fire.2024-05-02"}
	for name, doc := range map[string]string{
		"in the line":      message("eca0130 2 i 40", "Quay-Fire/", "KILL KILL KILL ''''' =", "Please kill item hw 123 \"Quay burns\".\r\n\r\nhw ar", "030010 May 24"),
		"in the keywords":  message("eca0130 2 i 40", "Quay-Fire/ (KILL)", "Quay burns =", "It was a drill.", "030010 May 24"),
		"German":           message("eca0130 2 i 40", "Quay-Fire/", "BITTE NICHT VERWENDEN\r\nQuay burns =", "Es war eine Übung.", "030010 Mai 24"),
		"German, in text":  message("eca0130 2 i 40", "Quay-Fire/", "Achtung Redaktionen =", "Bitte die Meldung hw 12 nicht verwenden.", "030010 Mai 24"),
		"French":           message("eca0130 2 i 40", "Quay-Fire/", "ANNULATION\r\nQuay burns =", "Exercice.", "030010 mai 24"),
		"no date, arrived": message("eca0130 2 i 40", "Quay-Fire/", "KILL =", "It was a drill.", ""),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := one(t, doc)
			require.Equal(t, contract.Kill, a.Signal)
			require.Equal(t, ninjs.Canceled, a.Item.PubStatus)
			require.Equal(t, targets, a.Targets)
			require.Equal(t, "eca0130.2024-05-03", a.ID)
			require.Empty(t, a.Item.Version)
			require.NotEmpty(t, a.Item.EdNote, "why, where the body goes")
		})
	}
	base := one(t, message("eca0129 2 i 40", "Quay-Fire/", "Quay burns =", "Text.", "022210 GMT May 24"))
	require.Contains(t, targets, base.ID)
	_, err := ninjs.ParseURI(base.ID)
	require.Error(t, err, "an id that is a URI would name another document as a target")
	named := one(t, message("eca0131 2 i 40", "Advisory/", "Advisory to editors =", "Please kill the story slugged Quay-Fire.", "030010 May 24"))
	require.Equal(t, targets, named.Targets, "what is named, not the advisory")
	news := one(t, message("eca0131 2 i 40", "Sharks/", "Sharks kill two =", "The law has been withdrawn. "+strings.Repeat("Ships wait. ", 10), "030010 May 24"))
	require.Empty(t, news.Signal)
	for _, keyword := range []string{"Withdrawal/", "KILL/", "Hold"} {
		a := one(t, message("eca0131 2 i 40", keyword, "Annulation =", "Text.", "030010 May 24"))
		require.Empty(t, a.Signal, keyword)
		require.Empty(t, a.Item.PubStatus, keyword)
		require.NotEmpty(t, a.Item.Slugline)
	}
}

func TestTimes(t *testing.T) {
	t.Parallel()
	for end, want := range map[string]string{
		"031015 GMT May 24": "2024-05-03T10:15:00Z", "031015 Mai 24": "2024-05-03T09:15:00Z", "031015 MESZ Mai 2024": "2024-05-03T08:15:00Z",
		"031015": "2024-05-03T09:15:00Z", "301015 Apr": "2024-04-30T09:15:00Z", "": "",
	} {
		a := one(t, message("hwa0001 4 i 5", "Quay/", "Quay burns =", "Text.", end))
		got := ""
		if !a.Item.VersionCreated.IsZero() {
			got = a.Item.VersionCreated.UTC().Format(time.RFC3339)
		}
		require.Equal(t, want, got, end)
	}
	odd := one(t, message("hwa0001 4 i 5", "Quay/", "Quay burns =", "Text.", "at noon"))
	require.Len(t, odd.Notes, 1)
	cut := one(t, "\x01hwa0001 4 i 5\r\nQuay/\r\n\x02Quay burns =\r\n\r\nText")
	require.Equal(t, []string{"no end of text: the message may be cut off"}, cut.Notes)
}
