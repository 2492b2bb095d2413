package newsmlg2_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/newsmlg2"
	"github.com/wireroom/wireroom/services/normalize/internal/tidy"
)

// What costs most for its size takes a time in proportion to it.
func TestCostly(t *testing.T) {
	const size = 1 << 20
	many := func(s string) string { return strings.Repeat(s, size/len(s)) }
	numbered := func(s string) string {
		var b strings.Builder
		for i := 0; b.Len() < size; i++ {
			b.WriteString(strings.ReplaceAll(s, "#", strconv.Itoa(i)))
		}
		return b.String()
	}
	wrap := func(s string) string {
		return strings.Repeat("<"+s+">", 240) + strings.Repeat("x ", size/2) + strings.Repeat("</"+s+">", 240)
	}
	for name, doc := range map[string]string{
		"subjects of one assertion": strings.Replace(item("", many(`<subject literal="a" type="cpnat:poi"/>`), ""), "<contentSet>", `<assert literal="a">`+many("<name>x</name>")+"</assert><contentSet>", 1),
		"names":                     item("", "<subject>"+many("<name>x</name>")+"</subject>", ""), "headlines": item("", many("<headline>x</headline>"), ""), "notes": item(many("<edNote>x</edNote>"), "", ""),
		"relatives": item("", "<subject>"+many(`<sameAs qcode="a:b"/>`)+"</subject>", ""), "nested": item("", wrap("subject"), ""), "nested groups": "<packageItem guid='a'>" + wrap("group") + "</packageItem>",
		"texts": item("", "", many("<inlineXML><p>x</p></inlineXML>")), "languages": item("", "", many(`<inlineData xml:lang="x">a</inlineData>`)), "NITF with headlines": item("", numbered(`<headline>#</headline>`), many("<inlineXML><nitf><head><title>x</title></head></nitf></inlineXML>")), "NITF": item("", "", many("<inlineXML><nitf/></inlineXML>")),
		"links": item(many(`<link href="http://a.example/"/>`), "", ""), "renditions": item("", "", many(`<remoteContent rendition="a:b"/>`)), "other": item("", "", "<inlineXML>"+wrap("q")+"</inlineXML>"),
		"references": "<newsMessage><itemSet><packageItem guid='p'>" + many(`<itemRef residref="urn:hw:1"/>`) + "</packageItem>" + item("", many("<headline>x</headline>"), "") + "</itemSet></newsMessage>",
		"schemes":    "<newsItem><catalog>" + many(`<scheme alias="a" uri="b"/>`) + "</catalog></newsItem>", "keywords": item("", "<keyword>"+many("a;")+"</keyword>", ""), "many keywords": item("", many("<keyword>a</keyword>"), ""),
		"first lines": item("", "", "<inlineXML><p>"+many("By A ")+"</p></inlineXML>"), "refused": "<newsMessage><itemSet>" + strings.Repeat("<conceptItem/>", 9999) + "</itemSet></newsMessage>",
		"places": item("", many(`<subject type="cpnat:geoArea"><broader qcode="a:b"/></subject>`), ""), "empty subjects": item("", many(`<subject/>`), ""),
		"header": "<newsMessage><header><sent>" + many("2024") + "</sent>" + numbered(`<signal qcode="a:#"/>`) + "<catalog>" + numbered(`<scheme alias="a#" uri="b"/>`) + "</catalog><transmitId>" + many("x") + "</transmitId></header><itemSet>" +
			strings.Repeat("<packageItem><headline/></packageItem>", 9999) + "</itemSet></newsMessage>",
		"parts":     strings.Replace(item("", "", ""), "<contentSet>", many("<partMeta><description>x</description></partMeta>")+"<contentSet>", 1),
		"other ids": item("", numbered(`<altId type="a:b">#</altId>`), ""), "descriptions": item("", numbered(`<description>#</description>`), ""), "genres": item("", numbered(`<genre literal="#"/>`), ""),
		"headings": item("", numbered(`<headline>#</headline>`), "<inlineXML><body>"+numbered(`<h1>#</h1>`)+"</body></inlineXML>"), "many languages": item("", "", numbered(`<inlineData xml:lang="x#">a</inlineData>`)),
		"headlines in NITF": item("", numbered(`<headline>#</headline>`), "<inlineXML><nitf><body><body.head><hedline>"+numbered(`<hl2>#</hl2>`)+"</hedline></body.head></body></nitf></inlineXML>"),
		"members":           "<packageItem guid='p'>" + numbered(`<itemRef residref="#"><headline>x</headline></itemRef>`) + "</packageItem>", "groups": "<packageItem guid='p'><groupSet>" + numbered(`<group id="#"><groupRef idref="#"/></group>`) + "</groupSet></packageItem>",
	} {
		start := time.Now()
		_, err := newsmlg2.Parse(format.Input{Data: []byte(doc), Zone: time.UTC})
		require.NoError(t, err, name)
		t.Log(name, time.Since(start))
		require.Less(t, time.Since(start), 60*time.Second, name)
	}
}

// A version is a version: what is said twice, in any order of the properties, comes
// out the same.
func TestOrderOfProperties(t *testing.T) {
	t.Parallel()
	properties := []string{
		`<pubStatus qcode="stat:withheld"/>`, `<versionCreated>2024-05-03T10:00:00Z</versionCreated>`, `<signal qcode="sig:correction"/>`, `<signal qcode="sig:update"/>`,
		`<title>Port</title>`, `<itemClass qcode="ninat:text"/>`, `<embargoed>2024-05-04T06:00:00Z</embargoed>`,
	}
	want := one(t, item(strings.Join(properties, ""), "", ""))
	rapid.Check(t, func(r *rapid.T) {
		got, err := newsmlg2.Parse(format.Input{Data: []byte(item(strings.Join(rapid.Permutation(properties).Draw(r, "order"), " "), "", "")), Zone: oslo, Provider: "p", Language: "de"})
		require.NoError(r, err)
		require.Equal(r, want, got[0])
	})
}

// FuzzParse: an error with its reason, or articles each of which is an error or
// becomes valid ninjs; and the same bytes give the same.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{full, groups, item("", "", xml("", nitfDoc)), item(`<pubStatus qcode="stat:canceled"/>`, "", `<inlineData encoding="base64">/9j/</inlineData>`)} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		in := format.Input{Data: data, Zone: time.UTC, Provider: "p"}
		articles, err := newsmlg2.Parse(in)
		if err != nil {
			var fe *format.Error
			require.True(t, errors.As(err, &fe) && fe.Reason != "", "%v", err)
			return
		}
		again, err := newsmlg2.Parse(in)
		require.NoError(t, err)
		require.Equal(t, articles, again)
		for _, a := range articles {
			if a.Err != nil {
				require.NotEmpty(t, a.Err.Reason)
				continue
			}
			it, _, err := tidy.Article(a, tidy.Settings{Provider: "p"})
			if err != nil {
				continue // nothing to read in it, or too large
			}
			out, err := ninjs.Encode(&it)
			require.NoError(t, err)
			require.NoError(t, localtest.NinjsError(t, out), string(out))
		}
	})
}
