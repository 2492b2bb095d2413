package ninjson

import (
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/byline"
)

// item reads what an article and an associated item have in common.
func (n node) item(it *ninjs.Item) {
	it.Type = n.kind("type")
	it.RepresentationType = n.representation()
	it.Profile, it.Version = n.text("profile"), n.text("version")
	it.FirstCreated, it.VersionCreated = n.date("firstcreated"), n.date("versioncreated")
	it.ContentCreated, it.Expires = n.date("contentcreated"), n.date("expires", "expiry")
	it.EmbargoedUntil, it.PubStatus = n.embargo(), n.status()
	it.Urgency, it.Language = n.urgency("urgency"), strings.ReplaceAll(n.text("language"), "_", "-")
	it.Title, it.Slugline, it.Located = n.text("title"), n.text("slugline", "slug"), n.text("located")
	it.By, it.EdNote = byline.Clean(n.text("by", "byline"), it.Language), n.text("ednote")
	it.By = firstOf(it.By, n.byLines(it.Language))
	it.CopyrightHolder, it.CopyrightNotice = n.text("copyrightholder"), n.text("copyrightnotice")
	it.UsageTerms, it.RightsInfo = n.lines("usageterms"), n.rights()
	n.texts(it)
	n.concepts(it)
	n.authors(it)
	it.EventDetails, it.PlannedCoverage = n.eventDetails(), n.plannedCoverage()
	it.Renditions = n.renditions(n.text("mimetype"))
	it.AltIDs = append(it.AltIDs, n.altIDs()...)
	it.TrustIndicators, it.DigitalSourceType = n.trust(), n.sourceType()
	it.Associations = n.associations()
}

// byLines are the by-lines of AP's variant, which has a list of them.
func (n node) byLines(language string) string {
	var names []string
	for _, m := range n.list("by", "bylines") {
		if by := byline.Clean(m.text("by", "byline"), language); by != "" {
			names = append(names, by)
		}
		m.take("title", "code", "parametric", "photographer", "captionwriter") // what the writer is
		m.rest()
	}
	return strings.Join(names, ", ")
}

func (n node) kind(key string) ninjs.Type {
	word := strings.ToLower(n.text(key))
	t := ninjs.Type(word)
	switch {
	case word == "" || t.Valid():
		return t
	case word == "photo" || word == "image":
		t = ninjs.TypePicture
	case word == "article" || word == "story":
		t = ninjs.TypeText
	default:
		t = ""
	}
	n.r.notef("%s%s %q is not in ninjs 3.1: %q", n.path, key, short(word), t)
	return t
}

// representation: complete and incomplete are the words of ninjs 1.
func (n node) representation() ninjs.RepresentationType {
	switch word := strings.ToLower(n.text("representationtype")); word {
	case "":
		return ""
	case "complete", "full":
		return ninjs.Full
	case "incomplete", "partial":
		return ninjs.Partial
	default:
		n.note("representationtype", "is none that ninjs knows")
		return ""
	}
}

// status refuses a word that nobody knows: it decides whether the article may be
// used at all.
func (n node) status() ninjs.PubStatus { return n.statusOf("pubstatus") }

func (n node) statusOf(key string) ninjs.PubStatus {
	word := strings.ToLower(n.text(key))
	switch word {
	case "", "usable", "withheld", "canceled":
		return ninjs.PubStatus(word)
	case "cancelled", "killed", "kill", "recalled", "takedown":
		n.r.notef("%s%s %q read as canceled", n.path, key, word)
		return ninjs.Canceled
	case "hold", "held", "unpublished":
		n.r.notef("%s%s %q read as withheld", n.path, key, word)
		return ninjs.Withheld
	default:
		n.r.refuse(contract.ReasonUnsupported, "%s%s %q is none that ninjs knows", n.path, key, short(word))
		return ""
	}
}

// rights keeps one of the two that the schema lets choose between.
func (n node) rights() *ninjs.RightsInfo {
	in, ok := n.one("rightsinfo")
	if !ok {
		return nil
	}
	r := &ninjs.RightsInfo{
		LangID: in.uriOnly("langid"), LinkedRights: in.uriOnly("linkedrights"), EncodedRights: verbatim(in.take("encodedrights")),
	}
	in.rest()
	if r.LinkedRights != "" && r.EncodedRights != "" {
		in.note("linkedrights", "stands beside encodedrights")
		r.LinkedRights = ""
	}
	if r.LinkedRights == "" && r.EncodedRights == "" {
		n.note("rightsinfo", "says nothing")
		return nil
	}
	return r
}
