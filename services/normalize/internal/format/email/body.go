package email

import (
	"html"
	"strings"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/mimetree"
)

// addBodies makes one text of the sections: HTML if one of them has it, and its
// twin.
func (m *message) addBodies(a *format.Article) {
	var markup, plain []string
	hasHTML := false
	for _, s := range m.sections {
		if s.html != "" {
			hasHTML = true
			markup = append(markup, s.html)
		} else if strings.TrimSpace(s.text) != "" {
			markup = append(markup, paragraphs(s.text))
		}
		if s.text == "" {
			s.text = textOf(s.html)
		}
		if strings.TrimSpace(s.text) != "" {
			plain = append(plain, strings.Trim(s.text, "\n"))
		}
	}
	if hasHTML {
		a.Item.Bodies = append(a.Item.Bodies, ninjs.Body{Role: "main", ContentType: "text/html", Value: strings.Join(markup, "\n")})
	}
	if len(plain) > 0 {
		a.Item.Bodies = append(a.Item.Bodies, ninjs.Body{Role: "main", ContentType: "text/plain", Value: strings.Join(plain, "\n\n")})
	}
}

func paragraphs(text string) string {
	text = strings.ReplaceAll(html.EscapeString(strings.Trim(text, "\n")), "\n\n", "</p><p>")
	return "<p>" + strings.ReplaceAll(text, "\n", "<br/>") + "</p>"
}

// textOf is the text of markup, a line for each block.
func textOf(markup string) string {
	var b strings.Builder
	z := xhtml.NewTokenizer(strings.NewReader(markup))
	skip := atom.Atom(0)
	for {
		switch z.Next() {
		case xhtml.ErrorToken:
			return strings.TrimSpace(b.String())
		case xhtml.TextToken:
			if skip == 0 {
				b.Write(z.Text())
			}
		case xhtml.StartTagToken:
			name, _ := z.TagName()
			switch a := atom.Lookup(name); a {
			case atom.Script, atom.Style, atom.Title:
				skip = a
			case atom.P, atom.Br, atom.Div, atom.Tr, atom.Li, atom.H1, atom.H2, atom.H3:
				b.WriteByte('\n')
			}
		case xhtml.EndTagToken:
			name, _ := z.TagName()
			if skip == atom.Lookup(name) {
				skip = 0
			}
		}
	}
}

// pasted reads a text that is itself a wire document. What only looks like one
// stays text; markup or data that can't be read is an error, since nobody wants
// it printed as news.
func (m *message) pasted(a *format.Article) {
	text := strings.TrimSpace(strings.TrimPrefix(m.plain, "\ufeff"))
	if text == "" || m.in.Depth >= mimetree.MaxDepth {
		return
	}
	in := m.in
	in.Data, in.ContentType, in.Depth = []byte(text), "text/plain; charset=utf-8", m.in.Depth+1
	name, articles, err := m.nested(in)
	switch {
	case err != nil && mimetree.ReasonOf(err) != contract.ReasonUnknown && isData(text):
		articles = []format.Article{{Err: format.Errorf(Name, mimetree.ReasonOf(err), "text", "%w", err)}}
	case err != nil, name == "text", name == "page", name == "multipart", name == Name:
		return
	}
	for i := range articles {
		if articles[i].Err == nil {
			articles[i].Note("read as " + name + " from the text of a mail")
		}
	}
	m.attempts++
	m.found = append(m.found, articles...)
	m.broken, a.Item.Bodies = nil, nil
}

func isData(text string) bool {
	return strings.HasPrefix(text, "<?xml") || strings.HasPrefix(text, `{"`) || text[0] == 0x01 || text[0] == 0x16
}
