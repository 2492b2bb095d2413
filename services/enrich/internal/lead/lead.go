// Package lead makes a summary of an article out of its own first sentences, as
// the rule of the inverted pyramid lets it: a wire story says first what counts.
//
// It must not write a word that the article does not say.
package lead

import (
	"context"
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/sentences"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/enrich/internal/frame"
)

// Role of the description that holds the summary.
const Role = "summary"

// Bounds of a summary in code points: sentences are taken as long as they fit into
// MaxLength. A first one that is longer is the summary by itself, if it is not
// longer than Longest: sentences stay as they stand.
const (
	MaxLength = 300
	Longest   = 600
	// enough is where a summary may end with its paragraph.
	enough = 120
)

// window bounds what is looked at, in bytes: any sentence that may be taken fits.
const window = 5 * Longest

// Enricher adds a summary where the provider gave none.
type Enricher struct{}

// Name of the enricher.
func (Enricher) Name() string { return "summary" }

// Enrich gives the summary of an article with a plain body and no description in
// that role.
func (Enricher) Enrich(_ context.Context, a *frame.Article) (frame.Change, error) {
	for _, d := range a.Item.Descriptions {
		if d.Role == Role {
			return frame.Change{}, nil
		}
	}
	text := Summary(a.Text, a.Item.Located)
	if text == "" {
		return frame.Change{}, nil
	}
	return frame.Change{Descriptions: []ninjs.Text{{Role: Role, ContentType: "text/plain", Value: text}}}, nil
}

// Summary gives the first sentences of a plain text without its dateline, but never
// all of them: a text of one sentence has no summary. located is the place that the
// dateline names, if it is known.
func Summary(text, located string) string {
	text = strings.TrimSpace(text)
	clipped := clip(text, window)
	body := clipped[dateline(clipped, located):]
	taken := first(body)
	summary := strings.Join(taken, " ")
	if len(clipped) == len(text) && sameButSpaces(summary, body) {
		summary = strings.Join(taken[:max(0, len(taken)-1)], " ")
	}
	return summary
}

// sameButSpaces reports whether two texts are the same without their spaces.
func sameButSpaces(a, b string) bool {
	for {
		a, b = strings.TrimLeftFunc(a, unicode.IsSpace), strings.TrimLeftFunc(b, unicode.IsSpace)
		if a == "" || b == "" {
			return a == b
		}
		if a[0] != b[0] {
			return false
		}
		a, b = a[1:], b[1:]
	}
}

// first gives the sentences that fit.
func first(text string) (taken []string) {
	length := 0
	for paragraph := range strings.SplitSeq(text, "\n\n") {
		for s := range split(opening(paragraph, MaxLength)) {
			n := utf8.RuneCountInString(s)
			if n > MaxLength && length == 0 {
				return long(paragraph)
			}
			if length > 0 && length+1+n > MaxLength {
				return taken
			}
			taken = append(taken, s)
			length += n + min(length, 1)
		}
		if length >= enough {
			break
		}
	}
	return taken
}

// long gives the first sentence of a paragraph, none if it is too long.
func long(paragraph string) []string {
	for s := range split(opening(paragraph, Longest)) {
		if utf8.RuneCountInString(s) <= Longest {
			return []string{s}
		}
		break
	}
	return nil
}

// opening gives the words of a paragraph with single spaces between them: all of
// them, or more than limit code points. What comes after a word with a letter has
// no say in where the sentences before that word end (UAX #29, SB8), so the last
// one is such a word.
func opening(paragraph string, limit int) string {
	var out strings.Builder
	out.Grow(min(len(paragraph), 2*limit))
	length := 0 // in code points, with a space after each word
	for word := range strings.FieldsSeq(paragraph) {
		if length > 0 {
			out.WriteByte(' ')
		}
		out.WriteString(word)
		if length > limit && strings.ContainsFunc(word, unicode.IsLetter) {
			break
		}
		length += utf8.RuneCountInString(word) + 1
	}
	return out.String()
}

// split gives the sentences of a paragraph. Those that Unicode's rules (UAX #29)
// end after an abbreviation or an initial are joined again.
func split(paragraph string) iter.Seq[string] {
	return func(yield func(string) bool) {
		start, end := 0, 0
		for it := sentences.FromString(paragraph); it.Next(); {
			end += len(it.Value())
			if s := paragraph[start:end]; !abbreviated(s) {
				if !yield(strings.TrimSpace(s)) {
					return
				}
				start = end
			}
		}
		if s := strings.TrimSpace(paragraph[start:]); s != "" {
			yield(s)
		}
	}
}

// clip cuts between code points.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
