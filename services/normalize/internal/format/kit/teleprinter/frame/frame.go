// Package frame parts a delivery of a teleprinter format into its messages, and
// a message into header, text and trailer: by the control characters of ISO 646,
// and where these were lost on the way, by the lines themselves.
//
// It must not read what the parts say: the formats do.
package frame

import (
	"bytes"
	"strings"
	"time"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/normalize/internal/charset"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/date"
)

// The control characters of a message (ISO 646, TC1 to TC4 and TC9).
const (
	startOfHeader = 0x01
	startOfText   = 0x02
	endOfText     = 0x03
	endOfMessage  = 0x04
)

// junk is how many bytes of line noise may stand before a message, where it shows
// at all that there is one.
const junk = 256

// Message is one message in its parts, in lines without their ends.
type Message struct {
	Header  []string // up to the start of the text; without control characters the first line alone
	Text    []string
	Trailer []string
	// Framed says that the control characters were there: Header is all of it.
	Framed bool
	// Cut says that the end of the text is missing.
	Cut bool
}

// UTF16 gives data that shows itself as UTF-16 in UTF-8, without any byte order
// mark; other data stays as it is.
func UTF16(data []byte, contentType string) ([]byte, error) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	wide := len(data) > 8 && (data[0] == 0 && data[2] == 0 && data[4] == 0 || data[1] == 0 && data[3] == 0 && data[5] == 0) &&
		bytes.Count(data[:8], []byte{0}) == 4
	if !wide && !bytes.HasPrefix(data, []byte("\xff\xfe")) && !bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return data, nil
	}
	text, _, err := charset.Decode(data, contentType)
	return text, err
}

// HeaderLine is the line that a header may be in: after the start of header, else
// the first one that is not empty.
func HeaderLine(head []byte) (line string, framed bool) {
	if at := bytes.IndexByte(head[:min(len(head), junk)], startOfHeader); at >= 0 {
		return firstLine(bytes.TrimLeft(head[at+1:], lineEnds)), true
	}
	for len(head) > 0 {
		line := firstLine(head)
		if line != "" && !start(line) {
			return line, false
		}
		at := bytes.IndexAny(head, "\r\n")
		if at < 0 {
			return "", false
		}
		head = head[at+1:]
	}
	return "", false
}

// start is the telex signal that a message begins with.
func start(line string) bool { return strings.HasPrefix(line, "ZCZC") && len(line) < 40 }

func firstLine(data []byte) string {
	end := bytes.IndexAny(data, "\r\n")
	if end < 0 {
		end = len(data)
	}
	return strings.ToValidUTF8(string(bytes.TrimFunc(data[:min(end, junk)], func(r rune) bool { return r <= ' ' || r == 0x7f })), "")
}

// Follows reports whether something follows a header line that looks like the
// lines of a message: a short one first.
func Follows(head []byte, line string) bool {
	_, rest, ok := bytes.Cut(head, []byte(line))
	if !ok {
		return false
	}
	rest = bytes.TrimLeft(rest, "\r\n \t\x1c\x1d\x1e\x1f")
	next := firstLine(rest)
	return next != "" && len(next) <= 100
}

// Split gives each message of a delivery, and how many there are: of more than
// contract.MaxArticles only the first are given. Without control characters a
// message begins with each line that header takes for one.
func Split(data []byte, header func(line string) bool) (messages [][]byte, n int) {
	if at := bytes.IndexByte(data, startOfHeader); at >= 0 {
		return framed(data[at+1:])
	}
	starts, n := headerLines(data, header)
	for i, at := range starts {
		end := len(data)
		if i+1 < len(starts) {
			end = starts[i+1]
		}
		messages = append(messages, data[at:end])
	}
	return messages, n
}

// lineEnds may stand between the start of the header and its line.
const lineEnds = "\r\n"

func framed(data []byte) (messages [][]byte, n int) {
	for m := range bytes.SplitSeq(data, []byte{startOfHeader}) {
		if len(bytes.Trim(m, "\x00\x7f\x16\x04 \r\n\t")) == 0 {
			continue
		}
		if n++; n <= contract.MaxArticles {
			messages = append(messages, bytes.TrimLeft(m, lineEnds))
		}
	}
	return messages, n
}

// headerLines finds where messages start.
func headerLines(data []byte, header func(line string) bool) (starts []int, n int) {
	for at := 0; at < len(data); {
		end := bytes.IndexAny(data[at:], "\r\n")
		if end < 0 {
			end = len(data) - at
		}
		if line := data[at : at+end]; len(line) < junk && header(firstLine(line)) {
			if n++; n <= contract.MaxArticles {
				starts = append(starts, at)
			}
		}
		at += end + 1
	}
	return starts, n
}

// Parse parts one message, which begins with its header.
func Parse(text string, received time.Time, zone *time.Location) Message {
	text, _, _ = strings.Cut(text, string(rune(endOfMessage)))
	header, rest, framed := strings.Cut(text, string(rune(startOfText)))
	if !framed {
		header, rest = "", text
	}
	body, trailer, ended := strings.Cut(rest, string(rune(endOfText)))
	m := Message{Header: lines(header), Text: lines(body), Trailer: lines(trailer), Framed: framed, Cut: framed && !ended}
	if !framed {
		m.Text = trimmed(m.Text)
		m.Header, m.Text = m.Text[:min(1, len(m.Text))], m.Text[min(1, len(m.Text)):]
	}
	m.Text = trimmed(m.Text)
	if !ended {
		m.trailer(received, zone)
	}
	return m
}

// trailer takes a time off the end of a text that has no end of its own.
func (m *Message) trailer(received time.Time, zone *time.Location) {
	for n := 1; n <= 2 && n < len(m.Text); n++ {
		last := m.Text[len(m.Text)-n]
		if _, ok := date.Stamp(strings.Trim(last, "^<= \t"), zone, received); ok {
			m.Trailer = m.Text[len(m.Text)-n:]
			m.Text = trimmed(m.Text[:len(m.Text)-n])
			m.Cut = false
			return
		}
	}
}

func trimmed(l []string) []string {
	for len(l) > 0 && noise(l[0]) {
		l = l[1:]
	}
	for len(l) > 0 && noise(l[len(l)-1]) {
		l = l[:len(l)-1]
	}
	return l
}

// noise is an empty line, or the telex signals for start and end.
func noise(line string) bool {
	line = strings.TrimSpace(line)
	return line == "" || line == "NNNN" || start(line)
}

// LineAfter is the first line that is not empty behind a header line.
func LineAfter(head []byte, line string) (string, bool) {
	_, rest, ok := bytes.Cut(head, []byte(line))
	if !ok {
		return "", false
	}
	next := firstLine(bytes.TrimLeft(rest, "\r\n \t\x1c\x1d\x1e\x1f"))
	return next, next != ""
}
