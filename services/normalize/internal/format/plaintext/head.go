package plaintext

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
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

// takeHeadline takes the first line, if it can be a headline; a second line that
// begins with a small letter goes on with it.
func takeHeadline(lines []string) (string, []string) {
	if len(lines) == 0 {
		return "", nil
	}
	first := strings.TrimSpace(lines[0])
	if length(first) > maxHeadline || dateLine(first) != "" {
		return "", lines
	}
	rest := lines[1:]
	if len(rest) > 1 && rest[1] == "" && startsSmall(rest[0]) && length(first+rest[0]) < maxHeadline {
		first += " " + strings.TrimSpace(rest[0])
		rest = rest[1:]
	}
	return first, trimEmpty(rest)
}

func startsSmall(line string) bool {
	r, _ := utf8.DecodeRuneInString(line)
	return unicode.IsLower(r)
}

// head is what stands between headline and text.
type head struct {
	by              string
	captions        []string
	views, comments *int
	unlabelled      int // lone numbers that nobody can tell the meaning of
	rest            []string
}

// takeHead reads by-line, counts and caption. Short lines are captions only on a
// page (form says that there was a comment form; counts say it too): elsewhere
// they are text.
func takeHead(lines []string, form bool) head {
	var h head
	var numbers, short []string
	i, textAt := 0, -1
	for ; i < len(lines) && i < 2*maxHead; i++ {
		line := strings.TrimSpace(lines[i])
		switch {
		case line == "":
		case h.by == "" && byLine.MatchString(line):
			h.by = strings.TrimSpace(byLine.FindStringSubmatch(line)[1])
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
	for _, c := range h.captions {
		a.Item.Descriptions = append(a.Item.Descriptions, ninjs.Text{Role: "caption", Value: c})
	}
	if h.unlabelled > 0 {
		a.Note("numbers below the headline that say nothing of their meaning: left out")
	}
}
