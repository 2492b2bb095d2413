package newsmlg2_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/newsmlg2"
	"github.com/wireroom/wireroom/services/normalize/internal/tidy"
)

var oslo = time.FixedZone("CET", 3600)

// full has every element of NewsML-G2 that ninjs has a place for. The words are
// ours, and so is the agency.
const full = `<?xml version="1.0" encoding="utf-8"?>
<g:newsItem xmlns:g="http://iptc.org/std/nar/2006-10-01/" guid="tag:hw.example,2024:fjord-7" version="4" xml:lang="en" standard="NewsML-G2" standardversion="2.33" conformance="power">
<g:catalogRef href="http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_38.xml"/>
<g:catalog><g:scheme alias="hw" uri="http://hw.example/cv/"/><g:scheme alias="top" uri="http://cv.iptc.org/newscodes/mediatopic/"/></g:catalog>
<g:hopHistory><g:hop seq="1"><g:party qcode="hw:relay"><g:name>Fjord Relay</g:name></g:party><g:action qcode="hopaction:transformed"/></g:hop></g:hopHistory>
<g:rightsInfo><g:accountable literal="Eli Moe"/><g:copyrightHolder qcode="nprov:HW"><g:name>Harbour Wire</g:name></g:copyrightHolder>
<g:copyrightNotice xml:lang="no">Alle rettigheter.</g:copyrightNotice><g:copyrightNotice xml:lang="en" href="http://hw.example/rights">© 2024 Harbour Wire</g:copyrightNotice>
<g:usageTerms>No archive.<g:br/>Not in Iceland.</g:usageTerms></g:rightsInfo>
<g:itemMeta><g:itemClass qcode="ninat:text"/><g:provider qcode="nprov:HW"/><g:versionCreated>2024-05-03T10:20:30.5+02:00 </g:versionCreated>
<g:firstCreated>2024-05-03T08:00:00</g:firstCreated><g:embargoed>2024-05-04T06:00:00Z</g:embargoed><g:pubStatus qcode="stat:usable"/><g:role qcode="hw:background"/>
<g:fileName>fjord.xml</g:fileName><g:generator>Wireworks</g:generator><g:profile versioninfo="1">story</g:profile><g:service qcode="hw:nordic"><g:name>Nordic</g:name></g:service>
<g:title>Fjord ferry</g:title><g:edNote>Photos to come.</g:edNote><g:edNote>Corrects depth.</g:edNote><g:memberOf literal="seas"><g:name>Seas</g:name></g:memberOf>
<g:instanceOf qcode="hw:daily"/><g:signal qcode="sig:correction"/><g:signal qcode="sig:cwarn"/><g:deliverableOf qcode="hw:plan3"/><g:expires>2024-06-01</g:expires>
<g:link rel="irel:previousVersion" residref="tag:hw.example,2024:fjord-7" version="3"/><g:link rel="irel:seeAlso" href="http://hw.example/map" contenttype="text/html"><g:title>The map</g:title></g:link></g:itemMeta>
<g:contentMeta><g:icon href="http://hw.example/i.png" rendition="rnd:thumbnail" width="60" height="40"/><g:urgency>2</g:urgency><g:contentCreated>2024-05-03T09:00:00+02:00</g:contentCreated>
<g:located qcode="hw:bergen"><g:name>Bergen</g:name><g:broader qcode="iso3166-1a2:NO"><g:name>Norway</g:name></g:broader></g:located>
<g:digitalSourceType qcode="digsrctype:digitalCapture"/><g:infoSource qcode="hw:coast"><g:name>Coast Guard</g:name></g:infoSource><g:infoSource literal="Fjord Relay" role="hw:origin"/>
<g:creator role="crol:author" uri="http://hw.example/staff/reed"><g:name>Ann Reed</g:name><g:personDetails><g:contactInfo><g:email>reed@hw.example</g:email></g:contactInfo></g:personDetails></g:creator>
<g:creator><g:name>Harbour Wire</g:name></g:creator><g:contributor role="hw:editor"><g:name>Bo Lind</g:name></g:contributor>
<g:audience qcode="hw:coasts"/><g:exclAudience qcode="hw:inland"/><g:altId type="hw:slot">F7</g:altId><g:language tag="en-GB"/><g:genre qcode="genre:Current"><g:name xml:lang="no">Aktuelt</g:name><g:name xml:lang="en">Current</g:name></g:genre>
<g:keyword>ferry</g:keyword><g:keyword role="hw:index">sand</g:keyword>
<g:subject qcode="medtop:20000139" relevance="80" confidence="90" creator="hw:tagger"><g:name>accident</g:name></g:subject><g:subject qcode="subj:03010000"/><g:subject literal="sand banks"/>
<g:subject qcode="hw:sea" type="cpnat:abstract"><g:name>sea</g:name><g:sameAs qcode="top:20000149"><g:name>maritime</g:name></g:sameAs><g:broader qcode="medtop:04000000"/></g:subject>
<g:subject type="cpnat:person" qcode="hw:p1"><g:name role="nrol:short">Fox</g:name><g:name xml:lang="no">Frøken Fox</g:name><g:name xml:lang="en">Dee Fox</g:name><g:related rel="crel:isEmployeeOf" type="cpnat:organisation"><g:name>Ferry Lines</g:name></g:related></g:subject>
<g:subject type="cpnat:organisation" literal="o1"/><g:subject type="cpnat:poi" literal="poi1"/><g:subject type="cpnat:geoArea" qcode="iso3166-1a3:NOR"><g:name>Norway</g:name></g:subject>
<g:subject typeuri="http://cv.iptc.org/newscodes/cpnature/event" uri="http://hw.example/e/9"><g:name>Sea Week</g:name></g:subject><g:subject type="cpnat:object"><g:name>The Tern</g:name></g:subject>
<g:subject><g:bag><g:bit qcode="medtop:15000000"/><g:bit type="cpnat:person" literal="Cy Holm"/></g:bag></g:subject>
<g:slugline separator="/">ferry/fjord</g:slugline><g:headline role="hrol:sub">Nobody hurt</g:headline><g:headline>Ferry runs
   aground</g:headline><g:headline xml:lang="no">Ferge på grunn</g:headline>
<g:dateline>BERGEN, May 3</g:dateline><g:by>By Ann Reed</g:by><g:creditline>HW/Reed</g:creditline><g:description role="drol:summary">A ferry is stuck.<g:br/>All are well.</g:description>
<g:description role="drol:caption">The Tern</g:description><g:userInteraction interactions="41" interactiontype="useracttype:comments"/><g:userInteraction interactions="1200" interactiontype="useracttype:pageviews"/>
<g:trustIndicator role="trustindicator:ethics" href="http://hw.example/ethics"><g:title>Ethics</g:title></g:trustIndicator></g:contentMeta>
<g:partMeta partid="s1" seq="1"><g:description>The bridge</g:description><g:icon href="http://hw.example/s1.jpg"/></g:partMeta>
<g:assert literal="o1"><g:name>Port of Bergen</g:name><g:organisationDetails><g:hasInstrument symbol="PBG" market="mic:XOSL" marketlabel="Oslo" type="fisymtype:ticker"/></g:organisationDetails></g:assert>
<g:assert literal="poi1"><g:name>Grenen light</g:name><g:POIDetails><g:position latitude="60.4" longitude="5.3"/><g:address><g:line>Quay 1</g:line><g:locality><g:name>Bergen</g:name></g:locality><g:country qcode="iso3166-1a2:NO"><g:name>Norway</g:name></g:country><g:postalCode>5003</g:postalCode></g:address></g:POIDetails></g:assert>
<g:contentSet><g:inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body><h1>Ferry runs aground</h1><p>The <em>Tern</em> ran aground.</p></body></html></g:inlineXML>
<g:inlineData contenttype="text/plain">The Tern ran aground.</g:inlineData>
<g:remoteContent rendition="rnd:highRes" href="http://hw.example/t.mp4" contenttype="video/mp4" size="900" width="640" height="480" duration="1500" durationunit="timeunit:milliseconds" videocodec="vcdc:c041" videoframerate="25" videoaspectratio="16:9" videoscan="hw:progressive" videoavgbitrate="800" format="frmt:MP4"><g:altId>T4</g:altId><g:altLoc>http://mirror.example/t.mp4</g:altLoc></g:remoteContent></g:contentSet></g:newsItem>`

func parse(t *testing.T, doc string) []format.Article {
	t.Helper()
	articles, err := newsmlg2.Parse(format.Input{Data: []byte(doc), Zone: oslo, Provider: "p", Language: "de"})
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

func tidied(t *testing.T, a format.Article) ninjs.Item {
	t.Helper()
	it, _, err := tidy.Article(a, tidy.Settings{Provider: "p"})
	require.NoError(t, err)
	out, err := ninjs.Encode(&it)
	require.NoError(t, err)
	localtest.ValidateNinjs(t, out)
	return it
}

// item makes a document of what is in itemMeta, contentMeta and contentSet.
func item(itemMeta, contentMeta, contentSet string) string {
	return `<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:hw:1" version="1"><itemMeta>` + itemMeta + `</itemMeta><contentMeta>` +
		contentMeta + `</contentMeta><contentSet>` + contentSet + `</contentSet></newsItem>`
}

func utc(tm ninjs.Time) string {
	if tm.IsZero() {
		return ""
	}
	return tm.UTC().Format(time.RFC3339Nano)
}

func TestItemMeta(t *testing.T) {
	t.Parallel()
	a := one(t, full)
	it := a.Item
	require.Empty(t, a.Notes)
	require.EqualValues(t, "tag:hw.example,2024:fjord-7", it.URI)
	require.Empty(t, a.ID)
	require.Equal(t, "4", it.Version)
	require.Equal(t, ninjs.TypeText, it.Type)
	require.Equal(t, "2024-05-03T08:20:30.5Z", utc(it.VersionCreated))
	require.Equal(t, "2024-05-03T07:00:00Z", utc(it.FirstCreated), "without a zone, the provider's")
	require.Equal(t, "2024-05-03T07:00:00Z", utc(it.ContentCreated))
	require.Equal(t, "2024-05-31T23:00:00Z", utc(it.Expires))
	require.Equal(t, "2024-05-04T06:00:00Z", utc(it.EmbargoedUntil))
	require.Equal(t, ninjs.Usable, it.PubStatus)
	require.Equal(t, contract.Correction, a.Signal)
	require.Equal(t, "3", a.Corrects)
	require.Equal(t, "story", it.Profile)
	require.Equal(t, "Fjord ferry", it.Title)
	require.Equal(t, "Photos to come.\nCorrects depth.", it.EdNote)
	require.Equal(t, []ninjs.AltID{{Role: "fileName", Value: "fjord.xml"}, {Role: "slot", Value: "F7"}, {Role: "altId", Value: "T4"}}, it.AltIDs)
}

func TestRights(t *testing.T) {
	t.Parallel()
	it := one(t, full).Item
	require.Equal(t, "Harbour Wire", it.CopyrightHolder)
	require.Equal(t, "© 2024 Harbour Wire", it.CopyrightNotice)
	require.Equal(t, "No archive.\nNot in Iceland.", it.UsageTerms)
	require.Equal(t, &ninjs.RightsInfo{LinkedRights: "http://hw.example/rights"}, it.RightsInfo)
	it = one(t, strings.Replace(full, "</g:rightsInfo>", `<g:rightsExpressionXML langid="http://www.w3.org/ns/odrl/2/"><o:p xmlns:o="x" a="1">no</o:p></g:rightsExpressionXML></g:rightsInfo>`, 1)).Item
	require.Equal(t, &ninjs.RightsInfo{LangID: "http://www.w3.org/ns/odrl/2/", EncodedRights: `<p a="1">no</p>`}, it.RightsInfo)
}

func TestContentMeta(t *testing.T) {
	t.Parallel()
	a := one(t, full)
	it := a.Item
	require.EqualValues(t, 2, it.Urgency)
	require.Equal(t, "en-GB", it.Language)
	require.Equal(t, "Bergen", it.Located)
	require.Equal(t, "Ann Reed", it.By)
	require.Equal(t, "ferry/fjord", it.Slugline)
	require.Equal(t, "BERGEN, May 3", a.DateLine)
	require.Equal(t, []ninjs.Text{{Role: "main", Value: "Ferry runs aground"}, {Role: "sub", Value: "Nobody hurt"}, {Role: "alternate", Value: "Ferge på grunn"}}, it.Headlines)
	require.Equal(t, []ninjs.Text{
		{Role: "summary", ContentType: "text/plain", Value: "A ferry is stuck.\nAll are well."}, {Role: "caption", ContentType: "text/plain", Value: "The Tern"},
	}, it.Descriptions)
	require.Equal(t, []ninjs.Genre{{Name: "Current", URI: "http://cv.iptc.org/newscodes/genre/Current"}}, it.Genres)
	require.Equal(t, &ninjs.DigitalSourceType{URI: "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"}, it.DigitalSourceType)
	require.Equal(t, []ninjs.TrustIndicator{{Role: "http://cv.iptc.org/newscodes/trustindicator/ethics", Title: "Ethics", Href: "http://hw.example/ethics"}}, it.TrustIndicators)
	require.Equal(t, 41, *a.SourceComments)
	require.Equal(t, 1200, *a.SourceViews)
	require.Equal(t, []ninjs.InfoSource{
		{Name: "HW", Role: "provider", URI: "http://cv.iptc.org/newscodes/newsprovider/HW"}, {Name: "Coast Guard", Role: "source", URI: "http://hw.example/cv/coast"},
		{Name: "Fjord Relay", Role: "origin"}, {Name: "Eli Moe", Role: "accountable"}, {Name: "Fjord Relay", Role: "transformed", URI: "http://hw.example/cv/relay"},
		{Name: "HW/Reed", Role: "credit"}, {Name: "Harbour Wire", Role: "creator"},
	}, it.InfoSources)
}
