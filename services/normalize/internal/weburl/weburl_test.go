package weburl_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wireroom/wireroom/services/normalize/internal/weburl"
)

// As a browser writes them (WHATWG URL), but for brackets in paths and queries, which it
// leaves and RFC 3986 forbids.
func TestEscape(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"https://a.example/x?f[0]=b|c":        "https://a.example/x?f%5B0%5D=b%7Cc",
		" https://a.example/fähre 1.jpg?ö=ß ": "https://a.example/f%C3%A4hre%201.jpg?%C3%B6=%C3%9F",
		"https://hafen-süd.example:81/a":      "https://xn--hafen-sd-d6a.example:81/a",
		"https://hafen-s%C3%BCd.example/":     "https://xn--hafen-sd-d6a.example/",
		"HTTPS://a.example/%20%zz\"":          "https://a.example/%20%25zz%22",
		"//a.example/a\nb":                    "//a.example/ab",
		"/bilder/ä b":                         "/bilder/%C3%A4%20b",
		`https:\\a.example\b`:                 "https://a.example/b",
		"mailto:a b@c":                        "mailto:a b@c",
		"https://[2001:db8::1]/a":             "https://[2001:db8::1]/a",
		"?q=a b#c d":                          "?q=a%20b#c%20d",
		"a:b":                                 "a:b",
		"":                                    "",
	} {
		require.Equal(t, want, weburl.Escape(in), in)
	}
}

func TestEscapingTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		once := weburl.Escape(rapid.StringMatching(`(https?:)?(//)?[a-zä.]{0,9}(/[ -~äß]{0,20})?`).Draw(t, "address"))
		require.Equal(t, once, weburl.Escape(once))
	})
}
