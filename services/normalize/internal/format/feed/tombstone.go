package feed

import (
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

const deleted = "deleted-entry"

// entriesOf gives the entries and the deleted entries of a feed in their order; a deleted
// entry may be a document of its own (RFC 6721, 3).
func entriesOf(root element) []element {
	if root.name == deleted || root.name == "entry" {
		return []element{root}
	}
	return root.entries("entry", "at:"+deleted)
}

// tombstone makes a takedown of a deleted entry (RFC 6721, 3): its ref is the id of the
// entry, its when the time from which on it is gone.
func tombstone(in format.Input, e element) format.Article {
	var a format.Article
	if e.name != deleted {
		return a
	}
	a.Item.Type, a.Item.PubStatus, a.Signal = ninjs.TypeText, ninjs.Canceled, contract.Kill
	a.Item.URI, a.ID, a.Item.AltIDs = identify(e.attr("ref"), "", base{})
	a.Item.VersionCreated = firstDate(&a, in.Zone, e.attr("when"))
	for c := range e.children() {
		if c.name == "comment" {
			a.Item.EdNote = c.construct().line()
		}
	}
	if a.Item.URI == "" && a.ID == "" {
		a.Err = format.Errorf(Atom, contract.ReasonIncomplete, "", "a deleted entry without ref")
	}
	return a
}

// standing settles what stands in a feed with deleted entries (RFC 6721, 5): an entry that
// was updated after it was deleted stands, and the tombstone says nothing; any other of the
// same id is gone.
func standing(list []format.Article) []format.Article {
	gone, back := map[string]ninjs.Time{}, map[string]bool{}
	for _, a := range list {
		if a.Item.PubStatus == ninjs.Canceled && a.Err == nil {
			gone[nameOf(a)] = a.Item.VersionCreated
		}
	}
	if len(gone) == 0 {
		return list
	}
	for _, a := range list {
		when, ok := gone[nameOf(a)]
		if ok && a.Item.PubStatus != ninjs.Canceled && a.Item.VersionCreated.After(when.Time) {
			back[nameOf(a)] = true
		}
	}
	out := list[:0]
	for _, a := range list {
		_, ok := gone[nameOf(a)]
		if ok && a.Err == nil && back[nameOf(a)] == (a.Item.PubStatus == ninjs.Canceled) {
			continue
		}
		if back[nameOf(a)] {
			a.Note("the entry is newer than its deletion, which the feed still lists")
		}
		out = append(out, a)
	}
	return out
}

// nameOf is what the document calls the article.
func nameOf(a format.Article) string { return firstOf(string(a.Item.URI), a.ID) }
