package anpa1312

import (
	"regexp"
	"strings"

	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter/htmltext"
)

// above is a line above the story, with what ends it: "<" for quad left, "=" for
// quad center, or nothing.
type above struct{ text, quad string }

// split parts the lines above the story from it. They begin with a caret or with
// upper rail; one that no quad ends goes on in the next line.
func split(lines []string) ([]above, []string) {
	var out []above
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		if htmltext.Plain(line) == "" {
			continue
		}
		if !isAbove(line) {
			return out, lines[i:]
		}
		text := htmltext.Plain(line)
		for quad(text) == "" && i+1 < len(lines) && continues(lines[i+1]) && len(text) < 1000 {
			i++
			text += " " + htmltext.Plain(lines[i])
		}
		out = append(out, parts(text)...)
	}
	return out, nil
}

// parts are the lines that one line holds: "*9006< ^AP-Headlines,0176<".
func parts(text string) []above {
	if strings.HasPrefix(strings.TrimLeft(text, "^"), "*") {
		return []above{{text: strings.Trim(text, "^<= "), quad: quad(text)}}
	}
	var out []above
	for text != "" {
		end := len(text)
		if loc := nextLine.FindStringIndex(text); loc != nil {
			end = loc[0] + 1
		}
		if p := strings.TrimSpace(strings.Trim(text[:end], "^<>= ")); p != "" {
			out = append(out, above{text: p, quad: quad(text[:end])})
		}
		text = text[end:]
	}
	return out
}

func isAbove(line string) bool {
	line = strings.TrimLeft(line, " ")
	return strings.HasPrefix(line, "^") || strings.HasPrefix(line, "\x0e")
}

// nextLine is a quad before the caret of a further line.
var nextLine = regexp.MustCompile(`[<=>] *\^`)

// continues reports whether a line can be the rest of the one above it.
func continues(line string) bool {
	return htmltext.Plain(line) != "" && !isAbove(line) && !strings.HasPrefix(line, "\t") && !strings.HasPrefix(line, "  ")
}

func quad(line string) string {
	line = strings.TrimRight(line, " ")
	if line == "" || !strings.ContainsAny(line[len(line)-1:], "<=>^") {
		return ""
	}
	return line[len(line)-1:]
}
