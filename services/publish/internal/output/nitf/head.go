package nitf

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/publish/internal/output/content"
)

func (d document) head() {
	it := d.a.Item
	d.w.Start("head")
	d.w.Leaf("title", it.Title)
	d.meta("slugline", it.Slugline)
	keys := d.a.Keywords()
	if len(keys) == 1 && it.Slugline == "" { // a key list of one is a slugline
		d.meta("keywords", keys[0])
		keys = nil
	}
	if it.Urgency > leastUrgent {
		d.meta("priority", strconv.Itoa(int(it.Urgency)))
	}
	d.tobject()
	d.docdata(keys)
	if !it.FirstCreated.IsZero() {
		d.w.Empty("revision-history", "norm", moment(it.FirstCreated))
	}
	d.w.End()
	d.w.Line()
}

// leastUrgent is the last urgency that NITF knows.
const leastUrgent = 8

func (d document) meta(name, value string) {
	if value != "" {
		d.w.Empty("meta", "name", name, "content", value)
	}
}

var subjectCode = regexp.MustCompile(`^https?://cv\.iptc\.org/newscodes/(?:subjectcode|mediatopic)/(\d{8})$`)

// tobject lists the topics that have a number of the IPTC.
func (d document) tobject() {
	started := false
	for _, s := range d.a.Topics() {
		m := subjectCode.FindStringSubmatch(string(s.URI))
		if m == nil {
			continue
		}
		if !started {
			d.w.Start("tobject", "tobject.type", "News")
			started = true
		}
		d.w.Empty("tobject.subject", "tobject.subject.ipr", "IPTC", "tobject.subject.refnum", m[1], "tobject.subject.detail", s.Name)
	}
	if started {
		d.w.End()
		d.w.Line()
	}
}

func (d document) docdata(keys []string) {
	it := d.a.Item
	status := string(it.PubStatus)
	if status == "" {
		status = string(ninjs.Usable)
	}
	if !it.EmbargoedUntil.IsZero() && status == string(ninjs.Usable) {
		status = "embargoed"
	}
	d.w.Start("docdata", "management-status", status)
	if d.a.Envelope.Signal == contract.Correction {
		d.w.Empty("correction", "id-string", d.a.Envelope.Corrects)
	}
	d.w.Empty("doc-id", "id-string", string(it.URI))
	if it.Urgency >= 1 && it.Urgency <= leastUrgent {
		d.w.Empty("urgency", "ed-urg", strconv.Itoa(int(it.Urgency)))
	}
	d.date("date.issue", it.VersionCreated)
	d.date("date.release", it.EmbargoedUntil)
	d.date("date.expire", it.Expires)
	for _, line := range content.Lines(it.EdNote) {
		d.w.Empty("ed-msg", "info", line)
	}
	if _, err := strconv.ParseUint(it.Version, 10, 64); err == nil {
		d.w.Empty("du-key", "generation", it.Version)
	}
	if it.CopyrightHolder != "" {
		d.w.Empty("doc.copyright", "holder", it.CopyrightHolder)
	}
	for _, line := range content.Lines(it.UsageTerms) {
		d.w.Empty("doc.rights", "limitations", line)
	}
	d.keys(keys)
	d.identified()
	d.w.End()
	d.w.Line()
}

func (d document) date(name string, t ninjs.Time) {
	if !t.IsZero() {
		d.w.Empty(name, "norm", moment(t))
	}
}

func (d document) keys(list []string) {
	if len(list) == 0 {
		return
	}
	d.w.Start("key-list")
	for _, k := range list {
		d.w.Empty("keyword", "key", k)
	}
	d.w.End()
}

// identified lists who and what the article is about or mentions, and the topics of
// other vocabularies than the IPTC's.
func (d document) identified() {
	it := d.a.Item
	if len(it.People)+len(it.Organisations)+len(it.Places)+len(it.Events)+len(it.Objects)+len(it.Subjects) == 0 {
		return
	}
	d.w.Start("identified-content")
	for _, p := range it.People {
		d.named("person", p.Name, p.URI, p.Literal, "idsrc", "value")
	}
	for _, o := range it.Organisations {
		d.named("org", o.Name, o.URI, o.Literal, "idsrc", "value")
	}
	for _, p := range it.Places {
		d.named("location", p.Name, p.URI, p.Literal, "code-source", "location-code")
	}
	for _, e := range it.Events {
		d.named("event", e.Name, e.URI, e.Literal, "idsrc", "value")
	}
	for _, o := range it.Objects {
		d.named("object.title", o.Name, o.URI, o.Literal, "idsrc", "value")
	}
	for _, s := range d.a.Topics() {
		if !subjectCode.MatchString(string(s.URI)) {
			d.named("classifier", s.Name, s.URI, s.Literal, "idsrc", "value", "type", "subject")
		}
	}
	d.w.End()
}

// named writes a name with its code: a URI, or a code with its source before a colon.
func (d document) named(element, name string, uri ninjs.URI, literal, sourceName, codeName string, more ...string) {
	source, code, ok := strings.Cut(literal, ":")
	if !ok {
		source, code = "", literal
	}
	if uri != "" {
		source, code = "", string(uri)
	}
	if name == "" {
		name = code
	}
	d.w.Leaf(element, name, append(more, sourceName, source, codeName, code)...)
}
