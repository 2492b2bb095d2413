package charset

import (
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

func TestDecode(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, data, contentType, want, note string
	}{
		{"plain", "Zürich", "", "Zürich", ""},
		{"mark", "\xef\xbb\xbfZürich", "text/plain; charset=windows-1252", "Zürich", ""},
		{"content type", "Z\xfcrich", "text/plain; charset=ISO-8859-1", "Zürich", ""},
		{"undeclared", "Z\xfcrich \x96", "text/plain", "Zürich –", "no charset declared and not UTF-8: read as windows-1252"},
		{"wrongly declared", "Zürich", "text/plain; charset=latin1", "Zürich", "declared windows-1252, but is UTF-8"},
		{"XML", "<?xml version='1.0' encoding='ISO-8859-2'?><a>\xb3</a>", "", "<?xml version='1.0' encoding='ISO-8859-2'?><a>ł</a>", ""},
		{"content type before XML", "<?xml version='1.0' encoding='utf-8'?><a>\xb3</a>", "text/xml; charset=iso-8859-2", "<?xml version='1.0' encoding='utf-8'?><a>ł</a>", ""},
		{"HTML", "<html><meta charset=windows-1251>\xcc", "text/html", "<html><meta charset=windows-1251>М", ""},
		{"HTML in text", "a <meta charset=windows-1251> \xfc", "", "a <meta charset=windows-1251> ü", "no charset declared and not UTF-8: read as windows-1252"},
		{"UTF-16 with mark", "\xff\xfea\x00\xfc\x00", "", "aü", ""},
		{"UTF-16 without mark", "\x00{\x00\"\x00\xfc", "", "{\"ü", ""},
		{"UTF-16 said, but not so", "<?xml version='1.0' encoding='UTF-16'?><a>ü</a>", "", "<?xml version='1.0' encoding='UTF-16'?><a>ü</a>", "declared utf-16le, but is UTF-8"},
		{"Japanese", "\x93\xfa\x96\x7b", "text/plain; charset=shift_jis", "日本", ""},
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

func TestDecodeRefuses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string][2]string{
		"declared UTF-8":        {"Z\xfcrich", "text/plain; charset=utf-8"},
		"XML declares UTF-8":    {"<?xml version='1.0' encoding='UTF-8'?><a>\xfc</a>", ""},
		"mark of UTF-8":         {"\xef\xbb\xbf\xfc", ""},
		"odd UTF-16":            {"\xff\xfea\x00b", ""},
		"half surrogate":        {"\xff\xfe\x00\xd8a\x00", ""},
		"UTF-16 said for latin": {"Z\xfcrich", "text/plain; charset=utf-16"},
		"nobody's charset":      {"a", "text/plain; charset=klingon-8"},
		"broken Shift JIS":      {"\x93\x01\xff", "text/plain; charset=shift_jis"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, _, err := Decode([]byte(c[0]), c[1])
			require.ErrorIs(t, err, ErrCharset)
		})
	}
}

func TestWithoutDeclaration(t *testing.T) {
	t.Parallel()
	require.Equal(t, "<a/>", string(WithoutDeclaration([]byte(` <?xml version="1.0" encoding="latin1"?><a/>`))))
	require.Equal(t, "<a/>", string(WithoutDeclaration([]byte("<a/>"))))
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("<?xml version='1.0' encoding='big5'?>\xa4\xa4"), "text/xml")
	f.Add([]byte("\xff\xfea\x00"), "")
	f.Add([]byte("Z\xfcrich"), "text/plain; charset=koi8-r")
	f.Fuzz(func(t *testing.T, data []byte, contentType string) {
		text, _, err := Decode(data, contentType)
		if err != nil {
			require.ErrorIs(t, err, ErrCharset)
			return
		}
		require.True(t, utf8.Valid(text))
		require.LessOrEqual(t, len(text), 4*len(data))
	})
}
