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

// Bounds of a summary in code points: sentences are taken as long as they fit
// into MaxLength, and a first one that is longer is cut at a word.
const (
	MaxLength = 300
	// enough is where a summary may end with its paragraph.
	enough = 120
)

// window bounds what is looked at, in bytes.
const window = 6 * MaxLength

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

// Summary gives the first sentences of a plain text without its dateline; located
// is the place that the dateline names, if it is known.
func Summary(text, located string) string {
	text = strings.TrimSpace(text)
	text = clip(text, window)
	text = text[dateline(text, located):]
	var out strings.Builder
	out.Grow(MaxLength + 1)
	length := 0
	for paragraph := range strings.SplitSeq(text, "\n\n") {
		for s := range split(opening(paragraph)) {
			n := utf8.RuneCountInString(s)
			if length > 0 && length+1+n > MaxLength {
				return out.String()
			}
			if length > 0 {
				out.WriteByte(' ')
				length++
			}
			if n > MaxLength {
				out.WriteString(cut(s))
				return out.String()
			}
			out.WriteString(s)
			length += n
		}
		if length >= enough {
			break
		}
	}
	return out.String()
}

// opening gives the words of a paragraph with single spaces between them: all of
// them, or more than fit into a summary. What comes after a word with a letter has
// no say in where the sentences before that word end (UAX #29, SB8), so the last
// one is such a word.
func opening(paragraph string) string {
	var out strings.Builder
	out.Grow(min(len(paragraph), 2*MaxLength))
	length := 0 // in code points, with a space after each word
	for word := range strings.FieldsSeq(paragraph) {
		if length > 0 {
			out.WriteByte(' ')
		}
		out.WriteString(word)
		if length > MaxLength && strings.ContainsFunc(word, unicode.IsLetter) {
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

// cut shortens a sentence to MaxLength at a word and says so by an ellipsis.
func cut(s string) string {
	end, last, n := len(s), 0, 0
	for i, r := range s {
		if n++; n >= MaxLength {
			end = i
			break
		}
		if unicode.IsSpace(r) {
			last = i
		}
	}
	if last > end/2 { // scripts without spaces are cut anywhere
		end = last
	}
	return strings.TrimRightFunc(s[:end], func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) }) + "…"
}

func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
