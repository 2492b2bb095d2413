package plaintext

import (
	"regexp"
	"strconv"
	"strings"
)

const digits = `(\d{1,3}(?:[.,' ]\d{3})+|\d{1,9})`

// The words with which pages label their counts.
const (
	viewWords    = `views?|reads?|page ?views|aufrufe|vistas|visitas|vues|visualizações|visualizzazioni|weergaven|visninger`
	commentWords = `comments?|repl(?:y|ies)|responses?|kommentare?|comentarios?|commentaires?|comentários?|commenti|reacties|kommentarer`
)

var (
	bareNumber   = regexp.MustCompile(`^` + digits + `$`)
	viewCount    = labelled(viewWords)
	commentCount = labelled(commentWords)
)

func labelled(words string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)^(?:` + digits + `\s*(?:` + words + `)|(?:` + words + `)\s*[:(]?\s*` + digits + `\)?)$`)
}

// count takes a line such as "122 views" and reports whether it was one.
func (h *head) count(line string) bool {
	line = strings.TrimSpace(line)
	for _, kind := range []struct {
		syntax *regexp.Regexp
		field  **int
	}{{viewCount, &h.views}, {commentCount, &h.comments}} {
		m := kind.syntax.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		if *kind.field == nil {
			*kind.field = number(m[1] + m[2])
		}
		return true
	}
	return false
}

// bare tells two numbers without words apart: nobody comments on what he hasn't
// seen, so the smaller one counts the comments.
func (h *head) bare(numbers []string) {
	a, b := number(numbers[0]), number(numbers[1])
	if *a > *b {
		a, b = b, a
	}
	if h.comments == nil {
		h.comments = a
	}
	if h.views == nil {
		h.views = b
	}
}

// groupMarks stand between the digits of a number.
var groupMarks = strings.NewReplacer(".", "", ",", "", "'", "", " ", "")

// number reads what the syntax above matches: up to some hundred digits in
// groups of three, of which more than 18 are no count.
func number(s string) *int {
	n, err := strconv.Atoi(groupMarks.Replace(s))
	if err != nil {
		n = 0
	}
	return &n
}
