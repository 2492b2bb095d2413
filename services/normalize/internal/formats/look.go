package formats

import (
	"bytes"
	"fmt"
	"mime"
	"net/http"
	"regexp"
	"strings"

	"github.com/wireroom/wireroom/services/normalize/internal/charset"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/plaintext"
)

// lookLimit bounds the look at a document, in bytes.
const lookLimit = 4096

// Kind is what the first bytes are, whatever the content type says.
type Kind int

// The kinds of documents.
const (
	Empty Kind = iota
	Binary
	XML
	JSON
	Text
)

// Look is what the first 4 KiB of a document show.
type Look struct {
	Kind        Kind
	Head        []byte // in UTF-8, without what stands before the root element
	Root, Space string // local name and namespace of the root element, of XML
	Inner       string // of a root of the agency's own, the first wire document in it
	Doctype     string // name that a DOCTYPE gives, in small letters
	Keys        []string
	MediaType   string // the content type without its parameters
	Input       format.Input
}

func lookAt(in format.Input) Look {
	l := Look{Input: in}
	l.MediaType, _, _ = mime.ParseMediaType(in.ContentType)
	l.Head = bytes.TrimLeft(withoutNUL(decoded(in)), " \t\r\n\ufeff")
	switch {
	case len(l.Head) == 0 && len(bytes.TrimSpace(in.Data)) == 0:
		l.Kind = Empty
	case bytes.IndexByte(l.Head, 0) >= 0 && !isTeleprinter(l.Head):
		l.Kind = Binary
	case bytes.HasPrefix(l.Head, []byte("<")):
		l.Kind = XML
		l.lookXML()
	case jsonStart.Match(l.Head):
		l.Kind, l.Keys = JSON, firstKeys(l.Head)
	case isBinary(l.Head):
		l.Kind = Binary
	default:
		l.Kind = Text
	}
	return l
}

// decoded is the head in UTF-8. The cut may have halved a character: then what
// can't be decoded stays as it is.
func decoded(in format.Input) []byte {
	head := in.Data[:min(len(in.Data), lookLimit)]
	for drop := 0; drop < 4 && drop < len(head); drop++ {
		if text, _, err := charset.DecodeIn(in.Language, head[:len(head)-drop], in.ContentType); err == nil {
			return text
		}
	}
	return bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
}

// withoutNUL leaves the teleprinter formats as they are, which have a use for NUL.
func withoutNUL(head []byte) []byte {
	if isTeleprinter(head) {
		return head
	}
	text, _ := charset.WithoutNUL(head)
	return text
}

// isBinary leaves the control characters of the teleprinter formats out, which
// begin with them.
func isBinary(head []byte) bool {
	return !isTeleprinter(head) && !strings.HasPrefix(http.DetectContentType(withoutSeparators(head)), "text/")
}

// withoutSeparators drops the control characters by which wires shift type and part
// lines, fields and messages (ISO 646: SOH to EOT, SO, SI, DC1 to DC4, EM, FS to US), and
// the others where they are rare, unless there are as many as only binary data has.
func withoutSeparators(head []byte) []byte {
	out := make([]byte, 0, len(head))
	others := 0
	for _, c := range head {
		switch {
		case c >= 0x01 && c <= 0x04, c == 0x0e, c == 0x0f, c >= 0x11 && c <= 0x14, c == 0x19, c >= 0x1c && c <= 0x1f:
		case c == 0x07, c == 0x08, c == 0x0b, c == 0x10, c >= 0x15 && c <= 0x18, c == 0x1a:
			others++
		default:
			out = append(out, c)
		}
	}
	most := len(head) / 8
	if bytes.Contains(head, []byte("ZCZC")) {
		most *= 2 // short messages have as many
	}
	if len(head)-len(out) > most || others*rareControl > len(head) {
		return head
	}
	return out
}

// rareControl is how many bytes of a text there are at least for each control character
// that parts nothing on a wire: BEL, BS, VT, DLE, SUB and the like.
const rareControl = 32

var (
	// a text may begin with a bracket: "[UPDATE] ..."
	jsonStart   = regexp.MustCompile(`^\x1e?(?:\{|\[\s*(?:[\[{"\]]|$))`)
	instruction = regexp.MustCompile(`(?s)^\s*(?:<\?.*?\?>|<!--.*?-->)`)
	doctype     = regexp.MustCompile(`(?is)^\s*<!DOCTYPE\s+([^\s>\[]+)[^>\[]*(?:\[.*?\]\s*)?>`)
	rootElement = regexp.MustCompile(`(?s)^\s*<(?:([\pL_][\pL\pN_.-]*):)?([\pL_][\pL\pN_.-]*)([^>]*)`)
)

// lookXML skips what may stand before the root element.
func (l *Look) lookXML() {
	for {
		if loc := instruction.FindIndex(l.Head); loc != nil {
			l.Head = l.Head[loc[1]:]
			continue
		}
		loc := doctype.FindSubmatchIndex(l.Head)
		if loc == nil {
			break
		}
		l.Doctype = strings.ToLower(string(l.Head[loc[2]:loc[3]]))
		l.Head = l.Head[loc[1]:]
	}
	m := rootElement.FindSubmatch(l.Head)
	if m == nil {
		return
	}
	l.Root = string(m[2])
	if !known(l.Root) {
		if inner := carried.FindSubmatch(l.Head); inner != nil {
			l.Inner = string(inner[1])
		}
	}
	name := "xmlns"
	if len(m[1]) > 0 {
		name += ":" + string(m[1])
	}
	attr := regexp.MustCompile(`\s` + regexp.QuoteMeta(name) + `\s*=\s*["']([^"']*)["']`)
	if ns := attr.FindSubmatch(m[3]); ns != nil {
		l.Space = string(ns[1])
	}
}

// carried is the first element of a wire document within something else.
var carried = regexp.MustCompile(`<(?:[\pL_][\pL\pN_.-]*:)?(newsItem|newsMessage|packageItem|NewsML|nitf)[\s>/]`)

// known are roots that are documents of their own, whatever they carry.
func known(root string) bool {
	switch root {
	case "rss", "feed", "RDF", "html", "HTML", "NewsML", "nitf", "newsItem", "packageItem", "newsMessage":
		return true
	default:
		return false
	}
}

// describe says what was seen, for the sender.
func (l Look) describe() string {
	switch l.Kind {
	case XML:
		return fmt.Sprintf("XML with the root element %q", l.Root)
	case JSON:
		return "JSON that is neither ninjs nor JSON Feed"
	case Text:
		if what := plaintext.Foreign(string(l.Head)); what != "" {
			return "text that looks like " + what
		}
		return "text of another content type"
	default:
		return "neither XML, JSON nor text"
	}
}
