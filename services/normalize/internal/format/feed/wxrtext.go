package feed

import (
	"regexp"
	"strings"
)

var (
	caption    = regexp.MustCompile(`(?s)\[caption[^\]]*\]\s*((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)(.*?)\[/caption\]`)
	embed      = regexp.MustCompile(`\[embed[^\]]*\]\s*(https?://[^\s\[\]<>"]+)\s*\[/embed\]`)
	shortcode  = regexp.MustCompile(`\[/?(?:gallery|playlist|audio|video)(?:\s[^\]]*)?\]`)
	emptyLines = regexp.MustCompile(`\r?\n(?:[ \t]*\r?\n)+`)
	blockStart = regexp.MustCompile(`(?i)^\s*<(?:!--|/?(?:` + blockNames + `)\b)`)
	blockTag   = regexp.MustCompile(`(?i)<(/?)(?:` + blockNames + `)\b[^>]*>`)
)

const blockNames = `p|div|h[1-6]|ul|ol|li|dl|table|thead|tbody|tr|td|th|blockquote|pre|figure|figcaption|section|article|aside|form|iframe|hr`

// paragraphs makes HTML of a post as WordPress keeps it: outside of blocks, empty
// lines part its paragraphs and line ends its lines; shortcodes stand for pictures.
func paragraphs(post string) string {
	post = caption.ReplaceAllString(post, "\n\n<figure>$1<figcaption>$2</figcaption></figure>\n\n")
	post = embed.ReplaceAllString(post, `<a href="$1">$1</a>`)
	post = shortcode.ReplaceAllString(post, "")
	if !strings.Contains(post, "<") {
		return post
	}
	var b strings.Builder
	depth := 0
	for _, chunk := range emptyLines.Split(post, -1) {
		text := chunk
		if depth == 0 {
			text = strings.TrimSpace(chunk)
		}
		if depth == 0 && text != "" && !blockStart.MatchString(text) && !blockTag.MatchString(text) {
			text = "<p>" + strings.ReplaceAll(strings.ReplaceAll(text, "\r", ""), "\n", "<br/>") + "</p>"
		}
		for _, m := range blockTag.FindAllStringSubmatch(text, -1) {
			switch {
			case m[1] != "":
				depth = max(0, depth-1)
			case !strings.HasSuffix(m[0], "/>") && !strings.EqualFold(m[0][:3], "<hr"):
				depth++
			}
		}
		b.WriteString(text + "\n\n")
	}
	return strings.TrimSpace(b.String())
}
