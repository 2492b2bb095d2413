package newsmlg2_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

const groups = `<packageItem guid="PKG 1" version="2" xml:lang="en"><itemMeta><pubStatus qcode="stat:usable"/><title>Storm</title></itemMeta>
<contentMeta><headline>Storm over the fjord</headline></contentMeta><groupSet root="r">
<group id="r" role="g:root"><groupRef idref="m"/><groupRef idref="side"/><groupRef idref="nowhere"/></group>
<group id="m" role="g:main" mode="pgrmod:seq"><title>First</title>
<itemRef residref="urn:hw:1" version="4" contenttype="application/vnd.iptc.g2.newsitem+xml"><itemClass qcode="ninat:text"/><provider literal="HW"/><pubStatus qcode="stat:canceled"/>
<headline>Port closes</headline><title>Port</title><description role="drol:summary">Ships wait.</description><versionCreated>2024-05-03T10:00:00Z</versionCreated></itemRef>
<itemRef residref="N 2"/><groupRef idref="r"/></group>
<group id="side" role="g:side"><groupRef idref="pics"/></group>
<group id="pics" mode="pgrmod:alt"><itemRef href="http://hw.example/t.jpg" contenttype="image/jpeg" size="77" width="30"><headline>The quay</headline></itemRef>
<itemRef href="http://hw.example/t2.jpg" contenttype="image/jpeg"/></group>
<group id="lost" role="g:lost"><itemRef residref="urn:hw:3"/></group></groupSet></packageItem>`

func names(it ninjs.Item) (out [][3]string) {
	for _, a := range it.Associations {
		out = append(out, [3]string{a.Name, a.Rel, string(a.URI)})
	}
	return out
}

func TestGroups(t *testing.T) {
	t.Parallel()
	a := one(t, groups)
	it := tidied(t, a)
	require.Equal(t, "PKG 1", a.ID)
	require.Equal(t, ninjs.TypeComposite, it.Type)
	require.Equal(t, [][3]string{
		{"main", "sequential", "urn:hw:1"}, {"main-2", "sequential", "urn:wireroom:p:N%202"},
		{"side/pics", "alternative", "http://hw.example/t.jpg"}, {"side/pics-2", "alternative", "http://hw.example/t2.jpg"}, {"lost", "", "urn:hw:3"},
	}, names(it))
	first := it.Associations[0].Item
	require.Equal(t, ninjs.TypeText, first.Type)
	require.Equal(t, "4", first.Version)
	require.Equal(t, ninjs.Canceled, first.PubStatus)
	require.Equal(t, "Port closes", first.Headlines[0].Value)
	require.Equal(t, "Port", first.Title)
	require.Equal(t, []ninjs.Text{{Role: "summary", ContentType: "text/plain", Value: "Ships wait."}}, first.Descriptions)
	require.Equal(t, []ninjs.InfoSource{{Name: "HW", Role: "provider"}}, first.InfoSources)
	require.Equal(t, "2024-05-03T10:00:00Z", utc(first.VersionCreated))
	require.Equal(t, []ninjs.AltID{{Role: "id", Value: "N 2"}}, it.Associations[1].AltIDs)
	picture := it.Associations[2].Item
	require.Equal(t, ninjs.TypePicture, picture.Type)
	require.Equal(t, []ninjs.Rendition{{Name: "original", Href: "http://hw.example/t.jpg", ContentType: "image/jpeg", SizeInBytes: 77, Width: 30}}, picture.Renditions)
}

// The members that come along are articles, and the package lists them by the uri
// that they get, with their own words where it has none.
func TestMembers(t *testing.T) {
	t.Parallel()
	member := strings.Replace(item(`<itemClass qcode="ninat:picture"/>`, "<headline>The quay</headline>", ""), "urn:hw:1", "N 2", 1)
	articles := parse(t, `<newsMessage><itemSet>`+groups+member+`</itemSet></newsMessage>`)
	require.Len(t, articles, 2)
	listed, own := tidied(t, articles[0]).Associations[1], tidied(t, articles[1])
	require.Equal(t, own.URI, listed.URI)
	require.Equal(t, "The quay", listed.Headlines[0].Value)
	require.Equal(t, ninjs.TypePicture, listed.Type)
}

// A package without a name that holds one thing is a wrapper; one that holds several
// goes by its transmission.
func TestNamelessPackages(t *testing.T) {
	t.Parallel()
	message := func(refs string) string {
		return `<newsMessage><Header><transmitId>T9</transmitId></Header><itemSet><packageItem>` + refs + `</packageItem>` + item("", "<headline>x</headline>", "") + `</itemSet></newsMessage>`
	}
	require.Len(t, parse(t, message(`<itemRef residref="7"/>`)), 1)
	articles := parse(t, message(`<itemRef residref="urn:hw:1"/><itemRef residref="8"/>`))
	require.Len(t, articles, 2)
	require.Equal(t, "T9", articles[0].ID)
	require.Equal(t, [][3]string{{"member", "", "urn:hw:1"}, {"member-2", "", "urn:wireroom:p:8"}}, names(articles[0].Item))
}

func TestManyMembers(t *testing.T) {
	t.Parallel()
	refs := func(n int) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(`<itemRef residref="urn:hw:` + strconv.Itoa(i) + `"/>`)
		}
		return `<packageItem guid="a"><groupSet root="g"><group id="g">` + b.String() + `</group></groupSet></packageItem>`
	}
	a := one(t, refs(1001))
	require.Len(t, a.Item.Associations, 1000)
	require.Len(t, a.Notes, 1)
	require.Empty(t, one(t, refs(1000)).Notes)
}

// What is repeated for each member is bounded.
func TestRepeatedNames(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("ø", 10_000)
	a := one(t, `<packageItem guid="`+long+`"><groupSet root="a"><group id="a" role="x:`+long+`"><itemRef residref="urn:hw:1"/><groupRef idref="b"/></group><group id="b" role="`+long+`"><itemRef residref="urn:hw:2"/></group></groupSet><partMeta><title>x</title></partMeta></packageItem>`)
	require.Len(t, a.Item.Associations, 3)
	for _, m := range a.Item.Associations {
		require.Less(t, len(m.Name), 130)
		require.Less(t, len(m.URI), 100)
	}
}
