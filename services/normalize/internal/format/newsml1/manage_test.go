package newsml1_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
)

func change(to, at string) string {
	return `<StatusWillChange><FutureStatus FormalName="` + to + `"/><DateAndTime>` + at + `</DateAndTime></StatusWillChange>`
}

func status(s string) string { return `<Status FormalName="` + s + `"/>` }

func TestStatus(t *testing.T) {
	t.Parallel()
	const at = "20240503T180000Z"
	for _, c := range []struct {
		name, manage, embargo, expires string
		status                         ninjs.PubStatus
		note                           string
	}{
		{"usable", status("Usable"), "", "", ninjs.Usable, ""},
		{"nothing said", "", "", "", ninjs.Usable, ""},
		{"said in text", "<Status>WITHHELD</Status>", "", "", ninjs.Withheld, ""},
		{"embargoed", status("Embargoed") + change("Usable", at), "2024-05-03T18:00:00Z", "", ninjs.Usable, ""},
		{"embargoed in the provider's zone", status("Embargoed") + change("Usable", "20240503T180000"), "2024-05-03T15:00:00Z", "", ninjs.Usable, ""},
		{"withheld until", status("Withheld") + change("usable", at), "2024-05-03T18:00:00Z", "", ninjs.Usable, ""},
		{"embargo that can't be read", status("Embargoed") + change("Usable", "soon"), "", "", ninjs.Withheld, "can't be read"},
		{"embargoed for ever", status("Embargoed"), "", "", ninjs.Withheld, "without the time"},
		{"embargoed, then withheld", status("Embargoed") + change("Withheld", at), "", "", ninjs.Withheld, "without the time"},
		{"usable until", status("Usable") + change("Canceled", at), "", "2024-05-03T18:00:00Z", ninjs.Usable, ""},
		{"usable until who knows", status("Usable") + change("Canceled", "soon"), "", "", ninjs.Usable, "StatusWillChange"},
		{"canceled", status("Canceled") + change("Usable", at), "", "", ninjs.Canceled, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := one(t, newsml(c.manage, story))
			require.Equal(t, c.status, a.Item.PubStatus)
			require.Equal(t, c.embargo, utc(a.Item.EmbargoedUntil))
			require.Equal(t, c.expires, utc(a.Item.Expires))
			require.Contains(t, strings.Join(a.Notes, " "), c.note)
			require.Equal(t, c.note == "", len(a.Notes) == 0)
			require.Equal(t, c.status == ninjs.Canceled, a.Signal == contract.Kill)
		})
	}
}

// What publication hangs on is refused where it can't be understood, and what is no
// whole article.
func TestRefusedItems(t *testing.T) {
	t.Parallel()
	item := func(manage, content string) string {
		return `<NewsML><NewsItem>` + identified + `<NewsManagement>` + manage + `</NewsManagement>` + content + `</NewsItem></NewsML>`
	}
	for _, c := range []struct {
		name, doc string
		reason    contract.Reason
	}{
		{"status", newsml(status("Perhaps"), story), contract.ReasonUnsupported},
		{"an update of parts", item(usable, `<Update NewsItem="urn:x:1"><Delete DuidRef="a"/></Update>`), contract.ReasonUnsupported},
		{"a set of topics", item(usable, `<TopicSet FormalName="people"/>`), contract.ReasonUnsupported},
		{"nothing in it", item(usable, ""), contract.ReasonIncomplete},
		{"NITF held back for ever", newsml(usable, `<ContentItem><DataContent><nitf><head><docdata management-status="?"/></head></nitf></DataContent></ContentItem>`), contract.ReasonUnsupported},
	} {
		articles := parse(t, c.doc)
		require.Len(t, articles, 1, c.name)
		require.NotNil(t, articles[0].Err, c.name)
		require.Equal(t, c.reason, articles[0].Err.Reason, c.name)
		require.NotEmpty(t, articles[0].Err.Where, c.name)
		require.EqualValues(t, "urn:newsml:hw.example:20240503:HW-7", articles[0].Item.URI, "what is known is told")
	}
	kill := one(t, item(status("Canceled"), ""))
	require.Equal(t, contract.Kill, kill.Signal)
	require.Equal(t, ninjs.Canceled, tidied(t, kill).PubStatus)
	require.Equal(t, ninjs.Withheld, tidied(t, one(t, item(status("Withheld"), ""))).PubStatus)
}

func TestSignals(t *testing.T) {
	t.Parallel()
	line := func(kind, text string) string {
		return `<NewsLines><NewsLine><NewsLineType FormalName="` + kind + `"/><NewsLineText>` + text + `</NewsLineText></NewsLine></NewsLines>`
	}
	for _, c := range []struct {
		name, revision, manage, lines string
		signal                        contract.Signal
		corrects                      string
	}{
		{"first", `PreviousRevision="0" Update="N">1`, "", "", "", ""},
		{"second", `PreviousRevision="1" Update="N">2`, "", "", contract.Update, ""},
		{"update", `Update="U">2`, "", "", contract.Update, ""},
		{"rectified", `PreviousRevision="1">2`, `<Instruction FormalName="Rectify"/>`, "", contract.Correction, "1"},
		{"told to update", `>2`, `<Instruction FormalName="Update"/>`, "", contract.Update, ""},
		{"a kind of item", `PreviousRevision="0">1`, `<NewsItemType FormalName="Correction"/>`, "", contract.Correction, ""},
		{"an advisory", `PreviousRevision="2">3`, "", line("AdvisoryLine", "CORRECTS paragraph 4"), contract.Correction, "2"},
		{"a French advisory", `PreviousRevision="2">3`, "", line("AdvisoryLine", "Rectificatif: le titre"), contract.Correction, "2"},
		{"another advisory", `>1`, "", line("AdvisoryLine", "ADDS correct name"), "", ""},
		{"a product line", `>1`, "", line("ProductLine", "Correct photo"), "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			doc := newsml(usable+c.manage, c.lines+story)
			doc = strings.Replace(doc, `<RevisionId PreviousRevision="0" Update="N">1`, "<RevisionId "+c.revision, 1)
			a := one(t, doc)
			require.Equal(t, c.signal, a.Signal)
			require.Equal(t, c.corrects, a.Corrects)
		})
	}
}

func TestKills(t *testing.T) {
	t.Parallel()
	const other = ` NewsItem="urn:newsml:hw.example:20240502:HW-6:2"`
	for _, c := range []struct {
		name, manage string
		targets      []string
		status       ninjs.PubStatus
	}{
		{"by status", status("Canceled"), nil, ninjs.Canceled},
		{"by type", usable + `<NewsItemType FormalName="KillNotice"/>`, nil, ninjs.Canceled},
		{"a mandatory one", usable + `<Instruction FormalName="MandatoryKill"/>`, nil, ninjs.Canceled},
		{"by instruction", usable + `<Instruction FormalName="Delete"/>`, nil, ninjs.Canceled},
		{"of all revisions", usable + `<Instruction FormalName="Delete"><RevisionStatus><Status FormalName="Canceled"/></RevisionStatus></Instruction>`, nil, ninjs.Canceled},
		{"of an earlier revision", usable + `<Instruction FormalName="Delete"><RevisionStatus Revision="0"><Status FormalName="Canceled"/></RevisionStatus></Instruction>`, nil, ninjs.Usable},
		{"of another", status("Canceled") + `<DerivedFrom` + other + `/>`, []string{"urn:newsml:hw.example:20240502:HW-6"}, ninjs.Canceled},
		{"named as canceled", status("Canceled") + `<AssociatedWith FormalName="Cancels"` + other + `/>`, []string{"urn:newsml:hw.example:20240502:HW-6"}, ninjs.Canceled},
		{"beside another", status("Canceled") + `<AssociatedWith FormalName="Photo"` + other + `/>`, nil, ninjs.Canceled},
		{"itself by name", status("Canceled") + `<DerivedFrom NewsItem="urn:newsml:hw.example:20240503:HW-7:1"/>`, nil, ninjs.Canceled},
		{"no kill", usable + `<AssociatedWith FormalName="Cancels"` + other + `/>`, nil, ninjs.Usable},
	} {
		a := one(t, newsml(c.manage, story))
		require.Equal(t, c.targets, a.Targets, c.name)
		require.Equal(t, c.status, a.Item.PubStatus, c.name)
		require.Equal(t, c.status == ninjs.Canceled, a.Signal == contract.Kill, c.name)
	}
	require.Len(t, one(t, newsml(usable+`<AssociatedWith FormalName="Cancels"`+other+`/>`, story)).Item.Associations, 1, "what is no kill is a link")
	later := strings.Replace(newsml(status("Canceled")+`<DerivedFrom`+other+`/>`, story), `PreviousRevision="0"`, `PreviousRevision="1"`, 1)
	require.Empty(t, one(t, later).Targets, "a later revision takes down its own item")
}

// A text that its own NITF holds back is held back.
func TestTheTextsOwnStatus(t *testing.T) {
	t.Parallel()
	text := func(docdata string) string {
		return `<ContentItem><DataContent><nitf><head>` + docdata + `</head><body><body.content><p>One.</p></body.content></body></nitf></DataContent></ContentItem>`
	}
	require.Equal(t, ninjs.Withheld, one(t, newsml(usable, text(`<docdata management-status="withheld"/>`))).Item.PubStatus)
	a := one(t, newsml(usable, text(`<docdata management-status="embargoed"><doc-id id-string="n7"/><date.release norm="20240503T180000Z"/></docdata>`)))
	require.Equal(t, "2024-05-03T18:00:00Z", utc(a.Item.EmbargoedUntil))
	require.Contains(t, a.Item.AltIDs, ninjs.AltID{Role: "docId", Value: "n7"})
	kill := one(t, newsml(usable, text(`<docdata management-status="canceled" management-doc-idref="n6"/>`)))
	require.Equal(t, contract.Kill, kill.Signal)
	require.Equal(t, []string{"n6"}, kill.Targets)
	require.Len(t, parse(t, newsml(usable, text(`<docdata management-doc-idref="n6" management-idref-status="canceled"/>`))), 2)
}

func TestUrgency(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]ninjs.Urgency{"1": 1, "8": 8, "0": 3, "": 3, "Flash": 1, "routine": 3} {
		doc := strings.Replace(newsml(usable+`<Urgency FormalName="`+said+`"/>`, story), `<NewsItem>`, `<NewsEnvelope><Priority FormalName="3"/></NewsEnvelope><NewsItem>`, 1)
		require.Equal(t, want, one(t, doc).Item.Urgency, said)
	}
}
