package mapped_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/services/normalize/internal/format/mapped"
)

// What is wrong with a mapping is told with its line and key.
func TestReadRefuses(t *testing.T) {
	t.Parallel()
	const xml, json = "name: a\nkind: xml\nfields:\n  ", "name: a\nkind: json\nfields:\n  "
	for name, c := range map[string]struct{ text, line, says string }{
		"nothing":               {"", "", "nothing in it"},
		"no YAML":               {"name: [", "line 2", ""},
		"a list":                {"- name\n", "line 1", "should be a mapping"},
		"no name":               {"kind: xml\nfields: {id: a}\n", "", "name is missing"},
		"no kind":               {"name: a\nfields: {id: a}\n", "", "kind is missing"},
		"no fields":             {"name: a\nkind: xml\n", "", "fields is missing"},
		"name":                  {"name: My Feed\nkind: xml\nfields: {id: a}\n", "line 1: name", "a-z"},
		"kind":                  {"name: a\nkind: csv\nfields: {id: a}\n", "line 2: kind", "xml or json"},
		"unknown key":           {"name: a\nkind: xml\nfeilds: {id: a}\n", "line 3: feilds", "is not known here"},
		"key twice":             {xml + "id: a\n  id: b\n", "line 5", "twice"},
		"zone":                  {"name: a\nkind: xml\nzone: CEST\nfields: {id: a}\n", "line 3: zone", "IANA"},
		"detect of JSON in XML": {"name: a\nkind: xml\ndetect: {keys: [a]}\nfields: {id: a}\n", "line 3: detect.keys", "is not known"},
		"detect nothing":        {"name: a\nkind: xml\ndetect: {}\nfields: {id: a}\n", "line 3: detect", "says nothing"},
		"alias":                 {"name: &a a\nkind: xml\nfields: {id: *a}\n", "line 3", "aliases"},
		"unknown field":         {xml + "headline: a\n", "line 4: fields.headline", "is not known here"},
		"our field":             {xml + "bodies: [{value: a, wordCount: b}]\n", "line 4: fields.bodies[0].wordCount", "is not known"},
		"unknown field inside":  {xml + "people:\n    - {nam: a}\n", "line 5: fields.people[0].nam", "known are name, rel"},
		"unknown option":        {xml + "id: {path: a, xpath: b}\n", "line 4: fields.id.xpath", "known are path"},
		"two origins":           {xml + "id: {path: a, const: b}\n", "line 4: fields.id", "exactly one of"},
		"no origin":             {xml + "id: {default: a}\n", "line 4: fields.id", "exactly one of"},
		"join without path":     {xml + "id: {const: a, join: b}\n", "line 4: fields.id", "join goes with path"},
		"empty choice":          {xml + "id: []\n", "line 4: fields.id", "is empty"},
		"empty path":            {xml + "id: ''\n", "line 4: fields.id", "1 to 2000 bytes"},
		"long path":             {xml + "id: " + strings.Repeat("a", 3000) + "\n", "line 4: fields.id", "1 to 2000 bytes"},
		"no text":               {xml + "id: {const: [a]}\n", "line 4: fields.id.const", "should be a text"},
		"required":              {xml + "id: {path: a, required: maybe}\n", "line 4: fields.id.required", "true or false"},
		"bad XPath":             {xml + "id: 'a[1'\n", "line 4: fields.id", `path "a[1"`},
		"unknown function":      {xml + "id: 'shout(a)'\n", "line 4: fields.id", "path"},
		"wrong function":        {xml + "id: 'sum(\"a\")'\n", "line 4: fields.id", "path"},
		"unknown prefix":        {xml + "id: 'q:a'\n", "line 4: fields.id", "prefix q"},
		"variable":              {xml + "id: '$a'\n", "line 4: fields.id", "undeclared variable"},
		"bad JSON path":         {json + "id: 'a[?('\n", "line 4: fields.id", "path"},
		"brace":                 {xml + "id: {template: '{a'}\n", "line 4: fields.id.template", "not closed"},
		"path in a template":    {xml + "id: {template: '{a[}'}\n", "line 4: fields.id.template", "path"},
		"unknown conversion":    {xml + "id: {path: a, convert: shout}\n", "line 4: fields.id.convert.shout", "known are date"},
		"conversion inside":     {xml + "id:\n    path: a\n    convert:\n      - text\n      - shout: {}\n", "line 8", "is not known here"},
		"options for none":      {xml + "id: {path: a, convert: {text: {a: b}}}\n", "line 4: fields.id.convert.text", "takes no options"},
		"options missing":       {xml + "id: {path: a, convert: table}\n", "line 4: fields.id.convert.table", "needs values"},
		"signal missing":        {xml + "signal: {path: a, convert: boolean-to-signal}\n", "line 4", "needs a signal"},
		"empty table":           {xml + "id: {path: a, convert: {table: {default: b}}}\n", "line 4", "needs values"},
		"two at a time":         {xml + "id: {path: a, convert: {number: {decimal: ','}, split: ','}}\n", "line 4: fields.id.convert", "one conversion at a time"},
		"expression":            {xml + "id: {path: a, convert: {match: '('}}\n", "line 4: fields.id.convert.match", "missing closing"},
		"layout":                {xml + "expires: {path: a, convert: {date: YYYY-MM-DD}}\n", "line 4: fields.expires.convert.date", "YYYY is no part"},
		"Go's layout":           {xml + "expires: {path: a, convert: {date: 2006-01-02}}\n", "line 4", "a digit is no part"},
		"months":                {xml + "expires: {path: a, convert: {date: {months: [jan]}}}\n", "line 4", "twelve"},
		"date's option":         {xml + "expires: {path: a, convert: {date: {layout: iso}}}\n", "line 4: fields.expires.convert.date.layout", "known are layouts"},
		"zone of a date":        {xml + "expires: {path: a, convert: {date: {zone: Mars}}}\n", "line 4", "IANA"},
		"relative prefix":       {xml + "uri: {path: a, convert: {uri: story/}}\n", "line 4", "no absolute URI"},
		"relative scheme":       {xml + "uri: {path: a, convert: {qcode: {a: b}}}\n", "line 4: fields.uri.convert.qcode.a", "no absolute URI"},
		"signal's word":         {xml + "signal: {path: a, convert: {value-to-signal: {A: gone}}}\n", "line 4: fields.signal.convert.value-to-signal.A", "new, update, correction or kill"},
		"number for a date":     {xml + "expires: {path: a, convert: number}\n", "line 4: fields.expires", "number gives a number, the field takes date"},
		"date for urgency":      {xml + "urgency: {path: a, convert: date}\n", "line 4: fields.urgency", "the field takes 1 to 9"},
		"signal for a text":     {xml + "id: {path: a, convert: {boolean-to-signal: kill}}\n", "line 4: fields.id", "gives a signal"},
		"markup for a status":   {xml + "pubStatus: {path: a, convert: html}\n", "line 4: fields.pubStatus", "gives a html"},
		"constant urgency":      {xml + "urgency: {const: often}\n", "line 4: fields.urgency", "no urgency"},
		"constant date":         {xml + "expires: {const: soon}\n", "line 4: fields.expires", "no date"},
		"constant type":         {xml + "type: {const: story}\n", "line 4: fields.type", "not one that ninjs"},
		"constant width":        {xml + "renditions: [{href: a, width: {const: wide}}]\n", "line 4: fields.renditions[0].width", "no number"},
		"constant out of table": {xml + "by: {const: a, convert: {table: {values: {b: c}}}}\n", "line 4: fields.by", "not in the mapping's table"},
		"default":               {xml + "urgency: {path: a, default: '12'}\n", "line 4: fields.urgency", "no urgency"},
		"a path for a group":    {xml + "rightsInfo: a\n", "line 4: fields.rightsInfo", "should be a mapping of its fields"},
		"a group for a text":    {xml + "by: {name: a}\n", "line 4: fields.by.name", "is not known"},
		"each of the article":   {xml + "each: a\n  id: a\n", "line 4: fields", "each belongs"},
		"only each":             {xml + "people: [{each: a}]\n", "line 4: fields.people[0]", "names no field"},
		"large":                 {strings.Repeat("#\n", 200_000), "", "bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := mapped.Read("quay.yaml", []byte(c.text))
			require.ErrorContains(t, err, "mapping quay.yaml: "+c.line)
			require.ErrorContains(t, err, c.says)
		})
	}
}

func TestClaims(t *testing.T) {
	t.Parallel()
	x := read(t, "name: a\nkind: xml\ndetect: {root: [story, stories], namespace: urn:q}\nfields: {id: a}\n")
	j := read(t, "name: a\nkind: json\ndetect: {keys: [a, b]}\nfields: {id: a}\n")
	every := read(t, "name: a\nkind: xml\nfields: {id: a}\n")
	for _, c := range []struct {
		m           *mapped.Mapping
		kind        mapped.Kind
		root, space string
		keys        []string
		want        bool
	}{
		{x, mapped.XML, "stories", "urn:q", nil, true},
		{x, mapped.XML, "stories", "", nil, false},
		{x, mapped.XML, "other", "urn:q", nil, false},
		{x, mapped.JSON, "story", "urn:q", nil, false},
		{j, mapped.JSON, "", "", []string{"b", "c", "a"}, true},
		{j, mapped.JSON, "", "", []string{"a"}, false},
		{j, mapped.XML, "a", "b", []string{"a", "b"}, false},
		{every, mapped.XML, "a", "", nil, false},
	} {
		require.Equal(t, c.want, c.m.Claims(c.kind, c.root, c.space, c.keys), "%+v", c)
	}
	require.True(t, x.Detects())
	require.False(t, every.Detects())
	require.Equal(t, mapped.JSON, j.Kind())
}
