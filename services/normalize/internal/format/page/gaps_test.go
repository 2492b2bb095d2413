package page

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"
)

func TestAnEmptyBlockPartsTwoTexts(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"<ul><li>word<p></p>next</li></ul>": "word next", "<ul><li>word<div> </div>next</li></ul>": "word next",
		"<ul><li>word<b></b>next</li></ul>": "wordnext", "<ul><li>word <p></p>next</li></ul>": "word next",
	} {
		root, err := html.Parse(strings.NewReader("<article><h1>Gaps in a list</h1><p>The council published its list of works on Monday, with dates for every street in town.</p>" +
			in + "<p>More text follows here so that it is an article at all, said the mayor.</p></article>"))
		require.NoError(t, err)
		require.Contains(t, render(extracted(root, nil)).plain, want, in)
	}
}
