package email

import (
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/plaintext"
)

// wire reads a plain text that says itself what it is: by labelled lines with a headline
// among them, or framed as messages of a telegraph network. No article for any other.
func (m *message) wire() []format.Article {
	if len(m.sections) != 1 || m.sections[0].html != "" || !plaintext.Wire(m.sections[0].text) {
		return nil
	}
	in := m.in
	in.Data, in.ContentType = []byte(m.sections[0].text), "text/plain; charset=utf-8"
	articles, err := plaintext.Parse(in)
	if err != nil {
		return nil
	}
	return articles
}

// overlay puts what the text says of itself over what the mail's header says. Each of
// several messages is an article of its own; the mail only carried them.
func overlay(mail format.Article, texts []format.Article) []format.Article {
	if len(texts) != 1 {
		tell(texts, mail.Notes)
		return texts
	}
	text := texts[0]
	a, it := &mail, &mail.Item
	it.Bodies, a.DateLine, a.Words = text.Item.Bodies, text.DateLine, text.Words
	replace(&a.Signal, text.Signal)
	if len(text.Item.Headlines) > 0 {
		it.Headlines = text.Item.Headlines
	}
	replace(&it.By, text.Item.By)
	replace(&it.Slugline, text.Item.Slugline)
	replace(&it.Language, text.Item.Language)
	replace(&it.CopyrightNotice, text.Item.CopyrightNotice)
	replace(&it.Version, text.Item.Version)
	replace(&it.EdNote, text.Item.EdNote)
	// of two embargoes the later one holds
	if text.Item.EmbargoedUntil.After(it.EmbargoedUntil.Time) {
		it.EmbargoedUntil = text.Item.EmbargoedUntil
	}
	replace(&it.PubStatus, text.Item.PubStatus)
	replace(&it.Urgency, text.Item.Urgency)
	if !text.Item.VersionCreated.IsZero() {
		it.VersionCreated = text.Item.VersionCreated
	}
	it.Subjects = append(it.Subjects, text.Item.Subjects...)
	it.InfoSources = append(it.InfoSources, text.Item.InfoSources...)
	it.Descriptions = append(it.Descriptions, text.Item.Descriptions...)
	it.AltIDs = append(it.AltIDs, text.Item.AltIDs...)
	a.Notes = append(a.Notes, text.Notes...)
	return []format.Article{mail}
}

// replace sets a value if there is another one.
func replace[T comparable](to *T, by T) {
	var none T
	if by != none {
		*to = by
	}
}
