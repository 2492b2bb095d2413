package nitf_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/nitf"
)

var sydney = time.FixedZone("AEST", 10*3600)

// full has every element of NITF that ninjs has a place for. The words are ours.
const full = `<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE nitf PUBLIC "-//IPTC//DTD NITF 3.4//EN" "nitf-3-4.dtd">
<n:nitf xmlns:n="http://iptc.org/std/NITF/2006-10-18/" uno="urn:x:uno" baselang="en-GB"><n:head>
<n:title>Ferry aground</n:title><n:title type="abbrev">Ferry</n:title>
<n:meta name="anpa-category" content="i"/><n:meta name="anpa-takekey" content="2nd Ld-Writethru"/><n:meta name="keywords" content="sea, ships"/>
<n:tobject tobject.type="Data"><n:tobject.property tobject.property.type="Analysis"/>
<n:tobject.subject tobject.subject.refnum="03010000" tobject.subject.type="Disaster" tobject.subject.matter="Transport"/>
<n:tobject.subject tobject.subject.refnum="20000139"/><n:tobject.subject tobject.subject.ipr="HW" tobject.subject.refnum="03010000"/>
<n:tobject.subject tobject.subject.code="DIS"/></n:tobject>
<n:docdata management-status="Usable"><n:correction info="Corrects the depth" id-string="hw.1" regsrc="HW"/>
<n:evloc city="Skagen" county-dist="Jutland" iso-cc="DNK"/><n:doc-id regsrc="HW" id-string="hw.2"/>
<n:del-list><n:from-src src-name="Second" level-number="2"/><n:from-src src-name="First" level-number="1"/></n:del-list>
<n:urgency ed-urg="2"/><n:fixture fix-id="sea-report"/><n:date.issue norm="20240503T100000Z"/><n:date.release norm="20240503T100000Z"/>
<n:date.expire norm="2024-06-03"/><n:doc-scope scope="North"/><n:series series.name="Safe seas" series.part="1"/>
<n:ed-msg msg-type="info" info="Photos to come"/><n:du-key key="ferry-skagen" generation="3" version="1"/>
<n:doc.copyright year="2024" holder="Harbour Wire"/><n:doc.rights owner="HW" limitations="No archive" geography="EU" startdate="20240503"/>
<n:key-list><n:keyword key="ferry"/><n:keyword key="sand"/></n:key-list>
<n:identified-content><n:person idsrc="http://id.example/p" value="7">Ann Reed</n:person><n:org idsrc="NYSE" value="FRY">Ferry Lines</n:org>
<n:location location-code="SKG" code-source="ports"><n:city>Skagen</n:city></n:location><n:event idsrc="ev" value="9">Sea Week</n:event>
<n:object.title>The Long Tide</n:object.title><n:classifier type="desk" value="d1">Shipping</n:classifier></n:identified-content></n:docdata>
<n:pubdata name="Harbour Weekly" issn="1234" position.section="Coast" ex-ref="http://hw.example/2" date.publication="20240501"/>
<n:revision-history name="Bo Lind" function="editor" norm="20240503T093000Z"/><n:revision-history name="Ann Reed" norm="20240503T080000Z"/>
</n:head><n:body><n:body.head>
<n:hedline><n:hl2>Nobody hurt</n:hl2><n:hl1>Ferry runs<n:br/>aground</n:hl1><n:hl1>Ferry stuck</n:hl1></n:hedline>
<n:note noteclass="editorsnote" type="npa"><n:body.content><n:p>Check the depth.</n:p></n:body.content></n:note><n:note noteclass="hd">Part one.</n:note>
<n:rights><n:rights.agent>Lind Ltd</n:rights.agent></n:rights>
<n:byline>By <n:person>Ann Reed</n:person> and <n:person><n:name.given>Bo</n:name.given><n:name.family>Lind</n:name.family></n:person><n:byttl>HW Staff</n:byttl></n:byline>
<n:distributor>Harbour Wire</n:distributor><n:dateline><n:location><n:city>SKAGEN</n:city><n:country>Denmark</n:country></n:location><n:story.date norm="20240503"/></n:dateline>
<n:abstract><n:p>A ferry is stuck.</n:p><n:p>All are well.</n:p></n:abstract></n:body.head>
<n:body.content><n:p lede="true">The <n:em class="bold">Tern</n:em> ran aground near <n:location><n:sublocation>Grenen</n:sublocation><n:city>Skagen</n:city></n:location>, said <n:person>Cy Holm's</n:person> office on <n:chron norm="20240503">Friday</n:chron>.</n:p>
<n:media media-type="image"><n:media-reference mime-type="image/jpeg" source="http://hw.example/t.jpg" width="800" height="600" alternate-text="A ferry" source-credit="HW" copyright="HW 2024" name="pic7"/><n:media-reference source="small.jpg"/>
<n:media-caption>The Tern, with <n:person>Dee Fox</n:person>.</n:media-caption><n:media-producer>By Eli Moe</n:media-producer></n:media>
<n:media media-type="audio"><n:media-reference mime-type="audio/mpeg" source="http://hw.example/t.mp3" time="2" time-unit-of-measure="minutes" outcue="all safe"/></n:media>
<n:hl2>Depth</n:hl2><n:block><n:p>It is <n:num><n:frac><n:numer>1</n:numer><n:denom>2</n:denom></n:frac></n:num> a fathom<n:fn><n:p>Ninety centimetres.</n:p></n:fn>.</n:p>
<n:nitf-table><n:nitf-table-metadata subclass="x"/><n:table><n:caption>Tides</n:caption><n:tr><n:td colspan="2">High</n:td></n:tr></n:table></n:nitf-table>
<n:bq><n:block><n:p>We are calm.</n:p></n:block><n:credit>The captain</n:credit></n:bq><n:note type="npa">Not for print.</n:note></n:block>
<n:pre>a  1
b  2</n:pre><n:p><n:a href="http://hw.example/">More</n:a> <n:lang iso="da">færge</n:lang></n:p></n:body.content>
<n:body.end><n:tagline>Cal Orr added to this.</n:tagline><n:tagline type="npa">cut from here</n:tagline><n:bibliography>Sea charts, 1990.</n:bibliography></n:body.end></n:body></n:nitf>`

func parse(t *testing.T, doc string) []format.Article {
	t.Helper()
	articles, err := nitf.Parse(format.Input{Data: []byte(doc), Zone: sydney, Provider: "p", Language: "de"})
	require.NoError(t, err)
	return articles
}

func one(t *testing.T, doc string) format.Article {
	t.Helper()
	articles := parse(t, doc)
	require.Len(t, articles, 1)
	require.Nil(t, articles[0].Err)
	return articles[0]
}

func TestIdentityAndDates(t *testing.T) {
	t.Parallel()
	a := one(t, full)
	it := a.Item
	require.Empty(t, a.Notes)
	require.Equal(t, "hw.2", a.ID)
	require.Empty(t, it.URI)
	require.Equal(t, []ninjs.AltID{{Role: "uno", Value: "urn:x:uno"}, {Role: "anpa-takekey", Value: "2nd Ld-Writethru"}, {Role: "du-key", Value: "ferry-skagen"}, {Role: "ex-ref", Value: "http://hw.example/2"}}, sorted(it.AltIDs))
	require.Equal(t, contract.Correction, a.Signal)
	require.Equal(t, "hw.1", a.Corrects)
	require.Equal(t, "3", it.Version)
	require.Equal(t, ninjs.Usable, it.PubStatus)
	require.EqualValues(t, 2, it.Urgency)
	require.Equal(t, "en", it.Language)
	require.Equal(t, "ferry-skagen", it.Slugline)
	for field, pair := range map[string][2]string{
		"first": {"2024-05-03T08:00:00Z", utc(it.FirstCreated)}, "version": {"2024-05-03T10:00:00Z", utc(it.VersionCreated)},
		"content": {"2024-05-02T14:00:00Z", utc(it.ContentCreated)}, "expires": {"2024-06-02T14:00:00Z", utc(it.Expires)}, "embargo": {"", utc(it.EmbargoedUntil)},
	} {
		require.Equal(t, pair[0], pair[1], field)
	}
	require.Equal(t, "Corrects the depth\nPhotos to come\nCheck the depth.\nNot for print.\ncut from here", it.EdNote)
}

func utc(t ninjs.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// sorted puts uno first and keeps the rest: the order of altIds says nothing.
func sorted(list []ninjs.AltID) []ninjs.AltID {
	order := []string{"uno", "anpa-takekey", "du-key", "ex-ref"}
	var out []ninjs.AltID
	for _, role := range order {
		for _, a := range list {
			if a.Role == role {
				out = append(out, a)
			}
		}
	}
	return out
}

func TestHeadAndRights(t *testing.T) {
	t.Parallel()
	it := one(t, full).Item
	require.Equal(t, "Ferry aground", it.Title)
	require.Equal(t, []ninjs.Text{{Role: "main", Value: "Ferry runs aground"}, {Role: "abbrev", Value: "Ferry"}, {Role: "sub", Value: "Nobody hurt"}, {Role: "alternate", Value: "Ferry stuck"}}, it.Headlines)
	require.Equal(t, []ninjs.Text{{Role: "summary", ContentType: "text/plain", Value: "A ferry is stuck.\nAll are well."}, {Role: "note", ContentType: "text/plain", Value: "Part one."}}, it.Descriptions)
	require.Equal(t, "Ann Reed and Bo Lind", it.By)
	require.Equal(t, "SKAGEN, Denmark", it.Located)
	require.Equal(t, "Harbour Wire", it.CopyrightHolder)
	require.Equal(t, "© 2024 Harbour Wire", it.CopyrightNotice)
	require.Equal(t, "No archive\nGeography: EU\nOwner: HW\nFrom: 20240503\nAgent: Lind Ltd", it.UsageTerms)
	require.Equal(t, []ninjs.Genre{{Name: "Data"}, {Name: "Analysis"}}, it.Genres)
	require.Equal(t, []ninjs.InfoSource{
		{Name: "HW", Role: "registrar"}, {Name: "HW", Role: "correction"}, {Name: "First", Role: "delivery"}, {Name: "Second", Role: "delivery"},
		{Name: "Harbour Weekly", Role: "publication", Literal: "1234"}, {Name: "Harbour Wire", Role: "distributor"},
	}, it.InfoSources)
	require.Equal(t, []ninjs.Subject{
		{Rel: "keyword", Name: "ferry"}, {Rel: "keyword", Name: "sand"}, {Rel: "fixture", Name: "sea-report"}, {Rel: "scope", Name: "North"}, {Rel: "series", Name: "Safe seas"},
		{Rel: "desk", Name: "Shipping", Literal: "desk:d1"}, {Rel: "category", Name: "i", Literal: "anpa-category:i"},
		{Rel: "keyword", Name: "sea"}, {Rel: "keyword", Name: "ships"},
		{Name: "Transport", URI: "http://cv.iptc.org/newscodes/subjectcode/03010000"}, {URI: "http://cv.iptc.org/newscodes/mediatopic/20000139"},
		{Literal: "HW:03010000"}, {Literal: "IPTC:DIS"}, {Rel: "section", Name: "Coast"},
	}, it.Subjects)
}

func TestNames(t *testing.T) {
	t.Parallel()
	it := one(t, full).Item
	require.Equal(t, []ninjs.Person{
		{Name: "Ann Reed", Rel: "about", URI: "http://id.example/p/7"}, {Name: "Bo Lind", Rel: "editor"}, {Name: "Cy Holm"},
	}, it.People)
	require.Equal(t, []ninjs.Organisation{{Name: "Ferry Lines", Rel: "about", Literal: "NYSE:FRY", Symbols: []ninjs.Symbol{{Exchange: "NYSE", Symbol: "FRY"}}}}, it.Organisations)
	require.Equal(t, []ninjs.Place{
		{Name: "Skagen", Rel: "about", Literal: "iso3166:DK", ContactInfo: []ninjs.ContactInfo{{Address: &ninjs.Address{Locality: "Skagen", Area: "Jutland", Country: "DNK"}}}},
		{Name: "Grenen", ContactInfo: []ninjs.ContactInfo{{Address: &ninjs.Address{Locality: "Skagen"}}}},
	}, it.Places)
	require.Equal(t, []ninjs.Event{{Name: "Sea Week", Rel: "about", Literal: "ev:9"}}, it.Events)
	require.Equal(t, []ninjs.Object{{Name: "The Long Tide", Rel: "about"}}, it.Objects)
}

func TestBody(t *testing.T) {
	t.Parallel()
	it := tidied(t, one(t, full))
	var roles []string
	for _, b := range it.Bodies {
		roles = append(roles, b.Role+" "+b.ContentType)
	}
	require.Equal(t, []string{"main application/xhtml+xml", "main text/plain", "tagline application/xhtml+xml", "tagline text/plain", "bibliography application/xhtml+xml", "bibliography text/plain"}, roles)
	require.Equal(t, `<p>The <strong>Tern</strong> ran aground near Grenen, Skagen, said Cy Holm's office on Friday.</p>`+
		`<h2>Depth</h2><p>It is 1/2 a fathom (Ninety centimetres.).</p>`+
		`<table><caption>Tides</caption><tr><td colspan="2">High</td></tr></table>`+
		`<blockquote><p>We are calm.</p><p>The captain</p></blockquote>`+
		"<pre>a  1\nb  2</pre>"+`<p><a href="http://hw.example/">More</a> færge</p>`, it.Bodies[0].Value)
}

func TestMedia(t *testing.T) {
	t.Parallel()
	it := one(t, full).Item
	require.Equal(t, []ninjs.Association{
		{Name: "media-1", Item: ninjs.Item{
			URI: "http://hw.example/t.jpg", Type: ninjs.TypePicture, By: "Eli Moe", CopyrightNotice: "HW 2024",
			Descriptions: []ninjs.Text{{Role: "caption", ContentType: "text/plain", Value: "The Tern, with Dee Fox."}},
			People:       []ninjs.Person{{Name: "Dee Fox"}}, InfoSources: []ninjs.InfoSource{{Name: "HW", Role: "credit"}},
			Renditions: []ninjs.Rendition{
				{Name: "original", Href: "http://hw.example/t.jpg", ContentType: "image/jpeg", Title: "A ferry", Width: 800, Height: 600}, {Name: "rendition-2"},
			},
			AltIDs: []ninjs.AltID{{Role: "name", Value: "pic7"}, {Role: "source", Value: "small.jpg"}},
		}},
		{Name: "media-2", Item: ninjs.Item{
			URI: "http://hw.example/t.mp3", Type: ninjs.TypeAudio, EdNote: "Outcue: all safe",
			Renditions: []ninjs.Rendition{{Name: "original", Href: "http://hw.example/t.mp3", ContentType: "audio/mpeg", Duration: 120}},
		}},
	}, it.Associations)
}

func TestRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, doc string
		reason    contract.Reason
	}{
		{"not NITF", "<rss/>", contract.ReasonMalformed},
		{"truncated", full[:len(full)/2], contract.ReasonMalformed},
		{"bomb", `<!DOCTYPE nitf [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><nitf><body><body.content><p>&c;</p></body.content></body></nitf>`, contract.ReasonMalformed},
		{"nested", "<nitf>" + strings.Repeat("<block>", 100_000) + "</nitf>", contract.ReasonTooDeep},
		{"charset", `<?xml version="1.0" encoding="klingon"?><nitf>` + "\xe9</nitf>", contract.ReasonCharset},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := nitf.Parse(format.Input{Data: []byte(c.doc), Zone: time.UTC})
			var fe *format.Error
			require.True(t, errors.As(err, &fe), "%v", err)
			require.Equal(t, c.reason, fe.Reason, err)
			require.Equal(t, nitf.Name, fe.Format)
		})
	}
}

func TestAWholeNumberBeforeAFraction(t *testing.T) {
	t.Parallel()
	a := one(t, `<nitf><body><body.head><hedline><hl1>H</hl1></hedline></body.head><body.content><p>It is 1<num><frac><numer>1</numer><frac-sep>/</frac-sep><denom>2</denom></frac></num> metres.</p></body.content></body></nitf>`)
	require.Contains(t, a.Item.Bodies[0].Value, "1 1/2 metres")
	a = one(t, `<nitf><body><body.head><hedline><hl1>H</hl1></hedline></body.head><body.content><p>It is <num><frac><numer>1</numer><frac-sep/><denom>2</denom></frac></num> a metre.</p></body.content></body></nitf>`)
	require.Contains(t, a.Item.Bodies[0].Value, "It is 1/2 a metre")
}
