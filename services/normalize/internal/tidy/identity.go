package tidy

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/tidy/glyph"
)

// maxID bounds a uri, in bytes: it rides in a header. A longer id is hashed.
const maxID = 1024

// identity is what a document calls itself.
type identity struct{ uri, id string }

// identify takes the item's own names before anything is repaired.
func identify(it *ninjs.Item, a format.Article, n *notes) identity {
	own := identity{id: strings.TrimSpace(glyph.Clean(a.ID))}
	uri := strings.TrimSpace(glyph.Clean(string(it.URI)))
	it.URI = ""
	switch {
	case uri == "":
	case ninjs.URI(uri).Valid() && len(uri) <= maxID:
		own.uri = uri
	case own.id == "":
		own.id = uri
	default:
		n.add("uri dropped: not absolute; the id stands")
	}
	return own
}

// name sets the item's uri: its own if that is absolute, else a URN of its id,
// else one of what stays the same from version to version. All names that the
// provider gave are among the altIds, in the role "id".
func name(it *ninjs.Item, own identity, s Settings) {
	prefix := "urn:wireroom:" + s.Provider + ":"
	switch {
	case own.uri != "":
		it.URI = ninjs.URI(own.uri)
	case own.id != "":
		it.URI = ninjs.URI(prefix + escapeID(own.id))
	default:
		it.URI = ninjs.URI(prefix + "h-" + fingerprint(it, s.Arrived))
	}
	if own.id != "" {
		addID(it, own.id)
	}
	if own.uri != "" && !strings.HasPrefix(own.uri, prefix) {
		addID(it, own.uri)
	}
}

func addID(it *ninjs.Item, id string) {
	alt := ninjs.AltID{Role: "id", Value: id}
	for _, have := range it.AltIDs {
		if have == alt {
			return
		}
	}
	it.AltIDs = append(it.AltIDs, alt)
}

// escapeID makes an id part of a URN (RFC 8141): unreserved characters and colons
// stay, all else is percent-encoded; what would be too long is hashed.
func escapeID(id string) string {
	var b strings.Builder
	for i := range len(id) {
		switch c := id[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte("-._~:", c) >= 0:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	if b.Len() > maxID-64 {
		return "x-" + digest(id)
	}
	return b.String()
}

func digest(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:12])
}

// nameAssociations gives each association the uri and the name that the schema
// requires.
func nameAssociations(it *ninjs.Item, provider string, n *notes) {
	for i := range it.Associations {
		a := &it.Associations[i]
		if a.URI == "" {
			a.URI = ninjs.URI("urn:wireroom:" + provider + ":h-" + digest(string(it.URI), fmt.Sprint(i), fingerprint(&a.Item, time.Time{})))
			n.add("an association without an absolute uri got one")
		}
		if a.Name == "" {
			a.Name = firstOf(headline(&a.Item), a.Title, fmt.Sprintf("association-%d", i+1))
		}
		nameAssociations(&a.Item, provider, n)
	}
}

func firstOf(candidates ...string) string {
	for _, s := range candidates {
		if s != "" {
			return s
		}
	}
	return ""
}
