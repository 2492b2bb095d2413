package mapped

import (
	"fmt"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
	"golang.org/x/text/language"

	"github.com/wireroom/wireroom/services/normalize/internal/tidy/markup"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

func toLine(_ setting, from node) ([]node, error) {
	return typed("text/plain", strings.Join(strings.Fields(from.text()), " "), from), nil
}

func toPlain(_ setting, from node) ([]node, error) {
	return typed("text/plain", markup.Clean(from.markup(), false).Text, from), nil
}

func toHTML(_ setting, from node) ([]node, error) {
	media := "text/html"
	if x, ok := from.(xmlNode); ok && x.hasElements() {
		media = "application/xhtml+xml"
	}
	return typed(media, strings.TrimSpace(from.markup()), from), nil
}

func toLanguage(_ setting, from node) ([]node, error) {
	said := strings.TrimSpace(from.text())
	if said == "" {
		return nil, nil
	}
	tag, err := language.Parse(said)
	if err != nil || tag == language.Und || len(said) > 64 {
		return nil, fmt.Errorf("%.40q is no code of a language", said)
	}
	return one(tag.String(), from), nil
}

func toUrgency(_ setting, from node) ([]node, error) {
	said := strings.ToLower(strings.TrimSpace(from.text()))
	if said == "" {
		return nil, nil
	}
	words := map[string]string{
		"f": "1", "b": "2", "u": "3", "r": "4", "d": "5",
		"flash": "1", "bulletin": "2", "urgent": "3", "routine": "4", "deferred": "5",
	}
	digits := strings.TrimLeft(said, "0123456789")
	n, err := strconv.Atoi(said[:len(said)-len(digits)])
	switch {
	case words[said] != "":
		return one(words[said], from), nil
	case err != nil || n < 1 || n > 9:
		return nil, fmt.Errorf("%.40q is no urgency from 1 to 9", said)
	default:
		return one(strconv.Itoa(n), from), nil
	}
}

func readNumber(v *yaml.Node, key string) (func(setting, node) ([]node, error), error) {
	decimal := "."
	if v != nil {
		err := each(v, key, func(name string, v *yaml.Node) (err error) {
			if name != "decimal" {
				return unknown(v, key+"."+name, []help{{Name: "decimal"}})
			}
			if decimal, err = text(v, key); err == nil && decimal != "." && decimal != "," {
				err = errorf(v, key, "decimal should be . or ,")
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	other := map[string]string{".": ",", ",": "."}[decimal]
	cut := strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "'", "", other, "", decimal, ".")
	return func(_ setting, from node) ([]node, error) {
		said := strings.TrimSpace(from.text())
		if said == "" {
			return nil, nil
		}
		number := cut.Replace(said)
		if _, err := strconv.ParseFloat(number, 64); err != nil || len(number) > 40 {
			return nil, fmt.Errorf("%.40q is no number", said)
		}
		return one(number, from), nil
	}, nil
}

func readParagraphs(v *yaml.Node, key string) (func(setting, node) ([]node, error), error) {
	every := false
	if v != nil {
		said, err := text(v, key)
		if err == nil && said != "each" {
			err = errorf(v, key, "%q: the only option is each", said)
		}
		if err != nil {
			return nil, err
		}
		every = true
	}
	return func(_ setting, from node) ([]node, error) {
		return typed("text/html", paragraphs(from.text(), every), from), nil
	}, nil
}

// paragraphs makes markup of lines.
func paragraphs(text string, every bool) string {
	var b strings.Builder
	inside := false
	for line := range strings.Lines(strings.ReplaceAll(text, "\r\n", "\n")) {
		trimmed := strings.TrimSpace(line)
		indented := trimmed != "" && (line[0] == '\t' || strings.HasPrefix(line, "  ") || strings.HasPrefix(line, "\u2003"))
		if inside && (every || trimmed == "" || indented) {
			b.WriteString("</p>")
			inside = false
		}
		if trimmed == "" {
			continue
		}
		if inside {
			b.WriteByte(' ')
		} else {
			b.WriteString("<p>")
		}
		inside = true
		b.WriteString(xmltree.Escape(trimmed))
	}
	if inside {
		b.WriteString("</p>")
	}
	return b.String()
}
