package page_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/services/normalize/internal/format/page"
)

// storyLines are paragraphs as a story has them, in plain language.
func storyLines() []string {
	return []string{
		"A container ferry ran aground off the harbour of Salzmoor early on Monday after its steering failed in heavy fog, the coast guard said.",
		"All 214 passengers and 31 crew members were taken off the ship by lifeboats within three hours, and nobody was seriously hurt.",
		"“We heard a scraping noise, then everything went quiet,” said Ida Brack, a teacher who was travelling with her class of twelve pupils.",
		"The ship, built in 1998 and named after the island it serves, lies on a sandbank about two kilometres from the pier.",
		"Harbour master Jon Quay said tugs would try to pull it free at high tide on Tuesday, if the weather allows it.",
		"It is the third accident on the route this year. In March a smaller boat lost its propeller in the narrow channel.",
	}
}

func storyWith(at int, markup string) string {
	var b strings.Builder
	for i, line := range storyLines() {
		b.WriteString("<p>" + line + "</p>\n")
		if i == at {
			b.WriteString(markup)
		}
	}
	return b.String()
}

func bodyOf(t *testing.T, markup string) string {
	t.Helper()
	list, err := page.Parse(input(markup))
	require.NoError(t, err)
	return list[0].Item.Bodies[0].Value
}

// What systems put among the paragraphs of a story leaves, and the story stays.
func TestWhatSystemsPutIntoAStoryLeaves(t *testing.T) {
	t.Parallel()
	for name, markup := range map[string]string{
		"advertisement":     `<div class="slot_x1">Advertisement<br>Article continues below this ad</div>`,
		"donation":          `<div class="c-contribute"><h3>One more thing from us</h3><p>We believe that news of the harbour should be free for everyone on the coast.</p></div>`,
		"read also":         `<p><b>ALSO READ |</b> <a href="/a">Fog closes the airport of Nordhafen for a second day in a row</a></p>`,
		"label and link":    `<p><strong>DON'T MISS</strong></p>`,
		"tools":             `<div>Text size A A A</div>`,
		"comment's writer":  `<div class="comment-box"><b>Harald from the pier</b><div>Old ships and a company that thinks of its profits alone, what else did you expect?</div></div>`,
		"by-line with date": `<div class="node__meta">By Ida Brack and the desk in Nordhafen</div>`,
		"module class":      `<div class="ReadNext_r__5"><h3>Further down the coast</h3><p>Storm closes three schools on the island until Friday morning.</p></div>`,
		"paywall":           `<div class="c-paywall"><h3>Read on for one euro</h3><p>This article and all others for four weeks on each of your devices.</p><p>Already a subscriber? Log in to read</p></div>`,
	} {
		body := bodyOf(t, `<html><head><title>Ferry aground</title></head><body><main><article><h1>Ferry aground</h1>`+storyWith(3, markup)+`</article></main></body></html>`)
		for _, line := range storyLines() {
			assert.Contains(t, body, line, name)
		}
		assert.Equal(t, len(storyLines()), strings.Count(body, "<p>"), "%s: %s", name, body)
	}
}

func TestLinesOnAWriterInItalicsEndAStory(t *testing.T) {
	t.Parallel()
	body := bodyOf(t, `<html><body><article><h1>Ferry aground</h1>`+storyWith(5, `<p><em>Ada Moor is a writer based in Nordhafen.</em></p><h3>More on the coast</h3>`)+`</article></body></html>`)
	require.NotContains(t, body, "Ada Moor")
	require.NotContains(t, body, "More on the coast")
	body = bodyOf(t, `<html><body><article><h1>Ferry aground</h1>`+storyWith(5, `<p>Ada Moor is a writer based in Nordhafen, and she was on board.</p>`)+`</article></body></html>`)
	require.Contains(t, body, "Ada Moor")
}

// A quote that is the headline too is said once as such, and again where it stands.
func TestTheHeadlineIsAParagraphWithinTheStory(t *testing.T) {
	t.Parallel()
	body := bodyOf(t, `<html><head><title>We wait for the tide</title></head><body><article><h1>We wait for the tide</h1><p>We wait for the tide</p>`+storyWith(3, `<p>We wait for the tide.</p>`)+`</article></body></html>`)
	require.Equal(t, 1, strings.Count(body, "We wait for the tide"), body)
	require.Contains(t, body, "We wait for the tide.")
}

// The only article element of a page may be the teaser of another story.
func TestATeaserIsNotTheStory(t *testing.T) {
	t.Parallel()
	teaser := `<article class="post-card"><h3><a href="/x">Storm closes schools</a></h3><p>The storm that hit the island on Thursday night has damaged the roofs of three schools.</p></article>`
	for _, around := range []string{`<div class="widget-content">%s</div><div class="widget-posts">%s</div>`, `<div><div>%s</div></div>%s`} {
		body := bodyOf(t, `<html><head><title>Ferry aground</title></head><body><div><h1>Ferry aground</h1></div>`+fmt.Sprintf(around, storyWith(-1, ""), teaser)+`</body></html>`)
		for _, line := range storyLines() {
			require.Contains(t, body, line)
		}
		require.NotContains(t, body, "roofs of three schools")
	}
}

// What only shows when the reader points at a name is no text of the paragraph.
func TestWhatIsNotShownIsNoText(t *testing.T) {
	t.Parallel()
	hidden := `<p>Harbour master <a href="/q">Jon Quay</a><span class="rollover-people-block"><span class="rollover-block"><a href="/1">Quay wants a second pier</a></span></span> spoke of <span class="term">slack water<span class="tooltip-text">the hour between two tides</span></span> to reporters on the pier.</p>`
	body := bodyOf(t, `<html><body><article><h1>Ferry aground</h1>`+storyWith(3, hidden)+`</article></body></html>`)
	require.Contains(t, body, "Harbour master Jon Quay spoke of slack water to reporters on the pier.")
}
