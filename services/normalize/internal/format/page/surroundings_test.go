package page_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// What surrounds a story on a page is none of it, told by its name, by being links
// alone, or by speaking of the writer.
func TestSurroundings(t *testing.T) {
	t.Parallel()
	const text = "The tide tables for the coming season are printed on the back of this sheet."
	story := `<p>` + strings.Join(paragraphs, "</p><p>") + `</p>`
	for name, c := range map[string]struct {
		part string
		kept bool
	}{
		"related stories":    {`<div class="story__related"><p>` + text + `</p></div>`, false},
		"notice on comments": {`<div id="comments-note"><p>` + text + `</p></div>`, false},
		"newsletter":         {`<section class="newsletter box"><p>` + text + `</p></section>`, false},
		"list of links":      {`<ul><li><a href="/a">` + text + `</a></li><li><a href="/b">Fishermen ask for another basin</a></li></ul>`, false},
		"the writer":         {`<p>Ada Quay is a reporter who prints tide tables for the coming season.</p>`, false},
		"a list":             {`<ul><li>` + text + `</li><li>Two gaps</li></ul>`, true},
		"plain":              {`<div class="unrelated"><p>` + text + `</p></div>`, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := parse(t, `<html><head><title>Breakwater</title><meta name="author" content="Ada Quay"></head><body><article class="has-comments"><h1>Breakwater</h1><div class="body">`+story+c.part+`</div></article></body></html>`)
			require.Equal(t, c.kept, strings.Contains(got.Item.Bodies[0].Value, "for the coming season"), got.Item.Bodies[0].Value)
			require.Contains(t, got.Item.Bodies[0].Value, "nine million crowns")
		})
	}
}
