package mapped_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/mapped"
	"github.com/wireroom/wireroom/services/normalize/internal/tidy"
)

// tidied is an article as it goes on from normalize, valid against the schema.
func tidied(t *testing.T, a format.Article) ninjs.Item {
	t.Helper()
	require.Nil(t, a.Err)
	it, _, err := tidy.Article(a, tidy.Settings{Provider: "p"})
	require.NoError(t, err)
	out, err := ninjs.Encode(&it)
	require.NoError(t, err)
	localtest.ValidateNinjs(t, out)
	return it
}

func ritzau(t *testing.T, doc string) format.Article {
	t.Helper()
	m, err := mapped.Shipped("ritzau")
	require.NoError(t, err)
	articles, err := m.Parse(format.Input{Data: []byte(doc), Zone: time.UTC, Provider: "p"})
	require.NoError(t, err)
	require.Len(t, articles, 1)
	return articles[0]
}

func TestRitzauOfTheCorpus(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(localtest.Corpus(t, "wire", "expected.json"))
	require.NoError(t, err)
	var all []struct {
		File, Format, ID, Version, HeadlineStarts, By, Located, Language, BodyStarts string
		Urgency                                                                      int
		VersionCreated                                                               time.Time
	}
	require.NoError(t, json.Unmarshal(data, &all))
	checked := 0
	for _, want := range all {
		if want.Format != "ritzau" {
			continue
		}
		checked++
		doc, err := os.ReadFile(localtest.Corpus(t, "wire", want.File))
		require.NoError(t, err)
		a := ritzau(t, string(doc))
		require.Empty(t, a.Notes)
		require.Empty(t, a.Signal)
		it := tidied(t, a)
		require.Equal(t, want.ID, a.ID)
		require.Equal(t, want.Version, it.Version)
		require.True(t, strings.HasPrefix(it.Headlines[0].Value, want.HeadlineStarts), it.Headlines)
		require.Equal(t, []any{want.By, want.Located, want.Language}, []any{it.By, it.Located, it.Language})
		require.EqualValues(t, want.Urgency, it.Urgency)
		require.True(t, want.VersionCreated.Equal(it.VersionCreated.Time), it.VersionCreated)
		require.True(t, strings.HasPrefix(it.Bodies[1].Value, want.BodyStarts))
	}
	require.Positive(t, checked)
}

// Our own words, with what the sample leaves empty.
const rbNews = `<?xml version="1.0" encoding="utf-8"?>
<RBNews xmlns="http://tempuri.org/" xmlns:i="http://www.w3.org/2001/XMLSchema-instance">
<NewsID>0b7d-2</NewsID><PublishDate>2019-07-01T12:30:05.5</PublishDate><strapline>SPO/HÅNDBOLD</strapline>
<headline>Havnen &amp;amp; byen vinder</headline><subtitle>Målmanden stod som en mur.</subtitle><town>Skagen</town>
<origin>/ritzau/HavnePost/</origin><sectionID>4</sectionID><section>Sport</section><version>2</version>
<Replaces i:nil="true"/><replacedID>0b7d-1</replacedID><format>Artikel</format><formatID>1</formatID>
<content>&lt;p&gt;Holdet vandt i går.&lt;/p&gt;&lt;p&gt;Det var sent.&lt;/p&gt;</content><HistID>AA-1</HistID><Priority>2</Priority>
<IPTCList xmlns:a="http://schemas.microsoft.com/2003/10/Serialization/Arrays"><a:int>15003000</a:int><a:int>4000000</a:int><a:int>20000822</a:int><a:int>17</a:int></IPTCList>
<MultimedieList><Multimedie><Id>77</Id><Titel/><Caption>Målmanden</Caption><Fotograf>Eva Lund</Fotograf><Url>https://billeder.example/77.jpg</Url><Thumb>https://billeder.example/77s.jpg</Thumb></Multimedie></MultimedieList>
<ISIN xmlns:a="http://schemas.microsoft.com/2003/10/Serialization/Arrays"><a:string>DK0000000001</a:string></ISIN>
<Annuleret>false</Annuleret><NyVersion>true</NyVersion><Korrektion>true</Korrektion><InfoFlash>false</InfoFlash>
<byLine>Bo Holm</byLine><byLineEmail>bo@havnepost.example</byLineEmail><byLinePhone>12345678</byLinePhone>
<SubjectKeyword xmlns:a="http://schemas.microsoft.com/2003/10/Serialization/Arrays"><a:string>håndbold</a:string></SubjectKeyword>
<EmbargoDate>2019-01-02T06:00:00</EmbargoDate><TilRedaktionen>&lt;p&gt;Rettet stilling.&lt;/p&gt;</TilRedaktionen>
<Companies><Company><Name>Skagen Havn</Name></Company></Companies></RBNews>`

func TestRitzauInFull(t *testing.T) {
	t.Parallel()
	a := ritzau(t, rbNews)
	require.Equal(t, []string{`fields.subjects[3].uri left out: subject: "17" is no code of the IPTC`}, a.Notes)
	require.Equal(t, contract.Correction, a.Signal)
	require.Equal(t, "0b7d-1", a.Corrects)
	require.Empty(t, a.Targets)
	it := tidied(t, a)
	require.Equal(t, "Havnen & byen vinder", it.Headlines[0].Value)
	require.Equal(t, []ninjs.Text{{Role: "summary", ContentType: "text/plain", Value: "Målmanden stod som en mur."}}, it.Descriptions)
	require.Equal(t, "Holdet vandt i går.\n\nDet var sent.", it.Bodies[1].Value)
	require.Equal(t, "2019-07-01T10:30:05Z", it.VersionCreated.UTC().Format(time.RFC3339), "summer time")
	require.Equal(t, "2019-01-02T05:00:00Z", it.EmbargoedUntil.UTC().Format(time.RFC3339), "winter time")
	require.Equal(t, "Rettet stilling.", it.EdNote)
	require.Equal(t, "SPO/HÅNDBOLD", it.Slugline)
	require.EqualValues(t, 2, it.Urgency)
	require.Equal(t, []ninjs.InfoSource{{Name: "ritzau", Role: "origin"}, {Name: "HavnePost", Role: "origin"}}, it.InfoSources)
	require.Equal(t, []ninjs.Person{{Name: "Bo Holm", Rel: "author", ContactInfo: []ninjs.ContactInfo{
		{Type: "email", Value: "bo@havnepost.example"}, {Type: "phone", Value: "12345678"},
	}}}, it.People)
	require.Equal(t, []ninjs.Subject{
		{Name: "SPO", Rel: "keyword"}, {Name: "HÅNDBOLD", Rel: "keyword"}, {Name: "håndbold", Rel: "keyword"},
		{Name: "Sport", Rel: "section", Literal: "ritzau-section:4"},
		{Rel: "about", URI: "http://cv.iptc.org/newscodes/subjectcode/15003000", Literal: "ritzau-iptc:15003000"},
		{Rel: "about", URI: "http://cv.iptc.org/newscodes/subjectcode/04000000", Literal: "ritzau-iptc:4000000"},
		{Rel: "about", URI: "http://cv.iptc.org/newscodes/mediatopic/20000822", Literal: "ritzau-iptc:20000822"},
		{Rel: "about", Literal: "ritzau-iptc:17"},
	}, it.Subjects)
	require.Equal(t, []ninjs.Organisation{
		{Name: "Skagen Havn", Rel: "about"},
		{Rel: "about", Literal: "ISIN:DK0000000001", Symbols: []ninjs.Symbol{{Symbol: "DK0000000001", SymbolType: "urn:isin"}}},
	}, it.Organisations)
	require.Equal(t, []ninjs.AltID{{Role: "history", Value: "AA-1"}, {Role: "replaces", Value: "0b7d-1"}, {Role: "id", Value: "0b7d-2"}}, it.AltIDs)
	require.Len(t, it.Associations, 1)
	media := it.Associations[0]
	require.Equal(t, []string{"media-1", "picture", "Eva Lund", "Målmanden"}, []string{media.Name, string(media.Type), media.By, media.Descriptions[0].Value})
	require.Equal(t, []ninjs.Rendition{{Name: "Url", Href: "https://billeder.example/77.jpg"}, {Name: "Thumb", Href: "https://billeder.example/77s.jpg"}}, media.Renditions)
}

func TestRitzauSignals(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, old, with string
		signal          contract.Signal
		status          ninjs.PubStatus
		targets         []string
	}{
		{"annulled", "<Annuleret>false", "<Annuleret>true", contract.Kill, ninjs.Canceled, []string{"0b7d-1"}},
		{"no correction", "<Korrektion>true", "<Korrektion>false", contract.Update, "", nil},
		{"as it is", "<town>", "<town>", contract.Correction, "", nil},
	} {
		a := ritzau(t, strings.Replace(rbNews, c.old, c.with, 1))
		require.Nil(t, a.Err, c.name)
		require.Equal(t, c.signal, a.Signal, c.name)
		require.Equal(t, c.status, a.Item.PubStatus, c.name)
		require.Equal(t, c.targets, a.Targets, c.name)
	}
	a := ritzau(t, strings.Replace(rbNews, "2019-01-02T06:00:00", "on Wednesday morning", 1))
	require.Nil(t, a.Err)
	require.Equal(t, ninjs.Withheld, a.Item.PubStatus, "an embargo must not be guessed")
	require.Contains(t, a.Notes[0], "embargoedUntil")
}

func TestRitzauInAList(t *testing.T) {
	t.Parallel()
	m, err := mapped.Shipped("ritzau")
	require.NoError(t, err)
	_, rest, _ := strings.Cut(rbNews, "<RBNews")
	one := "<RBNews" + rest
	articles, err := m.Parse(format.Input{Data: []byte("<ArrayOfRBNews>" + one + one + "</ArrayOfRBNews>"), Zone: time.UTC})
	require.NoError(t, err)
	require.Len(t, articles, 2)
	require.Equal(t, articles[0].Item, articles[1].Item)
}
