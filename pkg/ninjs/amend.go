package ninjs

import "fmt"

// Amend is Encode for an item that was read from data as from, and differs from it
// in its language and by what was added behind its descriptions, subjects, people,
// organisations and places, in nothing else. It copies what stayed as data has it instead of writing it again,
// most of all the bodies; data must be what Encode wrote. What holds a member that
// is not common in news goes Encode's way.
func Amend(data []byte, from, item *Item) ([]byte, error) {
	var m members
	if named(from) != named(item) || !m.cut(data) || !commonValid(item) {
		return Encode(item)
	}
	switch item.Language {
	case from.Language:
	case "":
		m.values[language] = nil
	default:
		m.set(language, item.Language)
	}
	if more := item.Descriptions[len(from.Descriptions):]; len(more) > 0 {
		m.extend(descriptions, more)
	}
	if more := item.Subjects[len(from.Subjects):]; len(more) > 0 {
		m.extend(subjects, more)
	}
	if m.err != nil {
		return nil, fmt.Errorf("encode ninjs: %w", m.err)
	}
	return m.object(), nil
}

// named counts the entries that are not common members.
func named(item *Item) int { return len(item.People) + len(item.Organisations) + len(item.Places) }

// common lists the members that Amend knows, in Encode's order.
var common = [...]string{
	"uri", "type", "representationType", "profile", "version",
	"firstCreated", "versionCreated", "contentCreated", "embargoedUntil", "expires",
	"pubStatus", "urgency", "language", "title", "by", "slugline", "located", "edNote",
	"copyrightHolder", "copyrightNotice", "usageTerms",
	"headlines", "descriptions", "bodies", "subjects", "infoSources", "genres", "altIds", "standard",
}

// Places in common.
const (
	language     = 12
	descriptions = 22
	subjects     = 24
)

// commonValid reports whether Encode would take the item, if it holds nothing but
// common members.
func commonValid(item *Item) bool {
	ok := (item.Type == "" || item.Type.Valid()) &&
		(item.PubStatus == "" || item.PubStatus.Valid()) &&
		(item.RepresentationType == "" || item.RepresentationType.Valid()) &&
		(item.Standard == nil || optional(item.Standard.Schema))
	for i := range item.Subjects {
		ok = ok && optional(item.Subjects[i].URI)
	}
	for i := range item.InfoSources {
		ok = ok && optional(item.InfoSources[i].URI)
	}
	return ok && Validate(item) == nil
}

func optional(u URI) bool { return u == "" || u.Valid() }
