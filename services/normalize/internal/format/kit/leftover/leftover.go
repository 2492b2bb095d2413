// Package leftover knows the paragraphs that publishing systems put among those of a
// story: labels of advertisements and of lists of other stories, buttons, calls to
// subscribe, to follow and to pay, notices of rights, lines of dates and sources, in the
// languages of the news.
//
// It is given the whole text of one paragraph and knows words alone: it must not look at
// markup, nor decide on anything that is longer than such lines are.
package leftover

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxRunes is how long such a paragraph may be, in characters.
const maxRunes = 420

// Is reports whether a paragraph is no part of the story.
func Is(text string) bool {
	text = strings.Join(strings.Fields(text), " ")
	if text == "" || utf8.RuneCountInString(text) > maxRunes {
		return false
	}
	bare := strings.ToLower(strings.TrimFunc(text, decoration))
	switch {
	case bare == "":
		return false // a line that parts the story
	case isLabel(bare), onlyCount.MatchString(bare), tools(bare), contact.MatchString(bare):
		return true
	case !endsSentence(text) && leads().MatchString(bare), dated(bare) && !endsSentence(text):
		return true
	case ended().MatchString(bare):
		return true
	default:
		return call().MatchString(bare)
	}
}

// decoration is what stands around a label: brackets, arrows, marks of lists.
func decoration(r rune) bool {
	return unicode.IsSpace(r) || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && r != '@'
}

func endsSentence(text string) bool {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(text, "\"”’“»)」』 "))
	return strings.ContainsRune(".!?。！？।؟", r)
}

// Words is how many words a text has; where a script has no blanks, two characters
// count as one.
func Words(text string) int {
	n, unparted := len(strings.Fields(text)), 0
	for _, r := range text {
		if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai) {
			unparted++
		}
	}
	return max(n, unparted/2)
}
