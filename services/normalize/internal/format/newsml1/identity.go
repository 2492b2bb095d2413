package newsml1

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"
	"time"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/identity"
)

// identify takes the item's name without its revision, and the revision. A name that
// is the same on every document of a provider names no item: then provider, day and
// NewsItemId do, and where that is none either, what unnamed finds.
func (r *reader) identify() {
	id := r.item.Child("Identification", "NewsIdentifier")
	text := func(name string) string { return short(id.Child(name)) }
	revision, public, itemID := text("RevisionId"), text("PublicIdentifier"), text("NewsItemId")
	provider, day := text("ProviderId"), text("DateId")
	name, said := withoutRevision(public, revision, itemID)
	if !identity.IsItem(name, provider, day) || !strings.ContainsAny(name, ":0123456789") { // a word is a name of the agency
		name = ""
	}
	if itemID := identity.Base(itemID, revision); name == "" && identity.IsItem(itemID, provider, day) {
		name = join(":", provider, day, itemID)
		if !strings.Contains(name, "://") {
			name = "urn:newsml:" + name
		}
	}
	r.a.Item.Version = firstOf(revision, said)
	r.a.Item.URI, r.a.ID = uriOrID(name)
	if public != name {
		r.main.alt("publicIdentifier", public)
	}
	r.main.alt("newsItemId", itemID)
	r.main.source("provider", provider, "")
	r.names()
}

// unnamed names an item by its Duid, the day it was first made and its provider, since
// none of its identifiers names it. A Duid is unique within its document: one that is
// no more than a place in it ("d1") tells two stories of a day apart only together
// with what they say. Without a Duid, package tidy takes headline and day.
func (r *reader) unnamed() {
	if r.a.Item.URI != "" || r.a.ID != "" {
		return
	}
	duid := r.duid()
	if duid == "" {
		r.note("the identifiers name no item: it goes by its headline and day")
		return
	}
	r.note("the identifiers name no item: it goes by its Duid")
	id := r.item.Child("Identification", "NewsIdentifier")
	day := short(id.Child("DateId"))
	for _, t := range []ninjs.Time{r.a.Item.VersionCreated, r.a.Item.FirstCreated} {
		if !t.IsZero() {
			day = t.UTC().Format(time.DateOnly)
		}
	}
	r.a.ID = join(":", short(id.Child("ProviderId")), day, duid)
	if numbers := strings.TrimLeft(strings.Map(onlyDigits, duid), "0"); len(numbers) < 3 {
		sum := sha256.Sum256([]byte(r.said()))
		r.a.ID += ":" + hex.EncodeToString(sum[:6])
	}
}

// duid is the first Duid of the item and its components.
func (r *reader) duid() string {
	if id := r.item.Attr("Duid"); id != "" {
		return id
	}
	for n := range r.item.Descendants("NewsItem", "ContentItem") {
		if id := n.Attr("Duid"); n.Name == "NewsComponent" && id != "" && !tooLong(id) {
			return id
		}
	}
	return ""
}

// said is the headline, else the text.
func (r *reader) said() string {
	for _, h := range r.a.Item.Headlines {
		return h.Value
	}
	for _, b := range r.a.Item.Bodies {
		return b.Value
	}
	return firstOf(r.a.Item.Title, r.nameLabel)
}

func onlyDigits(c rune) rune {
	if c >= '0' && c <= '9' {
		return c
	}
	return -1
}

// names reads what people call the item. A NameLabel is its title where it has a
// headline, or no text: else the text says what happened, and the label names the
// item for systems. Some agencies have no other slug.
func (r *reader) names() {
	id := r.item.Child("Identification")
	r.nameLabel = flat(id.Child("NameLabel"))
	for n := range id.Path("Label") {
		r.main.alt(firstOf(formal(n.Child("LabelType")), "label"), flat(n.Child("LabelText")))
	}
}

// The revision at the end of a public identifier, with a letter if the revision
// holds an update or management data alone (NewsML 1.2, 5.5.1.1).
var endRevision = regexp.MustCompile(`^(\d+)[NUA]?$`)

// withoutRevision takes the revision off a public identifier:
// urn:newsml:provider:date:item:revision. Some agencies write it without; then
// what is last names the item and stays, even if it is a number.
func withoutRevision(public, revision, itemID string) (id, said string) {
	if base := identity.Base(public, revision); base != public {
		return base, revision
	}
	at := strings.LastIndexByte(public, ':')
	if at < 0 {
		return public, ""
	}
	rest, last := public[:at], public[at+1:]
	m := endRevision.FindStringSubmatch(last)
	switch {
	case m == nil:
		return public, ""
	case identity.Parts(public) >= 4 && (revision == "" || itemID != "" && strings.HasSuffix(rest, ":"+itemID)):
		return rest, m[1]
	case revision == m[1] && identity.IsItem(itemID) && !identity.IsURN(public) && strings.Contains(rest, itemID):
		return rest, m[1]
	default:
		return public, ""
	}
}

// reference is another item's name without its revision, as URI or as id.
func reference(name string) (ninjs.URI, string) {
	return uriOrID(identity.Stem(strings.TrimSpace(name)))
}

// uriOrID tells a URI from an id that merely has a colon in it.
func uriOrID(id string) (ninjs.URI, string) {
	lower := strings.ToLower(id)
	if strings.HasPrefix(lower, "urn:") || strings.HasPrefix(lower, "tag:") || strings.Contains(id, "://") {
		if uri, err := ninjs.ParseURI(id); err == nil {
			return uri, ""
		}
	}
	return "", id
}
