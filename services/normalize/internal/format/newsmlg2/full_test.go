package newsmlg2_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

func TestSubjects(t *testing.T) {
	t.Parallel()
	r, c := 80, 90
	const hw, topic = "http://hw.example/cv/", "http://cv.iptc.org/newscodes/mediatopic/"
	require.Equal(t, []ninjs.Subject{
		{Rel: "role", URI: hw + "background"}, {Rel: "service", Name: "Nordic", URI: hw + "nordic"}, {Rel: "memberOf", Name: "Seas"},
		{Rel: "instanceOf", URI: hw + "daily"}, {Rel: "signal", URI: "http://cv.iptc.org/newscodes/signal/cwarn"}, {Rel: "deliverableOf", URI: hw + "plan3"},
		{Rel: "audience", URI: hw + "coasts"}, {Rel: "exclAudience", URI: hw + "inland"},
		{Rel: "keyword", Name: "ferry"}, {Rel: "keyword", Name: "sand"},
		{Name: "accident", URI: topic + "20000139", Creator: "hw:tagger", Relevance: &r, Confidence: &c},
		{URI: "http://cv.iptc.org/newscodes/subjectcode/03010000"}, {Name: "sand banks"},
		{Name: "sea", URI: hw + "sea"}, {Name: "maritime", URI: topic + "20000149"}, {Rel: "broader", URI: topic + "04000000"},
		{URI: topic + "15000000"},
	}, one(t, full).Item.Subjects)
}

func TestNames(t *testing.T) {
	t.Parallel()
	it := one(t, full).Item
	require.Equal(t, []ninjs.Person{
		{Name: "Dee Fox", Rel: "about", URI: "http://hw.example/cv/p1"}, {Name: "Cy Holm", Rel: "about"},
		{Name: "Ann Reed", Rel: "author", URI: "http://hw.example/staff/reed", ContactInfo: []ninjs.ContactInfo{{Type: "email", Value: "reed@hw.example"}}},
		{Name: "Bo Lind", Rel: "editor"},
	}, it.People)
	require.Equal(t, []ninjs.Organisation{
		{Name: "Ferry Lines", Rel: "isEmployeeOf"},
		{Name: "Port of Bergen", Rel: "about", Symbols: []ninjs.Symbol{{Symbol: "PBG", Exchange: "Oslo", SymbolType: "http://cv.iptc.org/newscodes/financialinstrumentsymboltype/ticker"}}},
	}, it.Organisations)
	require.Equal(t, []ninjs.Place{
		{Name: "Bergen", Rel: "located", URI: "http://hw.example/cv/bergen", Literal: "iso3166:NO", ContactInfo: []ninjs.ContactInfo{{Address: &ninjs.Address{Country: "Norway"}}}},
		{
			Name: "Grenen light", Rel: "about", Literal: "iso3166:NO", GeoJSON: ninjs.GeoJSON(`{"coordinates":[5.3,60.4],"type":"Point"}`),
			ContactInfo: []ninjs.ContactInfo{{Type: "address", Address: &ninjs.Address{Lines: []string{"Quay 1"}, Locality: "Bergen", PostalCode: "5003", Country: "Norway"}}},
		},
		{Name: "Norway", Rel: "about", URI: "http://cvx.iptc.org/iso3166-1a3/NOR", Literal: "iso3166:NO"},
	}, it.Places)
	require.Equal(t, []ninjs.Event{{Name: "Sea Week", Rel: "about", URI: "http://hw.example/e/9"}}, it.Events)
	require.Equal(t, []ninjs.Object{{Name: "The Tern", Rel: "about"}}, it.Objects)
}

func TestContentSet(t *testing.T) {
	t.Parallel()
	a := one(t, full)
	it := a.Item
	require.Equal(t, []ninjs.Body{{ContentType: "application/xhtml+xml", Value: "<p>The <em>Tern</em> ran aground.</p>"}}, it.Bodies)
	video := ninjs.Rendition{
		Name: "highRes", Href: "http://hw.example/t.mp4", ContentType: "video/mp4", SizeInBytes: 900, Width: 640, Height: 480, Duration: 1.5, Format: "MP4",
		VideoCodec: "vcdc:c041", FrameRate: 25, AspectRatio: "16:9", ScanType: ninjs.Progressive, Bitrate: "800",
	}
	mirror := video
	mirror.Name, mirror.Href = "highRes-2", "http://mirror.example/t.mp4"
	require.Equal(t, []ninjs.Rendition{{Name: "thumbnail", Href: "http://hw.example/i.png", Width: 60, Height: 40}, video, mirror}, it.Renditions)
}

func TestLinksAndParts(t *testing.T) {
	t.Parallel()
	a := one(t, full)
	require.Equal(t, []ninjs.Association{
		{Name: "previousVersion", Rel: "previousVersion", Item: ninjs.Item{URI: "tag:hw.example,2024:fjord-7", Version: "3"}},
		{Name: "seeAlso", Rel: "seeAlso", Item: ninjs.Item{
			URI: "http://hw.example/map", Type: ninjs.TypeText, Title: "The map",
			Renditions: []ninjs.Rendition{{Name: "original", Href: "http://hw.example/map", ContentType: "text/html", Title: "The map"}},
		}},
		{Name: "s1", Rel: "part", Item: ninjs.Item{
			URI: "tag:hw.example,2024:fjord-7#s1", Type: ninjs.TypeComponent,
			Descriptions: []ninjs.Text{{ContentType: "text/plain", Value: "The bridge"}}, Renditions: []ninjs.Rendition{{Name: "icon", Href: "http://hw.example/s1.jpg"}},
		}},
	}, a.Item.Associations)
}

// What tidy makes of it is valid ninjs, with nothing repaired.
func TestTidied(t *testing.T) {
	t.Parallel()
	it := tidied(t, one(t, full))
	require.Len(t, it.Bodies, 2)
	require.Equal(t, "The Tern ran aground.", it.Bodies[1].Value)
	require.Len(t, it.Places, 3)
}
