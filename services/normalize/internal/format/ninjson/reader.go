package ninjson

import (
	"fmt"
	"slices"
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/identity"
)

// reader reads one object into one article.
type reader struct {
	in      format.Input
	name    string // of the generation
	where   string
	article *format.Article

	associated *int // items so far, in the whole delivery
	withheld   bool // by an embargo that can't be read
}

func (r *reader) notef(text string, args ...any) {
	if len(r.article.Notes) < maxNotes {
		r.article.Note(fmt.Sprintf(text, args...))
	}
}

// refuse spoils the article: for what must not be guessed.
func (r *reader) refuse(reason contract.Reason, text string, args ...any) {
	if r.article.Err == nil {
		r.article.Err = format.Errorf(r.name, reason, r.where, text, args...)
	}
}

func (r *reader) read(fields map[string]any) {
	n := node{r, "", fields}
	it := &r.article.Item
	r.identify(n)
	r.article.Signal = signal(n)
	r.article.DateLine = dateLine(n)
	n.item(it)
	if r.article.Signal == contract.Kill && it.PubStatus != ninjs.Canceled {
		it.PubStatus = ninjs.Canceled
		r.notef("canceled by its signal")
	}
	if r.withheld && it.PubStatus != ninjs.Canceled {
		it.PubStatus = ninjs.Withheld
	}
	if it.Urgency == 0 {
		if it.Urgency = n.urgency("priority"); it.Urgency != 0 {
			r.notef("urgency taken from priority")
		}
	}
	n.take("standard", "$standard", "priority")
	n.rest()
}

// identify finds the article's own name: its uri, else the guid of Superdesk, each
// without the revision that it ends in. The other one, if both are there, is kept
// among the alternative ids, and so is what was cut.
func (r *reader) identify(n node) {
	it := &r.article.Item
	uri, plain := n.uri("uri")
	guid, plainGUID := n.uri("guid")
	version := verbatim(n.fields["version"])
	if id := string(uri) + plain; id != "" && !identity.IsItem(id) {
		r.notef("uri %q names no item: it goes by its headline and day", short(id))
		r.alternative(id)
		uri, plain = "", ""
	}
	it.URI = ninjs.URI(r.unversioned(withoutToken(string(uri), n), version))
	if plain != "" {
		r.notef("uri %q is no absolute URI", short(plain))
	}
	for _, id := range []string{string(guid), plainGUID, plain} {
		switch {
		case id == "" || id == string(it.URI) || id == r.article.ID:
		case it.URI == "" && id == string(guid):
			it.URI = ninjs.URI(r.unversioned(id, version))
		case it.URI == "" && r.article.ID == "":
			r.article.ID = r.unversioned(id, version)
		default:
			r.alternative(id)
		}
	}
	if r.name == ninjs1 {
		it.AltIDs = append(it.AltIDs, urnOf(uri)...)
	}
}

// withoutToken is an address without its query, where the path ends in the item's own id:
// AP's interface adds a token of the request there, another one for each version.
func withoutToken(uri string, n node) string {
	ids, _ := n.fields["altids"].(map[string]any)
	id, _ := lowered(ids)["itemid"].(string)
	path, _, found := strings.Cut(uri, "?")
	if !found || id == "" || !strings.HasSuffix(path, "/"+id) {
		return uri
	}
	return path
}

// unversioned is a name without the revision that the document gives, if it ends
// in it: versions of one article have one name.
func (r *reader) unversioned(id, version string) string {
	base := identity.Base(id, version)
	if base != id {
		r.alternative(id)
	}
	return base
}

// alternative keeps a name that is not the article's own, once.
func (r *reader) alternative(id string) {
	alt := ninjs.AltID{Role: "guid", Value: id}
	if !slices.Contains(r.article.Item.AltIDs, alt) {
		r.article.Item.AltIDs = append(r.article.Item.AltIDs, alt)
	}
}

// urnOf is the name under which Superdesk files an item of ninjs 1 that has a web
// address and no guid: the address' host and path, colons between their parts.
func urnOf(uri ninjs.URI) []ninjs.AltID {
	scheme, rest, ok := strings.Cut(string(uri), "://")
	if !ok || scheme != "http" && scheme != "https" || strings.ContainsAny(rest, "?#@:[") {
		return nil
	}
	return []ninjs.AltID{{Role: "urn", Value: "urn:" + strings.ReplaceAll(strings.Trim(rest, "/"), "/", ":")}}
}

// signal reads what a system says beside the standard; the gravest word counts.
func signal(n node) contract.Signal {
	var found contract.Signal
	for _, s := range n.list("code", "signal", "signals") {
		word := strings.ToLower(s.text("code", "qcode", "name"))
		switch {
		case strings.HasSuffix(word, "kill"):
			return contract.Kill
		case strings.HasSuffix(word, "correction"):
			found = contract.Correction
		case strings.HasSuffix(word, "update") && found == "":
			found = contract.Update
		case strings.HasSuffix(word, "update"):
		case word != "":
			n.note("signal", "\""+short(word)+"\" is not known")
		}
	}
	return found
}

func dateLine(n node) string {
	if text, ok := n.fields["dateline"].(string); ok {
		delete(n.fields, "dateline")
		return strings.TrimSpace(text)
	}
	d, _ := n.fields["dateline"].(map[string]any)
	text, _ := d["text"].(string)
	if text = strings.TrimSpace(text); text != "" {
		delete(n.fields, "dateline")
	}
	return text
}
