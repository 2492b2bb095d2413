// Package email reads a mail (RFC 5322, MIME) as an article, and the wire
// documents attached to it as articles of their own.
//
// Mail says little of news, so the package is careful: what a mail program puts
// around a text (signatures, quoted replies, forwarding headers, signed and
// calendar parts) is kept out of it, and what can't be told from the text stays.
// It must not follow an address, check a signature, or trust who says to have
// sent it: the provider's key does that.
//
// Sources: RFC 5322, RFC 2045 to 2047, 2183, 2231, 2387 (related), 1847 (signed),
// 3676 (flowed), 2076 (common fields), 2919 (List-Id).
package email

import (
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/mimetree"
	"github.com/wireroom/wireroom/services/normalize/internal/parts"
)

// Name is the name of the format.
const Name = "email"

// Parse reads a mail. It gives the mail as an article, unless it is but the cover
// of documents, and the documents' articles; a document that can't be read costs
// only itself. nested reads them; it is not called below mimetree.MaxDepth. The error is a
// *format.Error.
func Parse(in format.Input, nested mimetree.Nested) ([]format.Article, error) {
	root, err := mimetree.Message(Name, in.Data)
	if err != nil {
		return nil, err
	}
	m := &message{in: in, nested: nested, root: root}
	m.forward = isForward(root.Header.Text("Subject", ""))
	if err := m.refuse(); err != nil {
		return nil, err
	}
	m.walk(root, 0)
	return m.articles()
}

// message holds one mail while it is read.
type message struct {
	in     format.Input
	nested mimetree.Nested
	root   *mimetree.Part

	charset  string // of the first text: what undeclared bytes of the header are in
	sections []section
	binaries []format.Part
	found    []format.Article // of documents within
	attached []attached
	attempts int // documents within, read or broken
	notes    []string
	broken   *format.Error // why a text can't be read
	plain    string        // the first plain text as it came
	forward  bool          // the mail passes on another one
}

// section is one text of the mail, in one or both kinds of content.
type section struct{ html, text string }

// refuse names mails that are no news.
func (m *message) refuse() error {
	h := m.root.Header
	switch {
	case m.root.MediaType == "multipart/report":
		return format.Errorf(Name, contract.ReasonUnsupported, "", "a delivery report, no news")
	case m.root.MediaType == "multipart/encrypted":
		return format.Errorf(Name, contract.ReasonUnsupported, "", "encrypted (%s)", m.root.Params["protocol"])
	case strings.HasPrefix(strings.ToLower(h.Get("Auto-Submitted")), "auto-replied"):
		return format.Errorf(Name, contract.ReasonUnsupported, "", "an automatic reply, no news")
	}
	return nil
}

// articles puts together what was found: the mail is an article of its own unless
// it only covers documents.
func (m *message) articles() ([]format.Article, error) {
	a := format.Article{}
	m.addBodies(&a)
	m.pasted(&a)
	cover := covering(&a)
	if err := m.documents(cover); err != nil {
		return nil, err
	}
	out := m.found
	sent, _ := parseDate(m.root.Header.Get("Date"), m.in.Zone)
	opening := m.opening(sent)
	if m.attempts > 0 && cover {
		opening.hold(&format.Article{}, out)
		tell(out, m.notes)
	} else {
		if err := m.describe(&a); err != nil && len(out)+len(m.binaries) == 0 {
			return nil, err
		} else if err != nil {
			a.Err = err
		}
		opening.hold(&a, out)
		mail := []format.Article{a}
		if texts := m.wire(); len(texts) > 0 && a.Err == nil {
			opening.hold(&format.Article{}, texts)
			mail = overlay(a, texts)
		} else if texts := m.heading(a); len(texts) > 0 && a.Err == nil {
			opening.hold(&format.Article{}, texts)
			mail = overlay(a, texts)
		}
		out = append(mail, out...)
	}
	if !parts.Attach(out, m.binaries) {
		tell(out, []string{"what came with a mail that can't be read was left out"})
	}
	return out, nil
}

// describe reads the header into the mail's own article. The error says why the
// article can't be one.
func (m *message) describe(a *format.Article) *format.Error {
	m.fields(a)
	m.order(a)
	a.Notes = append(a.Notes, m.notes...)
	switch {
	case len(a.Item.Bodies) > 0:
		return nil
	case m.broken != nil:
		return m.broken
	case len(a.Item.Headlines)+len(m.binaries) == 0:
		return format.Errorf(Name, contract.ReasonIncomplete, "", "neither subject, text nor attachment")
	default:
		return nil
	}
}

func tell(articles []format.Article, notes []string) {
	if len(articles) > 0 {
		articles[0].Notes = append(articles[0].Notes, notes...)
	}
}

// note adds a note, each once.
func (m *message) note(text string) {
	for _, have := range m.notes {
		if have == text {
			return
		}
	}
	if len(m.notes) < 20 {
		m.notes = append(m.notes, text)
	}
}

// The bounds of what is but the cover of an attached document.
const (
	coverWords = 50
	coverRunes = 400
)

// covering reports whether the text is so short that the attached document, not
// the mail, is the news.
func covering(a *format.Article) bool {
	text := plainOf(a.Item.Bodies)
	return len(strings.Fields(text)) <= coverWords && len([]rune(text)) <= coverRunes
}

func plainOf(bodies []ninjs.Body) string {
	for _, b := range bodies {
		if b.ContentType == "text/plain" {
			return b.Value
		}
	}
	for _, b := range bodies {
		return textOf(b.Value)
	}
	return ""
}
