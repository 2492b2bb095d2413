package formats

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize"
	"github.com/wireroom/wireroom/services/publish"
)

// rich says everything that each of the formats has a place for.
const rich = `{"uri":"urn:example:ferry:8001","type":"text","version":"3","pubStatus":"usable","urgency":2,"language":"en-GB",
"firstCreated":"2026-03-01T07:00:00Z","versionCreated":"2026-03-01T08:00:00.25+01:00","contentCreated":"2026-03-01T06:00:00Z","embargoedUntil":"2026-03-01T09:00:00Z","expires":"2027-03-01T00:00:00Z",
"title":"Ferries & tides","by":"Ann Lee and Bo Nilsen","slugline":"ferry-times","located":"Northby","edNote":"Checked by the desk\nSecond <line>",
"copyrightHolder":"Nordwind","copyrightNotice":"Copyright 2026 Nordwind, all rights \"reserved\"","usageTerms":"Not for resale\nNot before noon",
"headlines":[{"role":"main","value":"Ferry leaves <earlier> & \"faster\""},{"role":"sub","value":"Council blames the tide"}],
"descriptions":[{"role":"summary","contentType":"text/plain","value":"The ferry leaves an hour earlier."}],
"bodies":[{"contentType":"text/html","value":"<p>The ferry to <strong>Northby</strong> leaves <em>an hour</em> earlier from April &amp; on.</p><h2>Why</h2><p>H<sub>2</sub>O, said a <a href=\"https://example.org/x?a=1&amp;b=2\">report</a>.<br/>Second line.</p><ul><li>One</li><li>Two</li></ul><table><tr><th>Port</th><th>Hour</th></tr><tr><td>Northby</td><td>7</td></tr></table><blockquote><p>It is the tide.</p></blockquote>"}],
"subjects":[{"uri":"http://cv.iptc.org/newscodes/mediatopic/20000337","name":"transport"},{"uri":"http://cv.iptc.org/newscodes/mediatopic/20000209","name":"economy"},{"rel":"keyword","name":"ferry"},{"rel":"keyword","name":"tide"}],
"people":[{"name":"Cid Olsen","rel":"about","uri":"https://example.org/people/7"}],"organisations":[{"name":"Northby Council","rel":"about"}],
"places":[{"name":"Northby","rel":"about","literal":"iso3166:NO"}],
"infoSources":[{"name":"Nordwind","role":"source"}]}`

const plain = `{"uri":"tag:example.org,2026:9","version":"1","versionCreated":"2026-03-01T08:00:00Z","language":"de",
"headlines":[{"value":"Fähre fährt früher – „schon“ ab April"}],"bodies":[{"contentType":"text/plain","value":"Erster Absatz mit Umlauten: äöüß.\n\nZweiter Absatz. 1 < 2 & 3 > 2."}],"subjects":[{"rel":"keyword","name":"Fähre"}]}`

const bare = `{"uri":"https://example.org/a/1","headlines":[{"value":"Only a headline here"}]}`

func read(t require.TestingT, data []byte, contentType string) normalize.Article {
	articles, err := normalize.Parse(normalize.Delivery{Provider: "acme", ID: "x-1", Data: data, ContentType: contentType, Received: time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)},
		normalize.Settings{MediaBase: "http://localhost"})
	require.NoError(t, err, "%s", data)
	require.Len(t, articles, 1)
	require.NoError(t, articles[0].Err, "%s", data)
	return articles[0]
}

// what of an article every format has to keep.
type kept struct {
	URI, Version, Headline, Text, By, Language, Slugline, Located, EdNote, Notice, Status string
	Urgency                                                                               ninjs.Urgency
	Created, Embargo                                                                      string
	Keywords                                                                              []string
}

// more is what all formats but plain text keep.
type more struct {
	Title, Holder, Terms, Expires, FirstCreated, ContentCreated string
	Headlines, Topics, People, Organisations, Places            []string
}

func moment(t ninjs.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}

func keptOf(it *ninjs.Item) kept {
	k := kept{URI: string(it.URI), Version: it.Version, By: it.By, Language: it.Language, Slugline: it.Slugline, Located: it.Located, EdNote: it.EdNote,
		Notice: it.CopyrightNotice, Status: string(it.PubStatus), Urgency: it.Urgency, Created: moment(it.VersionCreated), Embargo: moment(it.EmbargoedUntil)}
	if len(it.Headlines) > 0 {
		k.Headline = it.Headlines[0].Value
	}
	for _, b := range it.Bodies {
		if b.ContentType == "text/plain" {
			k.Text = b.Value
		}
	}
	for _, s := range it.Subjects {
		if s.Rel == "keyword" {
			k.Keywords = append(k.Keywords, s.Name)
		}
	}
	if k.Status == "" {
		k.Status = "usable"
	}
	return k
}

func moreOf(it *ninjs.Item) more {
	m := more{Title: it.Title, Holder: it.CopyrightHolder, Terms: it.UsageTerms, Expires: moment(it.Expires), FirstCreated: moment(it.FirstCreated), ContentCreated: moment(it.ContentCreated)}
	for _, h := range it.Headlines {
		m.Headlines = append(m.Headlines, h.Role+" "+h.Value)
	}
	for _, s := range it.Subjects {
		if s.Rel == "" {
			m.Topics = append(m.Topics, string(s.URI)+" "+s.Name)
		}
	}
	for _, p := range it.People {
		m.People = append(m.People, p.Name+" "+string(p.URI))
	}
	for _, o := range it.Organisations {
		m.Organisations = append(m.Organisations, o.Name)
	}
	for _, p := range it.Places {
		m.Places = append(m.Places, p.Name+" "+p.Literal)
	}
	return m
}

func TestWhatIsWrittenIsReadBackToTheSameArticle(t *testing.T) {
	t.Parallel()
	for name, document := range map[string]string{"rich": rich, "plain": plain, "bare": bare} {
		first := read(t, []byte(document), "application/json")
		for _, format := range publish.Formats() {
			t.Run(name+" "+format, func(t *testing.T) {
				t.Parallel()
				out, contentType, err := publish.WriteAs(format, &first.Envelope, first.Data)
				require.NoError(t, err)
				back := read(t, out, contentType)
				want, got := keptOf(&first.Item), keptOf(&back.Item)
				switch format {
				case "text": // lines of a block are paragraphs there, and a labelled embargo is told to editors too
					want.Text, got.Text = words(want.Text), words(got.Text)
					if first, rest, ok := strings.Cut(got.EdNote, "\n"); ok && strings.HasPrefix(first, "Embargo: ") {
						got.EdNote = rest
					}
				case "newsml-g2": // which requires a date
					if want.Created == "" {
						want.Created = moment(ninjs.At(first.Envelope.Received))
					}
				}
				require.Equal(t, want, got, "%s", out)
				if format != "text" {
					require.Equal(t, moreOf(&first.Item), moreOf(&back.Item), "%s", out)
				}
				if strings.HasPrefix(format, "ni") && strings.HasPrefix(contentType, "application/json") {
					require.Equal(t, first.Envelope.Hash, back.Envelope.Hash, "ninjs says all of it: %s", out)
				}
			})
		}
	}
}

func words(s string) string { return strings.Join(strings.Fields(s), " ") }

func TestOlderNinjsIsValidByItsSchemas(t *testing.T) {
	t.Parallel()
	localtest.Corpus(t, "ninjs", "schema-2.2.json")
	for _, document := range []string{rich, plain, bare, planning} {
		a := read(t, []byte(document), "application/json")
		for format, version := range map[string]string{"ninjs": "3.1", "ninjs-2": "2.2", "ninjs-1": "1.6"} {
			out, _, err := publish.WriteAs(format, &a.Envelope, a.Data)
			require.NoError(t, err)
			require.NoError(t, localtest.NinjsErrorOf(t, version, out), "%s", out)
		}
	}
}

// planning has what the older versions have no place for, and much of the rest.
const planning = `{"uri":"urn:example:p","type":"planning","representationType":"partial","profile":"p","headlines":[{"value":"Planned"},{"role":"short","value":"Plan"},{"role":"short","value":"Plan 2"}],
"plannedCoverage":[{"title":"x"}],"people":[{"name":"A","contactInfo":[{"type":"address","address":{"lines":["1"],"postalCode":"9","country":"N"}}]}],
"organisations":[{"name":"O","symbols":[{"exchange":"OSE","symbol":"O","symbolType":"http://cv.iptc.org/newscodes/financialinstrumentsymboltype/x"}]}],
"places":[{"name":"P","uri":"https://sws.geonames.org/1/","geoJSON":{"type":"Point","coordinates":[1,2]}}],"events":[{"id":"e1","name":"E"}],"objects":[{"name":"Ob"}],
"genres":[{"name":"Feature","uri":"any text"}],"altIds":[{"role":"a b","value":"1"},{"role":"a b","value":"2"}],"rightsInfo":{"linkedRights":"https://example.org/r"},
"trustIndicators":[{"role":"https://example.org/t","title":"T","href":"https://example.org/h"}],"digitalSourceType":{"name":"D","uri":"http://cv.iptc.org/newscodes/digitalsourcetype/x"},
"renditions":[{"name":"web page","href":"https://example.org/w","contentType":"text/html","width":3,"bitrate":"9"}],
"associations":[{"name":"picture 1","rel":"r","uri":"urn:example:pic","type":"picture","renditions":[{"name":"original","href":"https://example.org/p.jpg","contentType":"image/jpeg"}]}],
"bodies":[{"role":"side bar","contentType":"text/html","value":"<p>Aside</p>"},{"contentType":"text/html","value":"<p>Main</p>"}]}`

// TestAnyTextIsWrittenAndReadBack: whatever characters a headline, a by-line and a
// paragraph have, they come back, and XML stays well-formed.
func TestAnyTextIsWrittenAndReadBack(t *testing.T) {
	t.Parallel()
	// words as the wire has them after its own cleaning, and the characters of markup
	word := rapid.StringMatching(`[A-Za-zäöüßéñ一-三]{1,8}[<>&"';:]{0,2}`)
	rapid.Check(t, func(t *rapid.T) {
		line := func(name string) string { return strings.Join(rapid.SliceOfN(word, 4, 9).Draw(t, name), " ") }
		item := ninjs.Item{URI: "urn:example:any:1a", Language: "en", VersionCreated: ninjs.At(time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)),
			Headlines: []ninjs.Text{{Value: "Headline " + line("headline")}},
			Bodies:    []ninjs.Body{{ContentType: "text/plain", Value: "First " + line("first") + "\n\nSecond " + line("second")}}}
		data, err := json.Marshal(item)
		require.NoError(t, err)
		first := read(t, data, "application/json")
		for _, format := range publish.Formats() {
			if format == "text" { // a reader of plain text takes a headline for what it looks like
				continue
			}
			out, contentType, err := publish.WriteAs(format, &first.Envelope, first.Data)
			require.NoError(t, err)
			if !strings.HasPrefix(contentType, "application/json") {
				wellFormed(t, out)
			}
			back := read(t, out, contentType)
			require.Equal(t, keptOf(&first.Item), keptOf(&back.Item), "%s", out)
		}
	})
}

func wellFormed(t require.TestingT, data []byte) {
	d := xml.NewDecoder(strings.NewReader(string(data)))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			require.NoError(t, err, "%s", data)
		}
	}
}

func TestACorrectionStaysOne(t *testing.T) {
	t.Parallel()
	a := read(t, []byte(rich), "application/json")
	a.Envelope.Signal, a.Envelope.Corrects = contract.Correction, "2"
	for _, format := range []string{"nitf", "newsml-g2"} {
		out, contentType, err := publish.WriteAs(format, &a.Envelope, a.Data)
		require.NoError(t, err)
		require.Equal(t, contract.Correction, read(t, out, contentType).Envelope.Signal, format)
	}
}
