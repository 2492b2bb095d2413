package email

import (
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/mimetree"
)

// walk sorts the parts of a message. opened counts the signed messages that were
// opened on the way: one can hold another.
func (m *message) walk(p *mimetree.Part, opened int) {
	switch {
	case p.MediaType == "multipart/alternative":
		m.alternative(p, opened)
	case p.MediaType == "multipart/related":
		m.related(p, opened)
	case p.MediaType == "multipart/signed" && len(p.Parts) > 0:
		m.note("signed; the signature was not checked")
		m.walk(p.Parts[0], opened)
	case p.MediaType == "multipart/appledouble" && len(p.Parts) > 1:
		m.walk(p.Parts[1], opened) // the first one is for one system's files (RFC 1740)
	case p.MediaType == "multipart/encrypted":
		m.note("an encrypted part was left out")
	case p.IsMultipart():
		for _, child := range p.Parts {
			m.walk(child, opened)
		}
	case m.isBody(p):
		m.addSection(p)
	default:
		m.attachment(p, opened)
	}
}

// isBody reports whether a leaf is text to be shown, no file. Some programs name
// the text too, if it is shown in its place and comes first.
func (m *message) isBody(p *mimetree.Part) bool {
	first := p == m.root || p.Disposition == "inline" && len(m.sections)+len(m.attached)+len(m.binaries) == 0
	if p.Disposition == "attachment" || p.Name != "" && !first {
		return false
	}
	switch p.MediaType {
	case "text/plain", "text/html", "application/xhtml+xml", "text/enriched", "text/richtext":
		return true
	}
	return false
}

// alternative takes one section of what says the same in several ways: all text of the
// first branch that has any, and all of the richest that can be read, in order
// (RFC 2046, 5.1.4: the last one).
func (m *message) alternative(p *mimetree.Part, opened int) {
	before := len(m.sections)
	var one section
	for _, child := range p.Parts {
		if child.Disposition != "attachment" && strings.HasPrefix(child.MediaType, "text/") {
			child.Name = "" // it is no file
		}
		from := len(m.sections)
		m.walk(child, opened)
		branch := joined(m.sections[from:])
		if branch.html != "" {
			one.html = branch.html
		}
		if one.text == "" {
			one.text = branch.text
		}
	}
	m.sections = m.sections[:before]
	if one != (section{}) {
		m.sections = append(m.sections, one)
	}
}

// joined is one section of several: markup, if one of them has it, else text.
func joined(sections []section) section {
	if len(sections) == 1 {
		return sections[0]
	}
	var markup, plain []string
	hasHTML := false
	for _, s := range sections {
		hasHTML = hasHTML || s.html != ""
		switch {
		case s.html != "":
			markup = append(markup, s.html)
		case strings.TrimSpace(s.text) != "":
			markup, plain = append(markup, paragraphs(s.text)), append(plain, strings.Trim(s.text, "\n"))
		}
	}
	if hasHTML {
		return section{html: strings.Join(markup, "\n")}
	}
	return section{text: strings.Join(plain, "\n\n")}
}

// related takes the root and what it refers to (RFC 2387, 3.2).
func (m *message) related(p *mimetree.Part, opened int) {
	start := strings.Trim(p.Params["start"], "<> ")
	root := 0
	for i, child := range p.Parts {
		if start != "" && child.ID == start {
			root = i
		}
	}
	for i, child := range p.Parts {
		switch {
		case i == root, child.IsMultipart():
			m.walk(child, opened)
		default:
			m.attachment(child, opened)
		}
	}
}

// addSection reads one text. A text that can't be read spoils the mail only if
// there is no other one.
func (m *message) addSection(p *mimetree.Part) {
	if m.charset == "" {
		m.charset = p.Params["charset"]
	}
	text, note, err := p.Text()
	if err != nil {
		m.broken = format.Errorf(Name, contract.ReasonCharset, p.MediaType, "read the text: %w", err)
		m.note("a text in another charset than it says was left out")
		return
	}
	if note != "" {
		m.note(note)
	}
	switch p.MediaType {
	case "text/plain":
		if m.plain == "" {
			m.plain = text
		}
		m.sections = append(m.sections, section{text: m.plainSection(p, text)})
	case "text/enriched", "text/richtext":
		m.sections = append(m.sections, section{text: textOf(text)})
	default:
		m.sections = append(m.sections, section{html: m.withoutQuotes(m.withoutHidden(text))})
	}
}

// attachment sorts a leaf that is no text of the mail.
func (m *message) attachment(p *mimetree.Part, opened int) {
	switch p.MediaType {
	case "application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature", "application/pgp-keys", "application/applefile":
		return
	case "application/pkcs7-mime", "application/x-pkcs7-mime":
		m.open(p, opened)
		return
	case "text/calendar", "application/ics", "text/vcard", "text/x-vcard", "text/directory":
		m.note(p.MediaType + " was left out")
		return
	case "application/ms-tnef", "application/vnd.ms-tnef":
		m.note("winmail.dat (TNEF) was left out")
		return
	}
	if strings.HasPrefix(p.MediaType, "message/") && p.MediaType != "message/rfc822" && p.MediaType != "message/global" {
		m.note(p.MediaType + " was left out")
		return
	}
	data, note := p.Bytes()
	if note != "" {
		m.note(note)
	}
	switch kind := p.Look(data); {
	case len(data) == 0:
		m.note("an empty attachment was left out")
	case kind == mimetree.Binary:
		m.binaries = append(m.binaries, p.Binary(data))
	default:
		m.attached = append(m.attached, attached{p, data, kind})
	}
}

// attached is what may be a document. It waits until the mail's text is known.
type attached struct {
	part *mimetree.Part
	data []byte
	kind mimetree.Kind
}

// documents reads what is attached; bare says that the mail's own text is but a
// cover. The error is one of the whole delivery: more articles than it may hold.
func (m *message) documents(bare bool) *format.Error {
	for _, d := range m.attached {
		isDocument, spent := m.document(d, bare)
		if spent == nil {
			spent = format.Spent(Name, len(m.found))
		}
		if spent != nil {
			return spent
		}
		if !isDocument {
			m.binaries = append(m.binaries, d.part.Binary(d.data))
		}
	}
	return nil
}

// document reads an attached document. False means that it is none; text or a
// page is one if it is more than that, or the mail holds nothing else.
func (m *message) document(d attached, bare bool) (bool, *format.Error) {
	name, articles, err := d.part.Read(Name, m.in, d.data, m.nested)
	switch {
	case err != nil && err.Reason == contract.ReasonTooManyArticles:
		return false, err
	case err != nil && (d.kind == mimetree.Text || err.Reason == contract.ReasonUnknown):
		return false, nil
	case err != nil:
		articles = []format.Article{{Err: err}}
	case d.kind == mimetree.Text && (name == "text" || name == "page") && !bare:
		return false, nil
	}
	m.attempts++
	m.found = append(m.found, articles...)
	return true, nil
}
