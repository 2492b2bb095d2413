package newsmlg2

import (
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/byline"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// property reads one property of itemMeta or contentMeta, or one that stands as a
// hint at a reference: their names don't collide. What has another prefix than the
// item is of an agency's own.
func (r *reader) property(n *xmltree.Node) {
	if n.Prefix != r.root.Prefix || r.dated(n) || r.worded(n) || r.aboutConcept(n) {
		return
	}
	it := &r.a.Item
	switch n.Name {
	case "itemClass":
		it.Type = typeOf(coded(n))
	case "urgency":
		it.Urgency = urgency(n.OneLine())
	case "profile":
		it.Profile = oneLine(n)
	case "fileName":
		r.alt("fileName", oneLine(n))
	case "altId":
		r.altID(n)
	case "link":
		r.link(n)
	case "icon":
		r.rendition(n, "icon")
	case "trustIndicator":
		r.trust(n)
	case "userInteraction":
		r.interaction(n)
	}
}

func (r *reader) dated(n *xmltree.Node) bool {
	it := &r.a.Item
	switch n.Name {
	case "versionCreated":
		it.VersionCreated = r.dateOf(n)
	case "firstCreated":
		it.FirstCreated = r.dateOf(n)
	case "contentCreated":
		it.ContentCreated = r.dateOf(n)
	case "contentModified":
		r.modified = r.dateOf(n)
	case "expires":
		it.Expires = r.dateOf(n)
	default:
		return false
	}
	return true
}

func (r *reader) worded(n *xmltree.Node) bool {
	switch n.Name {
	case "title", "name":
		r.titles = append(r.titles, r.label(n))
	case "headline":
		r.headlines = append(r.headlines, r.label(n))
	case "description":
		r.descriptions = append(r.descriptions, r.label(n))
	case "slugline":
		r.sluglines = append(r.sluglines, r.label(n))
	case "edNote":
		r.edNotes = append(r.edNotes, lines(n))
	case "by":
		if by := byline.Clean(oneLine(n), r.lang); !byline.IsCode(by) {
			r.bys = append(r.bys, by)
		}
	case "creditline":
		r.credits = append(r.credits, oneLine(n))
	case "dateline":
		r.a.DateLine = firstOf(r.a.DateLine, oneLine(n))
	default:
		return false
	}
	return true
}

// aboutConcept reads the properties whose value is a concept.
func (r *reader) aboutConcept(n *xmltree.Node) bool {
	switch n.Name {
	case "provider", "infoSource", "accountable":
		r.source(n)
	case "creator", "contributor":
		r.maker(n)
	case "located":
		r.located(n)
	case "subject":
		r.subject(n)
	case "keyword":
		r.keyword(n)
	case "genre":
		r.genre(n)
	case "role", "service", "memberOf", "instanceOf", "deliverableOf", "audience", "exclAudience", "assignment":
		r.topic(r.concept(n), n.Name)
	case "signal":
		if signalOf(coded(n)) == "" {
			r.topic(r.concept(n), n.Name)
		}
	case "digitalSourceType":
		c := r.concept(n)
		r.a.Item.DigitalSourceType = &ninjs.DigitalSourceType{Name: c.name, URI: c.uri, Literal: c.literal}
	default:
		return false
	}
	return true
}

// typeOf reads a code of ninature, or the words of agencies' own schemes.
func typeOf(code string) ninjs.Type {
	switch code {
	case "picture", "photo", "image", "still":
		return ninjs.TypePicture
	case "animation", "animated", "motion", "moving":
		return ninjs.TypeVideo
	case "package":
		return ninjs.TypeComposite
	default:
		if t := ninjs.Type(code); t.Valid() && t != ninjs.TypeEvent && t != ninjs.TypePlanning {
			return t
		}
		return ""
	}
}

func (r *reader) altID(n *xmltree.Node) {
	r.alt(firstOf(codeAttr(n, "role"), codeAttr(n, "type"), "altId"), firstOf(strings.TrimSpace(n.Text()), attr(n, "id")))
}

func (r *reader) keyword(n *xmltree.Node) {
	sep := ";"
	if !strings.Contains(n.Text(), ";") && r.only(n) {
		sep = "," // one element with all of them
	}
	for k := range strings.SplitSeq(oneLine(n), sep) {
		if k = strings.TrimSpace(k); k != "" {
			r.addSubject(ninjs.Subject{Name: k, Rel: "keyword"})
		}
	}
	if isEmpty(n) && (attr(n, "qcode") != "" || attr(n, "uri") != "" || attr(n, "literal") != "") {
		r.topic(r.concept(n), "keyword")
	}
}

// only reports whether the item has no other keyword element.
func (r *reader) only(n *xmltree.Node) bool {
	for k := range r.root.Path("contentMeta", "keyword") {
		if k != n {
			return false
		}
	}
	return true
}

func (r *reader) genre(n *xmltree.Node) {
	c := r.concept(n)
	r.addGenre(ninjs.Genre{Name: c.name, URI: string(c.uri), Literal: c.literal})
	if c.other != "" {
		r.addGenre(ninjs.Genre{Name: c.name, Literal: c.other})
	}
}

func (r *reader) addGenre(g ninjs.Genre) {
	if g != (ninjs.Genre{}) && len(r.a.Item.Genres) < maxSubjects && r.names.first("g "+g.Name+" "+g.URI+" "+g.Literal) {
		r.a.Item.Genres = append(r.a.Item.Genres, g)
	}
}

func firstURI(candidates ...ninjs.URI) ninjs.URI {
	for _, u := range candidates {
		if u != "" {
			return u
		}
	}
	return ""
}
