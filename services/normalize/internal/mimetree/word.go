package mimetree

import (
	"strings"
)

// maxCharset bounds the name of a charset in an encoded word, in bytes, and maxWordNotes
// how many notes the words of a field have.
const (
	maxCharset   = 64
	maxWordNotes = 4
)

// Words decodes the encoded words of a field (RFC 2047) and gives its text on one
// line. Neighbours of one charset are decoded together, since programs cut them
// within a character; spaces within a word, a missing end and missing spaces
// around it are tolerated. Words of a charset that nobody knows stay as they are.
// fallback is the charset of bytes beyond ASCII outside of words.
func Words(s, fallback string) string {
	text, _ := NotedWords(s, fallback)
	return text
}

// NotedWords is Words, with notes on words whose charset is not known or not the one of
// their bytes.
func NotedWords(s, fallback string) (text string, notes []string) {
	var w wordWriter
	w.fallback = fallback
	for s != "" {
		i := strings.Index(s, "=?")
		if i < 0 {
			break
		}
		word, size := takeWord(s[i:])
		if size == 0 {
			w.plain(s[:i+2])
			s = s[i+2:]
			continue
		}
		w.between(s[:i])
		w.word(word, s[i:i+size])
		s = s[i+size:]
	}
	w.plain(s)
	w.flush()
	return strings.Join(strings.Fields(w.out.String()), " "), w.notes
}

// word is one encoded word.
type word struct {
	charset string
	data    []byte
}

// takeWord reads the word that begins s and says how many bytes it takes; 0 if it
// is none.
func takeWord(s string) (word, int) {
	charset, rest, ok := strings.Cut(s[2:min(len(s), 2+maxCharset)], "?")
	if !ok || charset == "" || strings.ContainsAny(charset, " \t=") || rest == "" {
		return word{}, 0
	}
	head := 2 + len(charset) + 1 // up to the letter of the encoding
	if head+1 >= len(s) || s[head+1] != '?' {
		return word{}, 0
	}
	text, size := s[head+2:], len(s)
	if end := strings.Index(text, "?="); end >= 0 {
		text, size = text[:end], head+2+end+2
	} else {
		text = strings.TrimSuffix(text, "?") // cut off
	}
	charset, _, _ = strings.Cut(charset, "*") // a language (RFC 2231, 5)
	switch s[head] {
	case 'q', 'Q':
		return word{strings.ToLower(charset), unquoteWord(text)}, size
	case 'b', 'B':
		data, _ := unbase64([]byte(text))
		return word{strings.ToLower(charset), data}, size
	}
	return word{}, 0
}

func unquoteWord(text string) []byte {
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '_':
			out = append(out, ' ')
		case c == '=' && i+2 < len(text) && isHex(text[i+1]) && isHex(text[i+2]):
			out = append(out, unhex(text[i+1])<<4|unhex(text[i+2]))
			i += 2
		default:
			out = append(out, c)
		}
	}
	return out
}

// wordWriter collects the bytes of neighbouring words until their charset or
// other text ends them.
type wordWriter struct {
	out      strings.Builder
	fallback string
	run      word
	source   strings.Builder
	notes    []string
}

func (w *wordWriter) word(next word, source string) {
	if w.run.charset != next.charset {
		w.flush()
		w.run.charset = next.charset
	}
	w.run.data = append(w.run.data, next.data...)
	w.source.WriteString(source)
}

// between is what stands before a word: white space between two words is nothing
// (RFC 2047, 6.2).
func (w *wordWriter) between(s string) {
	if w.run.charset == "" || strings.TrimSpace(s) != "" {
		w.plain(s)
	}
}

func (w *wordWriter) plain(s string) {
	if s == "" {
		return
	}
	w.flush()
	if text, _, err := Decode([]byte(s), w.fallback, ""); err == nil {
		s = text
	}
	w.out.WriteString(s)
}

func (w *wordWriter) flush() {
	if w.run.charset == "" {
		return
	}
	text, note, err := Decode(w.run.data, w.run.charset, "")
	if err != nil {
		text, note = w.source.String(), err.Error()
	}
	w.out.WriteString(text)
	if note != "" && len(w.notes) < maxWordNotes {
		w.notes = append(w.notes, note)
	}
	w.run = word{}
	w.source.Reset()
}
