package newsmlg2_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

func TestWhatAPropertySaysIsKept(t *testing.T) {
	t.Parallel()
	it := tidied(t, one(t, strings.Replace(item("", `<subject literal="Topic id of the desk" qcode="hwtopic:7481"><name>Ferry traffic</name></subject><genre literal="Lead story" qcode="hwgenre:12"><name>Lead story</name></genre>`+
		`<subject qcode="subj:1000000"/><subject uri="http://cv.iptc.org/newscodes/subjectcode/4010000"/><subject type="cptType:5" literal="Saltmoor"/>`+
		`<subject type="cpnat:organisation" literal="Wenlow Ferries"><name>Wenlow Ferries</name></subject>`, ""), "<contentSet>",
		`<assert literal="Wenlow Ferries"><related rel="hwfin:Instrument" qcode="ISIN:XX0000000009"/><related rel="hwfin:Instrument" literal="WNFE"><related rel="hwfin:TradedOn" qcode="hwmkt:SMX"><name>Saltmoor Exchange</name></related></related></assert><contentSet>`, 1)))
	require.Contains(t, it.Subjects, ninjs.Subject{Name: "Ferry traffic", Literal: "hwtopic:7481"})
	require.Contains(t, it.Subjects, ninjs.Subject{Name: "Ferry traffic", Literal: "Topic id of the desk", Rel: "sameAs"})
	require.Contains(t, it.Subjects, ninjs.Subject{URI: "http://cv.iptc.org/newscodes/subjectcode/01000000"})
	require.Contains(t, it.Subjects, ninjs.Subject{URI: "http://cv.iptc.org/newscodes/subjectcode/04010000"})
	require.Equal(t, []ninjs.Genre{{Name: "Lead story", Literal: "hwgenre:12"}}, it.Genres)
	require.Equal(t, "Saltmoor", it.Places[0].Name)
	require.Equal(t, []ninjs.Symbol{{Symbol: "XX0000000009", SymbolType: "http://cvx.iptc.org/isin/"}, {Symbol: "WNFE", Exchange: "Saltmoor Exchange"}}, it.Organisations[0].Symbols)
	for _, s := range it.Subjects {
		require.NotContains(t, s.Literal, "ISIN")
	}
}

func TestLinksKeepNameAndAddress(t *testing.T) {
	t.Parallel()
	list := one(t, item(`<link rel="irel:seeAlso" href="https://a.example/timetable" residref="urn:x:312"/><link guidref="urn:x:0"/><link href="https://a.example/1"/>`, "", "")).Item.Associations
	require.EqualValues(t, "urn:x:312", list[0].URI)
	require.EqualValues(t, "https://a.example/timetable", list[0].Renditions[0].Href)
	require.EqualValues(t, "urn:x:0", list[1].URI)
	require.EqualValues(t, "https://a.example/1", list[2].URI)
	require.Empty(t, list[2].Renditions)
}

func TestHTMLInPlainContent(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]string{
		"<![CDATA[\n<p>\n The ferry\nran aground.\n </p>]]>": "The ferry ran aground.", "&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;": "One.\n\nTwo.", "a &lt;p&gt; b": "a <p> b",
	} {
		it := tidied(t, one(t, item("", "", `<inlineData contenttype="text/plain">`+data+`</inlineData>`)))
		require.Equal(t, want, it.Bodies[len(it.Bodies)-1].Value, data)
	}
	it := tidied(t, one(t, item("", "", `<inlineXML contenttype="application/x-hw+xml"><BODY xmlns=""><RUBRIK>Bro</RUBRIK><ORT>Hamnby</ORT><P>Bron är stängd.</P></BODY></inlineXML>`)))
	require.Equal(t, "Bro\n\nHamnby\n\nBron är stängd.", it.Bodies[len(it.Bodies)-1].Value)
}

func TestUnreadableEmbargoWithinWithholds(t *testing.T) {
	t.Parallel()
	for docdata, want := range map[string]ninjs.PubStatus{
		`<date.release norm="after the speech"/>`: ninjs.Withheld, `<date.issue norm="20240503"/><date.release norm="20240503"/>`: ninjs.Usable, "": ninjs.Usable,
	} {
		a := one(t, item(`<pubStatus qcode="stat:usable"/>`, "", `<inlineXML contenttype="application/nitf+xml"><nitf><head><docdata>`+docdata+`</docdata></head><body><body.content><p>X.</p></body.content></body></nitf></inlineXML>`))
		require.Equal(t, want, a.Item.PubStatus, docdata)
	}
}

func TestSignOffsAreNoByLine(t *testing.T) {
	t.Parallel()
	for meta, want := range map[string]string{
		`<creator literal="HWN-IBR"><name>HWN-IBR</name></creator>`: "", "<by>IDA BRACK</by>": "IDA BRACK", "<by>IBR</by>": "", "<creator><name>IDA BRACK</name></creator>": "IDA BRACK",
	} {
		require.Equal(t, want, one(t, item("", meta, "")).Item.By, meta)
	}
}
