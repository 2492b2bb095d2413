package plaintext

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter"
)

// What is how long, in characters. A headline of an agency has up to 100, one of
// a page up to twice that; a caption is shorter than any paragraph of a story.
const (
	maxHeadline = 200
	maxCaption  = 160
	minLong     = 120 // a line that can only be a paragraph
	maxHead     = 12  // lines between headline and text
)

var byLine = regexp.MustCompile(`^(?i:by|von|par|por|av|af|door|di)[: ]\s*(\p{Lu}[\p{L}\p{M}.'’,&/ -]{1,100})$`)

// headlines takes the first line, if it can be a headline, and a deck right below it.
// A second line that begins with a small letter, or shouts as the first does, goes on
// with it.
func headlines(lines []string) ([]ninjs.Text, []string) {
	if len(lines) == 0 {
		return nil, nil
	}
	first := strings.TrimSpace(lines[0])
	if length(first) > maxHeadline || dateLine(first) != "" {
		return nil, lines
	}
	rest := lines[1:]
	if len(rest) > 1 && rest[1] == "" && goesOn(first, rest[0]) && length(first+rest[0]) < maxHeadline {
		first += " " + strings.TrimSpace(rest[0])
		rest = rest[1:]
	}
	out := []ninjs.Text{{Value: first}}
	sub, rest := takeSub(first, rest)
	if sub.Value != "" {
		out = append(out, sub)
	}
	return out, trimEmpty(rest)
}

func goesOn(first, second string) bool {
	return startsSmall(second) || teleprinter.Shouts(first) && teleprinter.Shouts(second)
}

func startsSmall(line string) bool {
	r, _ := utf8.DecodeRuneInString(line)
	return unicode.IsLower(r)
}

// head is what stands between headline and text.
type head struct {
	by              string
	decks, captions []string
	views, comments *int
	unlabelled      int // lone numbers that nobody can tell the meaning of
	rest            []string
}

// takeHead reads by-line, counts and caption. Short lines are captions only on a
// page (form says that there was a comment form; counts say it too): elsewhere
// they are text.
func takeHead(lines []string, form bool, n *notices) head {
	var h head
	var numbers, short []string
	i, textAt := 0, -1
	for ; i < len(lines) && i < 2*maxHead; i++ {
		line := strings.TrimSpace(lines[i])
		switch {
		case line == "":
		case h.by == "" && byLine.MatchString(line):
			h.by = strings.TrimSpace(byLine.FindStringSubmatch(line)[1])
			if isTitle(lines, i+1) {
				i++
				h.by += ", " + strings.TrimSpace(lines[i])
			}
			if len(short) == 1 && i+1 < len(lines) {
				// what stands between headline and by-line is no text yet
				h.decks, short, textAt = short, nil, -1
			}
		case n.take(line):
		case h.count(line):
		case bareNumber.MatchString(line) && len(short) == 0:
			numbers = append(numbers, line)
		default:
			if textAt < 0 {
				textAt = i
			}
			if length(line) > maxCaption || !alone(lines, i) || dateLine(line) != "" {
				return h.finish(lines, i, textAt, numbers, short, form)
			}
			short = append(short, line)
		}
	}
	return h.finish(lines, i, textAt, numbers, short, form)
}

// isTitle reports whether the line below a by-line says what its writer is.
func isTitle(lines []string, i int) bool {
	if i+1 >= len(lines) || lines[i] == "" || lines[i+1] != "" {
		return false
	}
	line := strings.TrimSpace(lines[i])
	return length(line) <= 60 && !strings.HasSuffix(line, ".") && dateLine(line) == "" && !bareNumber.MatchString(line) && !isCount(line)
}

// alone: a caption is a block of its own.
func alone(lines []string, i int) bool { return i+1 >= len(lines) || lines[i+1] == "" }

// finish decides what the lines before the text at i were: on a page, with a
// long paragraph to follow, short ones are captions.
func (h head) finish(lines []string, i, textAt int, numbers, short []string, form bool) head {
	page := form || len(numbers) == 2 || h.views != nil || h.comments != nil
	start := i
	captions := page && i < len(lines) && length(lines[i]) >= minLong && len(short) <= 2
	if captions {
		h.captions = short
	} else if textAt >= 0 {
		start = textAt
	}
	h.rest = trimEmpty(lines[min(start, len(lines)):])
	switch {
	case len(numbers) == 2:
		h.bare(numbers)
	case page:
		h.unlabelled = len(numbers)
	default:
		// no page: a number is a part of the text
		h.rest = append(withGaps(numbers), h.rest...)
	}
	return h
}

func withGaps(lines []string) []string {
	var out []string
	for _, line := range lines {
		out = append(out, line, "")
	}
	return out
}

// tell writes what was found to the article.
func (h head) tell(a *format.Article) {
	for _, d := range h.decks {
		a.Item.Headlines = append(a.Item.Headlines, ninjs.Text{Role: "sub", Value: d})
	}
	for _, c := range h.captions {
		a.Item.Descriptions = append(a.Item.Descriptions, ninjs.Text{Role: "caption", Value: c})
	}
	if h.unlabelled > 0 {
		a.Note("numbers below the headline that say nothing of their meaning: left out")
	}
}
