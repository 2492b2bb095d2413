package mapped_test

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

func TestPathsOfXML(t *testing.T) {
	t.Parallel()
	const doc = `<l xmlns="urn:one" xmlns:b="urn:two" xml:lang="da"><a n="1"><t>one</t><b:t>two</b:t><e/></a>
		<a n="2"><t> </t><t>three</t><t>four</t></a></l>`
	for path, want := range map[string]string{
		"t": "one", "b:t": "two", "o:t": "one", "@n": "1", "t/text()": "one", "*[2]": "two", "../@xml:lang": "da", "/l/a[2]/@n": "2",
		"//b:t": "two", "e": "", "e/@n": "", "none": "", "count(../a)": "2", "t = 'one'": "true", "string-length(t) > 5": "false",
		"concat(t, '-', @n)": "one-1", ".//t[last()]": "two", "following-sibling::a/t[2]": "three", "t | b:t": "one", "name(..)": "l",
		"following-sibling::a/t": "three", "number('x')": "", "e | t": "one", "t and e": "true", "true() or false()": "true", "self::a/@n": "1",
		"b:t | o:t": "one", "//t[last()]": "two", "following-sibling::a/t[3] | t": "one",
		"@xmlns": "", "parent::*/a[@n='2']/t[3]": "four", "namespace-uri(b:t)": "urn:two",
	} {
		m := read(t, fmt.Sprintf("name: a\nkind: xml\narticles: /l/a[1]\nnamespaces: {b: urn:two, o: urn:one}\nfields: {by: %q}\n", path))
		for range 2 { // compiled paths are used again
			articles := parse(t, m, doc)
			require.Len(t, articles, 1)
			require.Equal(t, want, articles[0].Item.By, path)
		}
	}
}

func TestPathsOfJSON(t *testing.T) {
	t.Parallel()
	const doc = `{"top":"t","l":[{"n":1,"v":1.50,"big":12345678901234567890,"t":"one","o":{"b":"B","a":"A"},"k":["x",["y"]],"z":null,"yes":true,"sp ace":"s",
		"m":[{"k":"a","u":1},{"k":"b","u":2}]}]}`
	for path, want := range map[string]string{
		"t": "one", "$.t": "one", "$['t']": "one", "n": "1", "v": "1.50", "big": "12345678901234567890", "o.b": "B", "o.*": "A", "k": "x",
		"k[1]": "y", "k[-1]": "y", "z": "", "yes": "true", "o": "", "none": "", "['sp ace']": "s", "m[?(@.k == 'b')].u": "2", "m[?@.u > 1].k": "b",
		"$$.top": "t", "$$.l[0].t": "one", "..u": "1", "m[1:].k": "b", "k[0].x": "",
	} {
		m := read(t, fmt.Sprintf("name: a\nkind: json\narticles: l\nfields: {by: %q}\n", path))
		for range 2 {
			articles := parse(t, m, doc)
			require.Len(t, articles, 1)
			require.Equal(t, want, articles[0].Item.By, path)
		}
	}
}

func TestSources(t *testing.T) {
	t.Parallel()
	const doc = `{"h":"H","a":"A","b":" ","l":["x","","y"],"no":"false","yes":"1"}`
	for source, want := range map[string]string{
		"[b, a]": "A", "{path: [b, a]}": "A", "{path: l, join: '+'}": "x+y", "{path: l, convert: {table: {values: {y: Y}}}}": "Y",
		"{template: '{a}/{l}'}": "A/x", "{template: '{a}{b}'}": "", "{template: '{{{a}}'}": "{A}", "[{template: '{a}{b}'}, {const: C}]": "C",
		"{path: b, default: D}": "D", "{path: a, when: no}": "", "{path: a, when: yes}": "A", "{path: a, when: b}": "", "{const: C, when: l}": "C",
		"{path: a, convert: {table: {values: {x: y}}}, default: D}": "D",
		"[{path: a, convert: {table: {values: {x: y}}}}, l]":        "x",
	} {
		m := read(t, "name: a\nkind: json\nfields:\n  headlines: h\n  by: "+source+"\n")
		require.Equal(t, want, tidied(t, parse(t, m, doc)[0]).By, source)
	}
}

func TestElements(t *testing.T) {
	t.Parallel()
	m := read(t, `
name: a
kind: json
fields:
  headlines: [h, {value: {const: Always}, role: {const: note}}]
  people:
    - {each: p, name: n, rel: {const: about}, contactInfo: [{address: {lines: s, country: c}, role: {const: home}}]}
  subjects:
    - {each: [none, k], name: ., rel: {const: keyword}}
  genres:
    - {name: none, literal: {const: left out}}
  rightsInfo: {encodedRights: r, langId: {const: "urn:odrl"}}
  eventDetails: {dates: {startDate: d}, organiser: {name: o}}
  trustIndicators: [{title: none}]
  notes: l
`)
	a := parse(t, m, `{"h":"H","p":[{"n":"N","s":["1 Quay","Port"],"c":"NO"},{"c":"DK"},{"x":1}],"k":["a","b"],"r":"none","d":"2024-01-02","o":"O","l":["seen"]}`)[0]
	it := tidied(t, a)
	require.Len(t, it.Headlines, 2)
	require.Equal(t, []ninjs.Person{
		{Name: "N", Rel: "about", ContactInfo: []ninjs.ContactInfo{{Role: "home", Address: &ninjs.Address{Lines: []string{"1 Quay", "Port"}, Country: "NO"}}}},
	}, it.People, "a person without a name never comes out")
	require.Equal(t, []ninjs.Subject{{Name: "a", Rel: "keyword"}, {Name: "b", Rel: "keyword"}}, it.Subjects)
	require.Empty(t, it.Genres)
	require.Empty(t, it.TrustIndicators)
	require.Equal(t, "none", it.RightsInfo.EncodedRights)
	require.Equal(t, "O", it.EventDetails.Organiser.Name)
	require.Equal(t, []string{"seen"}, a.Notes)
}

func TestWhatSpoilsAnArticle(t *testing.T) {
	t.Parallel()
	m := read(t, `
name: a
kind: json
articles: l
fields:
  id: {path: i, required: true}
  headlines: h
  embargoedUntil: e
  pubStatus: s
  expires: x
  sourceViews: v
  targets: t
`)
	for fields, want := range map[string]contract.Reason{
		`"i":"1"`: "", `"h":"H"`: contract.ReasonIncomplete, `"i":"1","e":"soon"`: "", `"i":"1","s":"gone"`: contract.ReasonInvalid,
		`"i":"1","s":"Withheld"`: "", `"i":"1","x":"soon"`: "", `"i":"1","v":-1`: "", `"i":"1","t":["2"]`: "",
	} {
		articles := parse(t, m, `{"l":[{`+fields+`},{"i":"2"}]}`)
		require.Len(t, articles, 2)
		require.Nil(t, articles[1].Err)
		require.Empty(t, articles[0].Targets, "only a kill has targets")
		if want == "" {
			require.Nil(t, articles[0].Err, fields)
			require.Equal(t, strings.Contains(fields, "soon") || strings.Contains(fields, "-1"), len(articles[0].Notes) == 1, fields)
			continue
		}
		require.Equal(t, want, articles[0].Err.Reason, fields)
		require.ErrorContains(t, articles[0].Err, "a: article 1: fields.")
	}
}

func TestRefusedDocuments(t *testing.T) {
	t.Parallel()
	const xml, json = "name: a\nkind: xml\narticles: //s\nfields: {by: b}\n", "name: a\nkind: json\narticles: s\nfields: {by: b}\n"
	for name, c := range map[string]struct {
		mapping, doc string
		reason       contract.Reason
		says         string
	}{
		"no XML":          {xml, "hello", contract.ReasonMalformed, "read XML"},
		"cut off":         {xml, "<s><b>", contract.ReasonMalformed, "cut off"},
		"entity":          {xml, `<!DOCTYPE s [<!ENTITY e SYSTEM "file:///etc/passwd">]><s><b>&e;</b></s>`, contract.ReasonMalformed, "entity"},
		"deep":            {xml, strings.Repeat("<s>", 300) + strings.Repeat("</s>", 300), contract.ReasonTooDeep, "256"},
		"other XML":       {xml, "<t/>", contract.ReasonMalformed, "selects nothing"},
		"charset":         {xml, `<?xml version="1.0" encoding="klingon"?><s>` + "\xfc</s>", contract.ReasonCharset, ""},
		"no JSON":         {json, "hello", contract.ReasonMalformed, "line 1: read JSON"},
		"cut off JSON":    {json, "{\"s\":\n[1,", contract.ReasonMalformed, "line 2: read JSON"},
		"no value":        {json, " ", contract.ReasonMalformed, "no value"},
		"deep JSON":       {json, strings.Repeat("[", 1_000_000), contract.ReasonTooDeep, "128"},
		"other JSON":      {json, `{"t":1}`, contract.ReasonMalformed, "selects nothing"},
		"no UTF-8":        {json, "\xff\xfe\x00\xd8", contract.ReasonMalformed, ""},
		"too many":        {json, `{"s":[` + strings.Repeat(`{},`, 10_000) + `{}]}`, contract.ReasonTooManyArticles, "10001 articles in one delivery, at most 10000"},
		"costs too much":  {strings.Replace(xml, "by: b", "by: '//x[//y]'", 1), "<s>" + strings.Repeat("<x/>", 20_000) + "</s>", contract.ReasonTooLarge, "steps"},
		"takes too much":  {strings.Replace(xml, "{by: b}", "{subjects: {each: '//p', name: '/s'}}", 1), "<s>" + strings.Repeat("<p>"+strings.Repeat("x", 1000)+"</p>", 900) + "</s>", contract.ReasonTooLarge, "more text"},
		"takes too much ": {strings.Replace(xml, "{by: b}", "{subjects: {each: '//p', name: 'ancestor::s'}}", 1), "<s>" + strings.Repeat("<p>"+strings.Repeat("x", 1000)+"</p>", 900) + "</s>", contract.ReasonTooLarge, "more text"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			articles, err := read(t, c.mapping).Parse(format.Input{Data: []byte(c.doc), Zone: time.UTC})
			if err == nil && len(articles) > 0 && articles[0].Err != nil {
				err = articles[0].Err
			}
			var fe *format.Error
			require.True(t, errors.As(err, &fe), "%v", err)
			require.Equal(t, c.reason, fe.Reason, err)
			require.ErrorContains(t, err, c.says)
		})
	}
}

// A document that is known to be of the format may hold no article; JSON may come
// as lines, and in another charset.
func TestDocuments(t *testing.T) {
	t.Parallel()
	known := read(t, "name: a\nkind: json\ndetect: {keys: [s]}\narticles: s\nfields: {by: b, slugline: $$.n}\n")
	require.Empty(t, parse(t, known, `{"s":[]}`))
	lines := parse(t, known, "{\"n\":\"1\",\"s\":[{\"b\":\"x\"},{}]}\n\x1e{\"n\":\"2\",\"s\":{\"b\":\"y\"}}")
	require.Len(t, lines, 3)
	require.Equal(t, []string{"x", "1", "1", "y", "2"}, []string{lines[0].Item.By, lines[0].Item.Slugline, lines[1].Item.Slugline, lines[2].Item.By, lines[2].Item.Slugline})
	list := read(t, "name: a\nkind: json\nfields: {by: b}\n")
	require.Len(t, parse(t, list, `[{"b":"x"},{"b":"y"}]`), 2)
	latin := read(t, "name: a\nkind: xml\nfields: {by: b}\n")
	require.Equal(t, "Bjørn", parse(t, latin, "<?xml version='1.0' encoding='iso-8859-1'?><s><b>Bj\xf8rn</b></s>")[0].Item.By)
	require.Equal(t, "a", latin.Name())
}

// One mapping serves many goroutines: compiled paths hold state.
func TestConcurrent(t *testing.T) {
	t.Parallel()
	mappings, documents := examples(t)
	for i := range mappings {
		m := read(t, mappings[i])
		want := parse(t, m, documents[i])
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				for range 20 {
					articles, err := m.Parse(format.Input{Data: []byte(documents[i]), Zone: time.UTC, Provider: "p"})
					if err != nil || !reflect.DeepEqual(want, articles) {
						t.Errorf("came out otherwise: %v", err)
					}
				}
			})
		}
		wg.Wait()
	}
}
