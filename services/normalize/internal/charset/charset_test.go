package charset

import (
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/charmap"
)

const (
	russian   = "Паром сел на мель у причала. Никто не пострадал, сообщили в порту."
	ukrainian = "Пором сів на мілину біля причалу. Ніхто не постраждав, повідомили в порту її міста."
	greek     = "Το πλοίο προσάραξε κοντά στο λιμάνι. Κανείς δεν τραυματίστηκε, είπε η εταιρεία."
	hebrew    = "המעבורת עלתה על שרטון ליד הנמל. איש לא נפגע, נמסר מהחברה."
	arabic    = "جنحت العبارة قرب الميناء ولم يصب أحد بأذى حسب الشركة"
	french    = "Le ferry s’est échoué près de l’embarcadère – personne n’a été blessé, a déclaré la société"
)

func encoded(page *charmap.Charmap, text string) string {
	out, err := page.NewEncoder().String(text)
	if err != nil {
		panic(err)
	}
	return out
}

func TestDecode(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, data, contentType, want, note string
	}{
		{"plain", "Zürich", "", "Zürich", ""},
		{"mark", "\xef\xbb\xbfZürich", "text/plain; charset=windows-1252", "Zürich", ""},
		{"content type", "Z\xfcrich", "text/plain; charset=ISO-8859-1", "Zürich", ""},
		{"undeclared", "Z\xfcrich \x96", "text/plain", "Zürich –", "no charset declared and not UTF-8: read as windows-1252"},
		{"undeclared Russian", encoded(charmap.Windows1251, russian), "", russian, "no charset declared and not UTF-8: read as windows-1251"},
		{"undeclared Russian of Unix", encoded(charmap.KOI8R, russian), "text/plain", russian, "no charset declared and not UTF-8: read as koi8-r"},
		{"undeclared Russian of DOS", encoded(charmap.CodePage866, russian), "", russian, "no charset declared and not UTF-8: read as cp866"},
		{"undeclared Russian of ISO", encoded(charmap.ISO8859_5, russian), "", russian, "no charset declared and not UTF-8: read as iso-8859-5"},
		{"undeclared Ukrainian of Unix", encoded(charmap.KOI8U, ukrainian), "", ukrainian, "no charset declared and not UTF-8: read as koi8-u"},
		{"undeclared Greek", encoded(charmap.Windows1253, greek), "", greek, "no charset declared and not UTF-8: read as windows-1253"},
		{"undeclared Hebrew", encoded(charmap.Windows1255, hebrew), "", hebrew, "no charset declared and not UTF-8: read as windows-1255"},
		{"undeclared Arabic", encoded(charmap.Windows1256, arabic), "", arabic, "no charset declared and not UTF-8: read as windows-1256"},
		{"undeclared French of a Mac", encoded(charmap.Macintosh, french), "", french, "no charset declared and not UTF-8: read as macintosh"},
		{"undeclared French of DOS", encoded(charmap.CodePage850, "Le café à la fermeture très tôt"), "", "Le café à la fermeture très tôt", "no charset declared and not UTF-8: read as cp850"},
		{"undeclared French", encoded(charmap.Windows1252, french), "", french, "no charset declared and not UTF-8: read as windows-1252"},
		{"Russian markup", encoded(charmap.KOI8R, "<p class=lead>"+russian+"</p>"), "text/html", "<p class=lead>" + russian + "</p>", "no charset declared and not UTF-8: read as koi8-r"},
		{"Russian, said to be UTF-8", encoded(charmap.Windows1251, russian), "text/plain; charset=utf-8", russian, "declared utf-8, but is not: read as windows-1251"},
		{"wrongly declared", "Zürich", "text/plain; charset=latin1", "Zürich", "declared windows-1252, but is UTF-8"},
		{"XML", "<?xml version='1.0' encoding='ISO-8859-2'?><a>\xb3</a>", "", "<?xml version='1.0' encoding='ISO-8859-2'?><a>ł</a>", ""},
		{"content type before XML", "<?xml version='1.0' encoding='utf-8'?><a>\xb3</a>", "text/xml; charset=iso-8859-2", "<?xml version='1.0' encoding='utf-8'?><a>ł</a>", ""},
		{"HTML", "<html><meta charset=windows-1251>\xcc", "text/html", "<html><meta charset=windows-1251>М", ""},
		{"HTML in text", "a <meta charset=windows-1251> \xfc", "", "a <meta charset=windows-1251> ü", "no charset declared and not UTF-8: read as windows-1252"},
		{"UTF-16 with mark", "\xff\xfea\x00\xfc\x00", "", "aü", ""},
		{"UTF-16 without mark", "\x00{\x00\"\x00\xfc", "", "{\"ü", ""},
		{"UTF-16 said, but not so", "<?xml version='1.0' encoding='UTF-16'?><a>ü</a>", "", "<?xml version='1.0' encoding='UTF-16'?><a>ü</a>", "declared utf-16le, but is UTF-8"},
		{"Japanese", "\x93\xfa\x96\x7b", "text/plain; charset=shift_jis", "日本", ""},
		{"DOS code page", "<?xml version='1.0' encoding='cp850'?><a>Z\x81rich</a>", "", "<?xml version='1.0' encoding='cp850'?><a>Zürich</a>", ""},
		{"DOS code page, but UTF-8", "Zürich", "text/plain; charset=CP437", "Zürich", "declared cp437, but is UTF-8"},
		{"a vendor's name", "\x93\xfa", "text/plain; charset=CP932", "日", ""},
		{"seven-bit Chinese", "~{VPND~}.", "text/plain; charset=hz-gb-2312", "中文.", ""},
		{"seven-bit Korean", "\x1b$)C\x0eGQ1[\x0f.", "text/plain; charset=ISO-2022-KR", "한글.", ""},
		{"a label that says nothing", "Zürich", "text/plain; charset=unknown-8bit", "Zürich", ""},
		{"empty", "", "", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			text, note, err := Decode([]byte(c.data), c.contentType)
			require.NoError(t, err)
			require.Equal(t, c.want, string(text))
			require.Equal(t, c.note, note)
		})
	}
}

func TestDamage(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ data, contentType, want string }{
		"declared UTF-8":       {"Zürich Gr\xc3. Mehr", "text/plain; charset=utf-8", "Zürich Gr\uFFFD. Mehr"},
		"capital alone":        {"haftet \xc3. Mehr", "text/plain; charset=utf-8", "haftet \uFFFD. Mehr"},
		"undeclared":           {"Zürich \xc3", "", "Zürich \uFFFD"},
		"single-byte label":    {"Fähre läuft, Größe groß \xc3", "text/plain; charset=latin1", "Fähre läuft, Größe groß \uFFFD"},
		"JSON":                 {"{\"a\": \"F\xe4hre\"}", "", "{\"a\": \"F\uFFFDhre\"}"},
		"mark of UTF-8":        {"\xef\xbb\xbfa\xfc", "", "a\uFFFD"},
		"odd UTF-16":           {"\xff\xfea\x00b", "", "a\uFFFD"},
		"half surrogate":       {"\xff\xfe\x00\xd8a\x00", "", "\uFFFDa"},
		"three bytes for one":  {"ü \xe2\x82. x", "", "ü \uFFFD. x"},
		"surrogate as bytes":   {"ü \xed\xa0\xbd.", "", "ü \uFFFD."},
		"surrogates as bytes":  {"boat \xed\xa0\xbd\xed\xb8\x80 ü", "", "boat 😀 ü"},
		"unknown over damaged": {"Zürich, Köln, Gr\xc3", "text/plain; charset=utf8mb4", "Zürich, Köln, Gr\uFFFD"},
	} {
		text, note, err := Decode([]byte(c.data), c.contentType)
		require.NoError(t, err, name)
		require.Equal(t, c.want, string(text), name)
		if name != "surrogates as bytes" {
			require.Contains(t, note, "became U+FFFD", name)
		}
	}
}

// Old databases write what is beyond U+FFFF as two surrogates of three bytes (CESU-8).
func TestSurrogatesAsBytes(t *testing.T) {
	t.Parallel()
	for _, data := range []string{"boat \xed\xa0\xbd\xed\xb8\x80.", "<?xml version='1.0'?><a>\xed\xa0\xbd\xed\xb8\x80</a>"} {
		text, note, err := Decode([]byte(data), "")
		require.NoError(t, err)
		require.Contains(t, string(text), "😀")
		require.Empty(t, note)
	}
}

func TestWithoutNUL(t *testing.T) {
	t.Parallel()
	text, note := WithoutNUL([]byte("The ferry\x00 ran aground on Monday, said the office."))
	require.Equal(t, "The ferry ran aground on Monday, said the office.", string(text))
	require.Equal(t, "1 characters NUL left out", note)
	text, note = WithoutNUL([]byte("PK\x00\x00\x00ferry"))
	require.Equal(t, "PK\x00\x00\x00ferry", string(text), "binary data")
	require.Empty(t, note)
}

func TestUnknown(t *testing.T) {
	t.Parallel()
	for _, data := range []string{"plain", "Zürich"} {
		text, note, err := Decode([]byte(data), "text/plain; charset=klingon-8")
		require.NoError(t, err)
		require.Equal(t, data, string(text))
		require.Contains(t, note, "klingon-8")
	}
	_, _, err := Decode([]byte("Z\xfcrich"), "text/plain; charset=klingon-8")
	require.ErrorIs(t, err, ErrCharset)
}

func TestUTF32(t *testing.T) {
	t.Parallel()
	for _, data := range []string{"\xff\xfe\x00\x00a\x00\x00\x00\xfc\x00\x00\x00", "\x00\x00\xfe\xff\x00\x00\x00a\x00\x00\x00\xfc"} {
		text, _, err := Decode([]byte(data), "")
		require.NoError(t, err)
		require.Equal(t, "aü", string(text))
	}
}

func TestEncoding(t *testing.T) {
	t.Parallel()
	for label, want := range map[string]string{"Latin-1": "windows-1252", "IBM850": "ibm850", "cp_850": "ibm850", "utf8": "utf-8", "utf-7": "", "klingon-8": "", "": ""} {
		enc, name := Encoding(label)
		require.Equal(t, want, name, label)
		require.Equal(t, want != "", enc != nil, label)
		require.Equal(t, want != "", Known(label), label)
	}
}

func TestWithoutDeclaration(t *testing.T) {
	t.Parallel()
	require.Equal(t, "<a/>", string(WithoutDeclaration([]byte(` <?xml version="1.0" encoding="latin1"?><a/>`))))
	require.Equal(t, "<a/>", string(WithoutDeclaration([]byte("<a/>"))))
}
