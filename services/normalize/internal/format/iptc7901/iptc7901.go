// Package iptc7901 reads messages of IPTC Recommendation 7901, the text format of
// teleprinters that agencies still send: header line, keyword line, text and
// time, between control characters, and the same where these were lost on the
// way.
//
// It says what a message says and cleans nothing: package tidy does that for all
// formats. What is for editors alone (notebooks, contacts) never gets into the
// body. A message has no id of its own kind: see package take.
//
// Source: IPTC Recommendation 7901, revision 5 (1995),
// https://iptc.org/standards/iptc-7901/
package iptc7901

import (
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter/codepage"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter/frame"
)

// Name is the name of the format.
const Name = "iptc-7901"

// Detect reports whether the first bytes of a delivery are a message of this
// format, with or without its control characters.
func Detect(head []byte) bool {
	line, framed := frame.HeaderLine(head)
	if _, ok := readHeader(line, framed); !ok {
		return false
	}
	return framed || frame.Follows(head, line)
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
	_, ok := readHeader(line, false)
	return ok
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
	r.read(frame.Parse(text, in.Received, in.Zone))
	return r.a
}
