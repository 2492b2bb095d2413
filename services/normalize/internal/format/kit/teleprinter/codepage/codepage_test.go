package codepage_test

import (
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/charmap"

	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter/codepage"
)

func TestDecode(t *testing.T) {
	t.Parallel()
	const german, french = "Über Köln wäre für Müller groß genug", "L'été à Orléans: déjà très près du café"
	dos := func(s string) string {
		out, err := charmap.CodePage850.NewEncoder().String(s)
		require.NoError(t, err)
		return out
	}
	win := func(s string) string {
		out, err := charmap.Windows1252.NewEncoder().String(s)
		require.NoError(t, err)
		return out
	}
	for _, c := range []struct{ name, data, contentType, language, want, note string }{
		{"ASCII", "Quay {a} [b] ~", "", "", "Quay {a} [b] ~", ""},
		{"ASCII, said", "Quay", "text/plain; charset=us-ascii", "", "Quay", ""},
		{"UTF-8", german, "", "", german, ""},
		{"windows", win(german + " – „so“ don’t"), "", "", german + " – „so“ don’t", "read as windows-1252"},
		{"hard spaces", "Helen\xa0Corbett", "", "", "Helen\u00a0Corbett", "read as windows-1252"},
		{"quotes before words", "the \x93quay\x94 \x96 it\x92s", "", "", "the “quay” – it’s", "read as windows-1252"},
		{"DOS", dos(german), "", "", german, "read as cp850"},
		{"DOS French", dos(french), "", "", french, "read as cp850"},
		{"Latin 2, said", "\xb3\xf3d\xbc", "text/plain; charset=iso-8859-2", "", "łódź", ""},
		{"UTF-8 with a stray byte", german + " caf\xe9", "", "", german + " caf\ufffd", "became U+FFFD"},
		{"said UTF-8", win(german), "text/plain; charset=utf-8", "", german, "declared utf-8"},
		{"Russian", "\xcf\xee\xf0\xf2 \xe7\xe0\xea\xf0\xfb\xf2", "", "ru", "Порт закрыт", "windows-1251"},
		{"Russian of Unix", "\xf0\xcf\xd2\xd4 \xda\xc1\xcb\xd2\xd9\xd4", "", "ru-RU", "Порт закрыт", "koi8-r"},
		{"Polish", "\xa3\xf3d\x9f", "", "pl", "Łódź", "windows-1250"},
		{"Polish of Unix", "\xa3\xf3d\xbc \xb6wi\xeato", "", "pl", "Łódź święto", "iso-8859-2"},
		{"Swedish", "S} h{r g|r man p} sj|n och att det {r f|r s}", "", "", "Så här gör man på sjön och att det är för så", "ISO 646 SE"},
		{"Danish", "P} |en er det ogs} f|rste gang og det g|res s}", "", "", "På øen er det også første gang og det gøres så", "ISO 646 DK"},
		{"French", "Le pr{sident {tait d{j@ l@ apr}s les {lections", "", "fr", "Le président était déjà là après les élections", "ISO 646 FR"},
		{"Spanish", "El a|o que viene los ni|os de Espa|a", "", "", "El año que viene los niños de España", "ISO 646 ES"},
		{"Italian, said", "La citt{ pi` bella", "text/plain; charset=iso646-it", "", "La città più bella", ""},
		{"designated", "\x1b(Hf|r\x1b(B", "", "", "för", ""},
		{"a language alone is no proof", "Set {a|b} for c", "", "de", "Set {a|b} for c", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, note, err := codepage.Decode([]byte(c.data), codepage.Hint{ContentType: c.contentType, Language: c.language})
			require.NoError(t, err)
			require.Equal(t, c.want, got)
			require.Contains(t, note, c.note)
			require.Equal(t, c.note == "", note == "", note)
		})
	}
	_, _, err := codepage.Decode([]byte("x"), codepage.Hint{ContentType: "text/plain; charset=nobodys"})
	require.ErrorIs(t, err, codepage.ErrCharset)
}

func FuzzDecode(f *testing.F) {
	for _, s := range []string{"f}r }ber", "caf\xe9", "\x1b(K{", "\x81\x84x", "Ünder"} {
		f.Add([]byte(s), "", "de")
	}
	f.Fuzz(func(t *testing.T, data []byte, contentType, language string) {
		text, _, err := codepage.Decode(data, codepage.Hint{ContentType: contentType, Language: language})
		if err == nil {
			require.True(t, utf8.ValidString(text))
			require.LessOrEqual(t, len(text), 4*len(data)+8)
		}
	})
}
