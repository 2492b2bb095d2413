package nitf_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
)

func document(attrs, docdata string) string {
	return `<nitf><head><docdata ` + attrs + `><doc-id id-string="b"/>` + docdata + `</docdata></head><body><body.head><hedline><hl1>Quay</hl1></hedline></body.head></body></nitf>`
}

const (
	issued   = `<date.issue norm="20240503T100000Z"/>`
	released = `<date.release norm="20240503T120000Z"/>`
)

func TestStatus(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, attrs, dates, embargo string
		status                      ninjs.PubStatus
		note                        string
	}{
		{"nothing said", "", "", "", ninjs.Usable, ""},
		{"usable", `management-status="USABLE"`, issued, "", ninjs.Usable, ""},
		{"released when issued", "", issued + `<date.release norm="20240503T120000+0200"/>`, "", ninjs.Usable, ""},
		{"released later", "", issued + released, "2024-05-03T12:00:00Z", ninjs.Usable, ""},
		{"no date of issue", "", released, "2024-05-03T12:00:00Z", ninjs.Usable, ""},
		{"embargoed", `management-status="embargoed"`, issued + released, "2024-05-03T12:00:00Z", ninjs.Usable, ""},
		{"embargoed, until before", `management-status="embargoed"`, issued + `<date.release norm="20240503T0900Z"/>`, "2024-05-03T09:00:00Z", ninjs.Usable, ""},
		{"embargoed for ever", `management-status="embargoed"`, issued, "", ninjs.Withheld, "embargoed without"},
		{"embargo in the provider's zone", "", issued + `<date.release norm="2024-05-04T08:00:00"/>`, "2024-05-03T22:00:00Z", ninjs.Usable, ""},
		{"embargo that can't be read", "", issued + `<date.release norm="tomorrow"/>`, "", ninjs.Withheld, "can't be read"},
		{"no such day", "", issued + `<date.release norm="20240231T100000Z"/>`, "", ninjs.Withheld, "can't be read"},
		{"embargoed, can't be read", `management-status="embargoed"`, issued + `<date.release norm="soon"/>`, "", ninjs.Withheld, "can't be read"},
		{"killed, can't be read", `management-status="canceled"`, issued + `<date.release norm="soon"/>`, "", ninjs.Canceled, "left out"},
		{"no embargo that can't be read", "", `<date.issue norm="soon"/><date.release norm="soon"/>`, "", ninjs.Usable, "left out"},
		{"withheld", `management-status="withheld"`, "", "", ninjs.Withheld, ""},
		{"cancelled", `management-status="cancelled"`, "", "", ninjs.Canceled, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := one(t, document(c.attrs, c.dates))
			require.Equal(t, c.status, a.Item.PubStatus)
			require.Equal(t, c.embargo, utc(a.Item.EmbargoedUntil))
			require.Contains(t, strings.Join(a.Notes, " "), c.note)
		})
	}
}

func TestWhatPublicationHangsOnIsRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		attrs, dates string
		reason       contract.Reason
	}{
		{`management-status="perhaps"`, "", contract.ReasonUnsupported},
		{`management-doc-idref="a" management-idref-status="perhaps"`, "", contract.ReasonUnsupported},
	} {
		articles := parse(t, document(c.attrs, c.dates))
		require.Len(t, articles, 1)
		require.NotNil(t, articles[0].Err, c.attrs+c.dates)
		require.Equal(t, c.reason, articles[0].Err.Reason)
		require.Equal(t, "line 1", articles[0].Err.Where)
		require.Equal(t, "b", articles[0].ID, "what is known is told")
	}
}

func TestKills(t *testing.T) {
	t.Parallel()
	const idref = ` management-doc-idref="a" `
	for _, c := range []struct {
		name, attrs string
		targets     []string
		own         ninjs.PubStatus
		other       ninjs.PubStatus // of an article beside it
		signal      contract.Signal
	}{
		{"of its own", `management-status="canceled"`, nil, ninjs.Canceled, "", contract.Kill},
		{"of its own by name", `management-status="canceled" management-doc-idref="b"`, nil, ninjs.Canceled, "", contract.Kill},
		{"of another", `management-status="canceled" management-idref-status="canceled"` + idref, []string{"a"}, ninjs.Canceled, "", contract.Kill},
		{"of another, status not said", `management-status="canceled"` + idref, []string{"a"}, ninjs.Canceled, "", contract.Kill},
		{"the other stays", `management-status="canceled" management-idref-status="usable"` + idref, nil, ninjs.Canceled, "", contract.Kill},
		{"replaced", `management-status="usable" management-idref-status="canceled"` + idref, nil, ninjs.Usable, ninjs.Canceled, ""},
		{"replaced for now", `management-idref-status="withheld"` + idref, nil, ninjs.Usable, ninjs.Withheld, ""},
		{"updated", idref, nil, ninjs.Usable, "", contract.Update},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			articles := parse(t, document(c.attrs, issued+`<ed-msg info="Wrong name"/>`))
			require.Equal(t, c.targets, articles[0].Targets)
			require.Equal(t, c.own, articles[0].Item.PubStatus)
			require.Equal(t, c.signal, articles[0].Signal)
			require.Equal(t, "b", articles[0].ID)
			if c.other == "" {
				require.Len(t, articles, 1)
			} else {
				require.Len(t, articles, 2)
				k := articles[1]
				require.Equal(t, "a", k.ID)
				require.Equal(t, c.other, k.Item.PubStatus)
				require.Equal(t, contract.Kill, k.Signal)
				require.Equal(t, "Wrong name", k.Item.EdNote)
				require.Equal(t, []ninjs.AltID{{Role: "kill", Value: "b"}}, k.Item.AltIDs)
				require.Equal(t, articles[0].Item.VersionCreated, k.Item.VersionCreated)
			}
		})
	}
	follows := one(t, document(idref, "")).Item.Associations
	require.Equal(t, "evolvedFrom", follows[0].Rel)
	require.Equal(t, "a", follows[0].AltIDs[0].Value)
}

func TestSignals(t *testing.T) {
	t.Parallel()
	for docdata, want := range map[string]contract.Signal{
		"": "", `<correction info="x"/>`: contract.Correction, `<ed-msg msg-type="correction" info="x"/>`: contract.Correction,
		`<ed-msg msg-type="update"/>`: contract.Update, `<ed-msg info="corrects nothing"/>`: "", `<ed-msg msg-type="kill"/>`: "",
	} {
		require.Equal(t, want, one(t, document("", docdata)).Signal, docdata)
	}
	for key, want := range map[string]contract.Signal{"1st Ld-Writethru": contract.Update, "3rdLd": contract.Update, "CORRECTION": contract.Correction, "Bold": "", "Ld-Correction": contract.Correction} {
		doc := strings.Replace(document("", ""), "<head>", `<head><meta name="anpa-takekey" content="`+key+`"/>`, 1)
		require.Equal(t, want, one(t, doc).Signal, key)
	}
}

func TestVersionOfTheDynamicUseKey(t *testing.T) {
	t.Parallel()
	for attrs, want := range map[string]string{
		`generation="4" version="2"`: "4", `generation="x" version="2"`: "2", `version="7"`: "7", `generation="1.2"`: "", `key="k"`: "",
	} {
		require.Equal(t, want, one(t, document("", "<du-key "+attrs+"/>")).Item.Version, attrs)
	}
}
