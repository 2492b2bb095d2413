package page_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A page whose <font> is never closed, in each of some hundred paragraphs, is read.
func TestFormattingThatIsNeverClosed(t *testing.T) {
	t.Parallel()
	var body strings.Builder
	for i := range 300 {
		fmt.Fprintf(&body, "<p><font size=%d color=c%d>The council decided on item %d of its list on Monday, and <b>nobody</b> spoke against it.\n", i%7, i, i)
	}
	a := parse(t, "<html><head><title>Council decides</title></head><body><h1>Council decides</h1>"+body.String()+"</body></html>")
	require.Contains(t, a.Notes, "formatting that is never closed was left out")
	text := a.Item.Bodies[0].Value
	require.Equal(t, 300, strings.Count(text, "<p>"))
	require.True(t, strings.Contains(text, "item 299 of its list on Monday, and nobody spoke"))
}
