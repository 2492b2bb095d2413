package page_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/page"
)

// A page that names its writer to readers alone has a by-line all the same.
func TestShownByLine(t *testing.T) {
	t.Parallel()
	const text = `<p>The crane at the old quay came down on Friday after a storm that nobody in the town had expected to be so strong.</p>` +
		`<p>Nobody was hurt, the harbour master said, but the ferry will not run again before the end of the month at least.</p>`
	for head, want := range map[string]string{
		`<p>By Ada Quay</p>`:    "Ada Quay",
		`<p>Por Ada Muelle</p>`: "Ada Muelle",
		`<div class="post-byline">By Ada Quay and Bo Lee</div>`:    "Ada Quay and Bo Lee",
		`<span class="author-name">Ada Quay</span>`:                "Ada Quay",
		`<p><a rel="author nofollow" href="/ada">Ada Quay</a></p>`: "Ada Quay",
		`<div class="byline">8 July 2025</div>`:                    "",
		`<aside><p>By Ada Quay</p></aside>`:                        "",
		`<p>By the quay stood a crane.</p>`:                        "",
	} {
		list, err := page.Parse(format.Input{Data: []byte(`<html lang="es"><body><article><h1>The crane fell</h1>` + head + text + `</article></body></html>`)})
		require.NoError(t, err, head)
		require.Equal(t, want, list[0].Item.By, head)
		require.NotContains(t, list[0].Item.Bodies[0].Value, "By Ada Quay</p>", head)
	}
}
