package names

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wireroom/wireroom/services/enrich/internal/names/tagger"
	"github.com/wireroom/wireroom/services/enrich/internal/names/token"
)

// Bounds of what is read of an article.
const (
	maxHeadline = 1 << 10 // bytes
	maxBody     = 64 << 10
	maxSentence = 120 // tokens
)

// style is how a sentence uses capitals.
type style uint8

const (
	plain    style = iota
	capitals       // ALL IN CAPITALS
	titled         // As In Titles
)

// sentence is a range of tokens.
type sentence struct {
	from, to int
	style    style
}

// reader is the memory that reading an article takes; it is used again.
type reader struct {
	text      string
	tokens    []token.Token
	sentences []sentence
	mentions  []mention
	scratch   tagger.Scratch
	seen      seen
	copies    []token.Token
	groups    []group
	into      []int // for each group, the one that it joins, -1 for none
	sport     bool
}

// begin cuts headline and body into sentences.
func (r *reader) begin(headline, body string) {
	headline, body = head(headline, maxHeadline), head(body, maxBody)
	r.text = body
	if headline != "" && !strings.HasPrefix(body, headline) {
		r.text = headline + "\n\n" + body
	}
	r.tokens = token.Split(r.text, wrapped(body), r.tokens[:0])
	r.sentences, r.mentions = r.sentences[:0], r.mentions[:0]
	for from := 0; from < len(r.tokens); {
		to := r.end(from)
		r.sentences = append(r.sentences, sentence{from, to, r.styleOf(from, to)})
		from = to
	}
}

// head cuts a text between two runes.
func head(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return s[:n]
}

// wrapped says that the lines of a text are cut at a fixed length.
func wrapped(text string) bool {
	text = head(text, 4<<10)
	lines, full := 0, 0
	for line := range strings.Lines(text) {
		n := len(line)
		switch {
		case n > 90:
			return false
		case n > 50:
			full++
		}
		lines++
	}
	return lines >= 3 && full*2 >= lines
}

// end gives the end of the sentence that begins at from.
func (r *reader) end(from int) int {
	for i := from; i < len(r.tokens); i++ {
		switch {
		case i > from && r.tokens[i].Break, i-from == maxSentence:
			return i
		case !r.stop(i):
		case i+1 < len(r.tokens) && r.quote(i+1) && !r.tokens[i+1].Break:
			return i + 2
		default:
			return i + 1
		}
	}
	return len(r.tokens)
}

// stop says that a sentence can end at a token.
func (r *reader) stop(i int) bool {
	switch r.word(i) {
	case ".", "!", "?":
		return i+1 == len(r.tokens) || r.tokens[i+1].Shape != token.Lower
	}
	return false
}

func (r *reader) quote(i int) bool {
	w := r.word(i)
	return w == `"` || w == "”" || w == "''"
}

// lower says that a word is in lower case in a script that has capitals.
func (r *reader) lower(i int) bool {
	c, _ := utf8.DecodeRuneInString(r.word(i))
	return unicode.IsLower(c)
}

func (r *reader) word(i int) string { return r.tokens[i].Text(r.text) }

// styleOf tells headlines in capitals and in title case from sentences.
func (r *reader) styleOf(from, to int) style {
	words, upper, long, capital := 0, 0, 0, 0
	for i := from; i < to; i++ {
		t := &r.tokens[i]
		if t.Shape == token.Punctuation || t.Shape == token.Number {
			continue
		}
		words++
		if t.Shape == token.Acronym || t.Shape == token.Initial || r.word(i) == "'S" {
			upper++
		}
		if t.End-t.Start > 3 {
			long++
			if t.Shape.Capital() {
				capital++
			}
		}
	}
	switch {
	case words >= 2 && upper*10 >= words*8:
		return capitals
	case from == 0 && long >= 4 && capital*5 >= long*4 && words >= 5 && r.word(to-1) != ".":
		return titled
	}
	return plain
}
