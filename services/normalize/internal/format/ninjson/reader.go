package ninjson

import (
	"fmt"
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

// reader reads one object into one article.
type reader struct {
	in      format.Input
	name    string // of the generation
	where   string
	article *format.Article

	associated *int // items so far, in the whole delivery
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
	if it.Urgency == 0 {
		if it.Urgency = n.urgency("priority"); it.Urgency != 0 {
			r.notef("urgency taken from priority")
		}
	}
	n.take("standard", "$standard", "priority")
	n.rest()
}

// identify finds the article's own name: its uri, else the guid of Superdesk.
// The other one, if both are there, is kept among the alternative ids.
func (r *reader) identify(n node) {
	it := &r.article.Item
	uri, plain := n.uri("uri")
	guid, plainGUID := n.uri("guid")
	it.URI = uri
	if plain != "" {
		r.notef("uri %q is no absolute URI", short(plain))
	}
	for _, id := range []string{string(guid), plainGUID, plain} {
		switch {
		case id == "" || id == string(it.URI) || id == r.article.ID:
		case it.URI == "" && id == string(guid):
			it.URI = guid
		case it.URI == "" && r.article.ID == "":
			r.article.ID = id
		default:
			it.AltIDs = append(it.AltIDs, ninjs.AltID{Role: "guid", Value: id})
		}
	}
	if r.name == ninjs1 {
		it.AltIDs = append(it.AltIDs, urnOf(uri)...)
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
