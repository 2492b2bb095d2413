// Package anpa1312 reads messages of ANPA Bulletin 1312, the wire format of North
// American agencies, as the Associated Press and others send it: two header
// lines, a text whose lines above the story begin with a caret and end in a
// quad, a trailer; with its control characters, and where these were lost on the
// way.
//
// It says what a message says and cleans nothing: package tidy does that for all
// formats. Typesetting codes become text or go. A message has no id of its own
// kind: see package take.
//
// Source: ANPA Bulletin 1312, Highspeed Wire Service Transmission Guidelines
// (1979, amended 1984); the Associated Press' published filing practices.
package anpa1312

import (
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter/codepage"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter/frame"
)

// Name is the name of the format.
const Name = "anpa-1312"

// Detect reports whether the first bytes of a delivery are a message of this
// format, with or without its control characters.
func Detect(head []byte) bool {
	line, framed := frame.HeaderLine(head)
	first, ok := readFirst(line)
	if !ok {
		return false
	}
	if first.rest != "" {
		h, ok := readSecond(first.rest)
		return ok && (framed || h.dated)
	}
	second, ok := frame.LineAfter(head, line)
	if !ok {
		return false
	}
	h, ok := readSecond(second)
	return ok && (framed || h.dated)
}

// Parse reads a delivery of one message, or of several one after the other. The
// error is a *format.Error; one message that is refused spoils no other.
func Parse(in format.Input) ([]format.Article, error) {
	data, err := frame.UTF16(in.Data, in.ContentType)
	if err != nil {
		return nil, format.Errorf(Name, contract.ReasonCharset, "", "%w", err)
	}
	messages, n := frame.Split(data, isHeader)
	if err := format.Spent(Name, n); err != nil {
		return nil, err
	}
	if len(messages) == 0 && Detect(data) {
		messages = [][]byte{data} // one whose header line names no receiver
	}
	if len(messages) == 0 {
		return nil, format.Errorf(Name, contract.ReasonMalformed, "", "no header line")
	}
	out := make([]format.Article, 0, len(messages))
	for _, m := range messages {
		out = append(out, readMessage(in, m))
	}
	if len(out) == 1 && out[0].Err != nil {
		return nil, out[0].Err
	}
	return out, nil
}

func isHeader(line string) bool {
	f, ok := readFirst(line)
	return ok && f.selector != ""
}

func readMessage(in format.Input, data []byte) format.Article {
	text, note, err := codepage.Decode(data, codepage.Hint{ContentType: in.ContentType, Language: in.Language})
	if err != nil {
		return format.Article{Err: format.Errorf(Name, contract.ReasonCharset, "", "%w", err)}
	}
	r := reader{in: in}
	if note != "" {
		r.a.Note(note)
	}
	r.read(frame.Parse(typeset(text), in.Received, in.Zone))
	return r.a
}
