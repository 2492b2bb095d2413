// Package newsmlg2 writes an article as a newsItem of NewsML-G2 2.35, at power
// conformance. What concerns an article's handling (deliveries, lanes, hashes) is not
// in it.
//
// Source: IPTC NewsML-G2 2.35, https://www.iptc.org/std/NewsML-G2/specification/
package newsmlg2

import (
	"strconv"
	"time"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/machineuse"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/publish/internal/output/content"
	"github.com/wireroom/wireroom/services/publish/internal/output/xmlwrite"
)

type document struct {
	w *xmlwrite.Writer
	a content.Article
}

// ownRoles is the scheme of the roles that are taken over from ninjs as they are.
const ownRoles = "urn:wireroom:role:"

// Write gives the document.
func Write(a content.Article) ([]byte, error) {
	it := a.Item
	version := it.Version
	if n, err := strconv.ParseUint(version, 10, 64); err != nil || n == 0 {
		version = "" // the standard has a positive number there
	}
	d := document{xmlwrite.New(), a}
	d.w.Start("newsItem", "xmlns", "http://iptc.org/std/nar/2006-10-01/", "standard", "NewsML-G2", "standardversion", "2.35", "conformance", "power",
		"guid", string(it.URI), "version", version, "xml:lang", it.Language)
	d.w.Line()
	d.w.Empty("catalogRef", "href", "http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml")
	d.w.Start("catalog")
	d.w.Empty("scheme", "alias", "wr", "uri", ownRoles)
	d.w.End()
	d.w.Line()
	d.rights()
	d.itemMeta()
	d.contentMeta()
	d.contentSet()
	return d.w.Bytes(), nil
}

// rights writes the one rightsInfo; nothing where nothing is said.
func (d document) rights() {
	it, use := d.a.Item, d.a.Envelope.MachineUse
	mining := miningOf(use)
	if it.CopyrightHolder+it.CopyrightNotice+it.UsageTerms == "" && it.RightsInfo == nil && mining == "" {
		return
	}
	d.w.Start("rightsInfo")
	if it.CopyrightHolder != "" {
		d.w.Start("copyrightHolder")
		d.w.Leaf("name", it.CopyrightHolder)
		d.w.End()
	}
	for _, line := range content.Lines(it.CopyrightNotice) {
		d.w.Leaf("copyrightNotice", line)
	}
	for _, line := range content.Lines(it.UsageTerms) {
		d.w.Leaf("usageTerms", line)
	}
	if r := it.RightsInfo; r != nil {
		if r.LinkedRights != "" {
			d.w.Empty("link", "href", string(r.LinkedRights))
		}
		d.w.Leaf("rightsExpressionData", r.EncodedRights, "langid", string(r.LangID))
	}
	if mining != "" {
		d.w.Empty("dataMining", "uri", "http://ns.useplus.org/ldf/vocab/"+mining)
	}
	d.w.End()
	d.w.Line()
}

// miningOf is the value of the PLUS vocabulary that says what machines may do; where
// none says just that, the narrowest that allows no more.
func miningOf(use machineuse.Use) string {
	switch no := machineuse.NotAllowed; {
	case use.Input == no && use.Indexing == no, use.Indexing == no:
		return "DMI-PROHIBITED"
	case use.Input == no:
		return "DMI-PROHIBITED-EXCEPTSEARCHENGINEINDEXING"
	case use.Training == no:
		return "DMI-PROHIBITED-AIMLTRAINING"
	case use.Training == machineuse.Allowed && use.Input == machineuse.Allowed && use.Indexing == machineuse.Allowed:
		return "DMI-ALLOWED"
	default:
		return ""
	}
}

func (d document) itemMeta() {
	it := d.a.Item
	kind := it.Type
	if kind == "" || kind == ninjs.TypeEvent || kind == ninjs.TypePlanning {
		kind = ninjs.TypeText
	}
	d.w.Start("itemMeta")
	d.w.Empty("itemClass", "qcode", "ninat:"+string(kind))
	d.provider()
	created := it.VersionCreated
	if created.IsZero() {
		created = ninjs.At(d.a.Envelope.Received) // the standard requires one
	}
	d.date("versionCreated", created)
	d.date("firstCreated", it.FirstCreated)
	d.date("embargoed", it.EmbargoedUntil)
	status := it.PubStatus
	if status == "" {
		status = ninjs.Usable
	}
	d.w.Empty("pubStatus", "qcode", "stat:"+string(status))
	d.w.Leaf("profile", it.Profile)
	d.related("service")
	d.w.Leaf("title", it.Title)
	for _, line := range content.Lines(it.EdNote) {
		d.w.Leaf("edNote", line)
	}
	d.related("memberOf")
	d.related("instanceOf")
	if s := d.a.Envelope.Signal; s == contract.Update || s == contract.Correction {
		d.w.Empty("signal", "qcode", "sig:"+string(s))
	}
	d.related("deliverableOf")
	d.date("expires", it.Expires)
	d.links()
	d.w.End()
	d.w.Line()
}

// provider is who provided the item: as it says, else the provider that pushed it.
func (d document) provider() {
	for _, s := range d.a.Item.InfoSources {
		if s.Role == "provider" {
			d.concept("provider", s.Name, s.URI, s.Literal)
			return
		}
	}
	d.concept("provider", "", "", d.a.Envelope.Provider)
}

// related writes the subjects in a relation that is a property of its own.
func (d document) related(rel string) {
	for _, s := range d.a.Item.Subjects {
		if s.Rel == rel {
			d.concept(rel, s.Name, s.URI, s.Literal)
		}
	}
}

func (d document) date(name string, t ninjs.Time) {
	if !t.IsZero() {
		d.w.Leaf(name, t.Format(time.RFC3339Nano))
	}
}

// concept writes a property whose value is a concept: by its URI, else by its code,
// with its name. One without a code has its name as one.
func (d document) concept(element, name string, uri ninjs.URI, literal string, more ...string) {
	if name == "" && uri == "" && literal == "" {
		return
	}
	if uri == "" && literal == "" {
		literal = name
	}
	attrs := []string{"uri", string(uri), "literal", literal}
	if uri != "" {
		attrs = attrs[:2]
	}
	d.w.Start(element, append(attrs, more...)...)
	d.w.Leaf("name", name)
	d.w.End()
	d.w.Line()
}
