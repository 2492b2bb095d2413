package newsmlg2_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/newsmlg2"
)

func TestStatus(t *testing.T) {
	t.Parallel()
	const until = `<embargoed>2024-05-04T06:00:00Z</embargoed>`
	for _, c := range []struct {
		name, meta string
		status     ninjs.PubStatus
		signal     contract.Signal
		embargo    string
		refused    contract.Reason
	}{
		{"nothing said", "", ninjs.Usable, "", "", ""},
		{"usable", `<pubStatus qcode="stat:usable"/>`, ninjs.Usable, "", "", ""},
		{"any alias", `<pubStatus qcode="pubStat:withheld"/>`, ninjs.Withheld, "", "", ""},
		{"uri", `<pubStatus uri="http://cv.iptc.org/newscodes/pubstatusg2/canceled"/>`, ninjs.Canceled, contract.Kill, "", ""},
		{"literal", `<pubStatus literal="Usable"/>`, ninjs.Usable, "", "", ""},
		{"text", `<pubstatus>withheld</pubstatus>`, ninjs.Withheld, "", "", ""},
		{"British", `<pubStatus qcode="stat:cancelled"/>`, ninjs.Canceled, contract.Kill, "", ""},
		{"empty", `<pubStatus qcode=""/>`, ninjs.Usable, "", "", ""},
		{"none of ours", `<pubStatus qcode="stat:maybe"/>`, "", "", "", contract.ReasonUnsupported},
		{"update", `<signal qcode="sig:update"/>`, ninjs.Usable, contract.Update, "", ""},
		{"signal by uri", `<signal uri="http://cv.iptc.org/newscodes/signal/correction"/>`, ninjs.Usable, contract.Correction, "", ""},
		{"the gravest", `<signal qcode="sig:correction"/><signal qcode="sig:update"/>`, ninjs.Usable, contract.Correction, "", ""},
		{"agency's own", `<signal qcode="hwsig:correction"/>`, ninjs.Usable, contract.Correction, "", ""},
		{"kill by signal", `<pubStatus qcode="stat:usable"/><signal qcode="hwsig:kill"/><signal qcode="sig:update"/>`, ninjs.Canceled, contract.Kill, "", ""},
		{"correction as role", `<role qcode="hwrole:correction"/>`, ninjs.Usable, contract.Correction, "", ""},
		{"no kill as role", `<role qcode="hwrole:kill"/>`, ninjs.Usable, "", "", ""},
		{"no word for us", `<signal qcode="edStat:U"/>`, ninjs.Usable, "", "", ""},
		{"embargo", until, ninjs.Usable, "", "2024-05-04T06:00:00Z", ""},
		{"embargo without a zone", `<embargoed>2024-05-04T06:00:00</embargoed>`, ninjs.Usable, "", "2024-05-04T05:00:00Z", ""},
		{"embargo of unknown end", `<embargoed/><pubStatus qcode="stat:usable"/>`, ninjs.Withheld, "", "", ""},
		{"template", `<embargoed></embargoed><ednote></ednote>`, ninjs.Usable, "", "", ""},
		{"embargo as status", until + `<pubStatus qcode="x:embargoed"/>`, ninjs.Usable, "", "2024-05-04T06:00:00Z", ""},
		{"embargo as status alone", `<pubStatus qcode="x:embargoed"/>`, ninjs.Withheld, "", "", ""},
		{"embargo that can't be read", `<embargoed>Friday</embargoed>`, ninjs.Withheld, "", "", ""},
		{"which a kill does not need", `<embargoed>Friday</embargoed><pubStatus qcode="stat:canceled"/>`, ninjs.Canceled, contract.Kill, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := parse(t, item(c.meta, "<headline>Port closes</headline>", ""))[0]
			if c.refused != "" {
				require.NotNil(t, a.Err)
				require.Equal(t, c.refused, a.Err.Reason)
				require.EqualValues(t, "urn:hw:1", a.Item.URI, "who failed is known")
				return
			}
			require.Nil(t, a.Err)
			require.Equal(t, c.status, a.Item.PubStatus)
			require.Equal(t, c.signal, a.Signal)
			require.Equal(t, c.embargo, utc(a.Item.EmbargoedUntil))
			tidied(t, a)
		})
	}
}

func TestKill(t *testing.T) {
	t.Parallel()
	a := one(t, `<newsItem guid="urn:hw:1" version="3"><itemMeta><pubStatus qcode="stat:canceled"/></itemMeta></newsItem>`)
	require.Equal(t, contract.Kill, a.Signal)
	require.Equal(t, ninjs.Canceled, tidied(t, a).PubStatus, "without content")
	a = parse(t, `<newsItem version="3"><itemMeta><pubStatus qcode="stat:canceled"/></itemMeta></newsItem>`)[0]
	require.Equal(t, contract.ReasonIncomplete, a.Err.Reason, "nobody knows what it takes down")
}

// What a NITF document within says of its use counts where the item is silent.
func TestInnerStatus(t *testing.T) {
	t.Parallel()
	doc := func(meta, docdata string) string {
		return item(meta, "", `<inlineXML contenttype="application/nitf+xml"><nitf><head>`+docdata+`</head><body><body.content><p>Ships wait.</p></body.content></body></nitf></inlineXML>`)
	}
	const said, kill, odd = `<pubStatus qcode="stat:usable"/>`, `<docdata management-status="canceled"/>`, `<docdata management-status="odd"/>`
	const held = `<docdata><date.issue norm="20240503T100000Z"/><date.release norm="20240504T100000Z"/></docdata>`
	require.Equal(t, contract.Kill, one(t, doc("", kill)).Signal)
	require.Equal(t, ninjs.Canceled, one(t, doc("", kill)).Item.PubStatus)
	a := one(t, doc(said, kill))
	require.Equal(t, ninjs.Usable, a.Item.PubStatus)
	require.Empty(t, a.Signal, "the item says otherwise")
	require.Equal(t, "2024-05-04T10:00:00Z", utc(one(t, doc(said, held)).Item.EmbargoedUntil))
	require.Equal(t, contract.ReasonUnsupported, parse(t, doc("", odd))[0].Err.Reason)
	a = one(t, doc(said, odd))
	require.Len(t, a.Notes, 1)
	require.Contains(t, a.Item.Bodies[0].Value, "Ships wait.")
}

func TestRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		doc, says string
		reason    contract.Reason
	}{
		{`<conceptItem guid="a"/>`, "conceptItem", contract.ReasonUnsupported}, {`<knowledgeItem/>`, "vocabulary", contract.ReasonUnsupported},
		{`<planningItem/>`, "coverage", contract.ReasonUnsupported}, {`<catalogItem/>`, "schemes", contract.ReasonUnsupported},
		{`<batch><a/></batch>`, "<batch>", contract.ReasonMalformed}, {`<newsItem>`, "cut off", contract.ReasonMalformed},
		{strings.Repeat("<a>", 300) + strings.Repeat("</a>", 300), "levels", contract.ReasonTooDeep},
		{"<newsMessage><itemSet>" + strings.Repeat("<newsItem>x</newsItem>", 10_001) + "</itemSet></newsMessage>", "10001 articles", contract.ReasonTooManyArticles},
	} {
		articles, err := newsmlg2.Parse(format.Input{Data: []byte(c.doc), Zone: time.UTC})
		var fe *format.Error
		require.True(t, errors.As(err, &fe), "%.60s", c.doc)
		require.Equal(t, c.reason, fe.Reason)
		require.ErrorContains(t, err, c.says)
		require.Empty(t, articles)
	}
}

// In a message, what is refused spoils nothing else.
func TestMixedMessage(t *testing.T) {
	t.Parallel()
	good := item("", "<headline>Port closes</headline>", "")
	articles := parse(t, `<newsMessage><header><sent>2024-05-03T10:00:00Z</sent><priority>3</priority><signal qcode="sig:update"/></header><itemSet>`+good+
		`<conceptItem guid="urn:hw:c"/><planningItem guid="p 7"/><poem/>`+strings.Replace(good, "urn:hw:1", "urn:hw:2", 1)+`</itemSet></newsMessage>`)
	require.Len(t, articles, 5)
	for i, says := range map[int]string{1: "conceptItem", 2: "planningItem", 3: "<poem>"} {
		require.Equal(t, contract.ReasonUnsupported, articles[i].Err.Reason)
		require.ErrorContains(t, articles[i].Err, says)
	}
	require.EqualValues(t, "urn:hw:c", articles[1].Item.URI)
	require.Equal(t, "p 7", articles[2].ID)
	last := articles[4]
	require.Nil(t, last.Err)
	require.EqualValues(t, "urn:hw:2", last.Item.URI)
	require.EqualValues(t, 3, last.Item.Urgency)
	require.Equal(t, contract.Update, last.Signal)
	require.Equal(t, "2024-05-03T10:00:00Z", utc(last.Item.VersionCreated))
	require.Empty(t, parse(t, `<newsMessage><header/><itemSet/></newsMessage>`))
}

// A kill with an id of its own names by a link what it takes down.
func TestKillByLink(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		attrs, link string
		want        []string
	}{
		{`version="1"`, `rel="irel:previousVersion" residref="urn:hw:0"`, []string{"urn:hw:0"}},
		{`version="3"`, `rel="hw:cancels" residref="urn:hw:0"`, []string{"urn:hw:9", "urn:hw:0"}},
		{`version="3"`, `rel="irel:previousVersion" residref="urn:hw:9" version="2"`, nil},
		{``, `rel="irel:seeAlso" residref="urn:hw:0"`, nil},
		{``, `rel="hw:kills"`, nil},
	} {
		doc := `<newsItem guid="urn:hw:9" ` + c.attrs + `><itemMeta><pubStatus qcode="stat:canceled"/><link ` + c.link + `/></itemMeta></newsItem>`
		a := one(t, doc)
		require.Equal(t, c.want, a.Targets, c)
		require.Equal(t, contract.Kill, a.Signal)
	}
	usable := one(t, `<newsItem guid="urn:hw:9"><itemMeta><link rel="hw:cancels" residref="urn:hw:0"/></itemMeta><contentMeta><headline>A</headline></contentMeta></newsItem>`)
	require.Empty(t, usable.Targets)
}
