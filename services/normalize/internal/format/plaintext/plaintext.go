// Package plaintext reads an article from plain text: headline, by-line,
// dateline and paragraphs, as a newsroom types them; and the text of an article
// page as somebody copied it, with counts, caption and comment form around it.
//
// Plain text says nothing for certain, so the package takes out only what it
// recognises; everything else stays in the body. Counts that stood on the page
// are the source's and go nowhere but to SourceViews and SourceComments.
package plaintext

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/charset"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

// Name is the format's name.
const Name = "text"

// Parse reads the article of a text, or each message of a telegraph network in it. The error is a *format.Error.
func Parse(in format.Input) ([]format.Article, error) {
	data, note, err := charset.DecodeIn(in.Language, in.Data, in.ContentType)
	if err != nil {
		return nil, format.Errorf(Name, contract.ReasonCharset, "", "%w", err)
	}
	data, nul := charset.WithoutNUL(data)
	note = strings.Trim(note+"; "+nul, "; ")
	if bytes.IndexByte(data, 0) >= 0 {
		return nil, format.Errorf(Name, contract.ReasonUnsupported, "", "binary data, no text")
	}
	lines := toLines(string(data))
	if len(lines) == 0 {
		return nil, format.Errorf(Name, contract.ReasonMalformed, "", "the delivery is empty")
	}
	parted := messages(lines)
	if err := format.Spent(Name, len(parted)); err != nil {
		return nil, err
	}
	var out []format.Article
	for _, m := range parted {
		var a format.Article
		if note != "" {
			a.Note(note)
		}
		readMessage(&a, m, in)
		if len(a.Item.Headlines)+len(a.Item.Bodies) > 0 || a.Item.PubStatus != "" {
			out = append(out, a)
		}
	}
	if len(out) == 0 {
		return nil, format.Errorf(Name, contract.ReasonIncomplete, "", "no headline and no text")
	}
	return out, nil
}

func readMessage(a *format.Article, m message, in format.Input) {
	lines, slug, codes := m.withoutCodes()
	n := noticesOf(in)
	read(a, lines, n)
	if slug != "" {
		a.Item.Slugline = slug
	}
	nameBySlug(a, n)
	for _, code := range codes {
		a.Item.AltIDs = append(a.Item.AltIDs, ninjs.AltID{Role: "sign-off", Value: code})
	}
}

func read(a *format.Article, lines []string, n *notices) {
	it := &a.Item
	it.Type = ninjs.TypeText
	lines, form := withoutForm(lines)
	lines, signed := withoutSignOff(lines)
	lines, below := withoutEnd(lines)
	lines, further := withoutSignOff(lines)
	sign(a, append(signed, further...))
	order, lines := takeOrder(lines)
	if order.all == "" {
		it.Slugline, lines = takeSlug(lines)
	}
	said, labelled := readLabels(lines)
	if labelled {
		said.tell(a, n)
		lines = said.rest
	}
	if len(it.Headlines) == 0 {
		it.Headlines, lines = headlines(n.above(lines))
	}
	h := takeHead(lines, len(form) > 0, n)
	if it.By == "" {
		it.By = h.by
	}
	n.below(below)
	n.tell(a)
	order.tell(a, n)
	h.tell(a)
	for _, line := range form {
		h.count(line)
	}
	a.SourceViews, a.SourceComments = h.views, h.comments
	paragraphs := toParagraphs(h.rest)
	if len(paragraphs) > 0 {
		if a.DateLine == "" {
			a.DateLine = dateLine(paragraphs[0].text)
		}
		it.Bodies = []ninjs.Body{{ContentType: "text/html", Value: toHTML(paragraphs)}}
	}
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n\n", "\f", "\n\n", "\u00a0", " ")

// toLines gives the lines without trailing space and control characters, and
// without empty ones at both ends.
func toLines(text string) []string {
	text = lineEnds.Replace(text)
	text = withoutControls(text)
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimRightFunc(lines[i], unicode.IsSpace)
	}
	return trimEmpty(lines)
}

func trimEmpty(lines []string) []string {
	for len(lines) > 0 && lines[0] == "" {
		lines = lines[1:]
	}
	for len(lines) > 0 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

func length(s string) int { return utf8.RuneCountInString(s) }
