package email_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The labelled lines that a text begins with are not its text, also in markup and where the
// subject is the headline.
func TestLabelledLinesAboveAMailsText(t *testing.T) {
	t.Parallel()
	const plain = "Slug: harbour-blast\nByline: Ida Brack\n\nAn explosion shook the harbour.\n\nTwo people were hurt."
	for name, mail := range map[string]string{
		"plain":      with("Subject: Explosion in Saltmoor\r\n", plain),
		"paragraphs": with("Subject: Explosion in Saltmoor\r\nContent-Type: text/html\r\n", "<title>x</title><p>Slug:\n <b>harbour-blast</b></p>\n<p>Byline: Ida Brack</p><p>An <em>explosion</em> shook the harbour.</p><p>Two people were hurt.</p>"),
		"breaks":     with("Subject: Explosion in Saltmoor\r\nContent-Type: text/html\r\n", "<div>Slug: harbour-blast<br>Byline: Ida Brack<br><br>An <em>explosion</em> shook the harbour.</div><div>Two people were hurt.</div>"),
		"both": with("Subject: Explosion in Saltmoor\r\nContent-Type: multipart/alternative; boundary=b\r\n", "--b\r\nContent-Type: text/plain\r\n\r\n"+plain+
			"\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>Slug: harbour-blast</p><p>Byline: Ida Brack</p><p>An <em>explosion</em> shook the harbour.</p><p>Two people were hurt.</p>\r\n--b--\r\n"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := one(t, mail)
			require.Equal(t, "Explosion in Saltmoor", a.Headlines[0].Value)
			require.Equal(t, []string{"harbour-blast", "Ida Brack"}, []string{a.Slugline, a.By})
			require.Equal(t, "An explosion shook the harbour.\n\nTwo people were hurt.", text(a))
		})
	}
}

// What an invitation says of itself is its text: neither a slug nor a headline is among it.
func TestLinesThatOnlyLookLikeLabels(t *testing.T) {
	t.Parallel()
	a := one(t, with("Subject: Invitation\r\n", "Date: 5 May\nLocation: Town hall\n\nThe mayor will speak."))
	require.Contains(t, text(a), "Town hall")
}

// A text of one line in very many pieces costs no more than its length.
func TestALineOfManyPieces(t *testing.T) {
	t.Parallel()
	const pieces = 400_000
	a := read(t, with("Subject: Pieces\r\nContent-Type: text/html\r\n", "<p>Slug: pieces</p><p>"+strings.Repeat("a<b>b</b>", pieces)))[0]
	require.Equal(t, "pieces", a.Item.Slugline)
	require.Greater(t, len(a.Item.Bodies[0].Value), pieces)
}
