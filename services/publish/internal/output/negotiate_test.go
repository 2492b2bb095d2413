package output

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheFormatIsChosenByNameOrAccept(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ query, accept, want string }{
		{"", "", "ninjs"},
		{"", "*/*", "ninjs"},
		{"", "application/json", "ninjs"},
		{"", "application/json; version=2.2", "ninjs-2"},
		{"", "application/json; version=1.6", "ninjs-1"},
		{"", "application/json; version=3.1", "ninjs"},
		{"", "application/json; version=9", ""},
		{"", "text/plain", "text"},
		{"", "text/*", "nitf"},
		{"", "text/*;q=0.5, text/plain", "text"},
		{"", "text/vnd.iptc.nitf;q=0.3, application/vnd.iptc.g2.newsitem+xml;q=0.7", "newsml-g2"},
		{"", "APPLICATION/VND.IPTC.G2.NEWSITEM+XML", "newsml-g2"},
		{"", "application/json;q=0, */*;q=0.1", "newsml-g2"},
		{"", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "ninjs"},
		{"", "image/png", ""},
		{"", "text/plain;q=nan", ""},
		{"", ";;;", "ninjs"},
		{"?format=nitf", "application/json", "nitf"},
		{"?format=docx", "application/json", ""},
	} {
		r := httptest.NewRequest(http.MethodGet, "/"+c.query, nil)
		if c.accept != "" {
			r.Header.Set("Accept", c.accept)
		}
		got, formats := "", Formats()
		if i := Choose(r, formats); i >= 0 {
			got = formats[i].Name
		}
		require.Equal(t, c.want, got, "%s %s", c.query, c.accept)
	}
}
