package mapped_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/mapped"
	"github.com/wireroom/wireroom/services/normalize/internal/tidy"
)

// sound checks what holds whatever a mapping and a document are: valid ninjs, or
// an error that names its reason; and the same again.
func sound(t testing.TB, r require.TestingT, mapping, document []byte) {
	m, err := mapped.Read("m.yaml", mapping)
	if err != nil {
		require.True(r, strings.HasPrefix(err.Error(), "mapping m.yaml: "), err)
		return
	}
	in := format.Input{Data: document, Zone: time.UTC, Provider: "p"}
	articles, err := m.Parse(in)
	if err != nil {
		var fe *format.Error
		require.True(r, errors.As(err, &fe))
		require.NotEmpty(r, fe.Reason)
		return
	}
	again, err := m.Parse(in)
	require.NoError(r, err)
	require.Equal(r, articles, again)
	for _, a := range articles {
		if a.Err != nil {
			require.NotEmpty(r, a.Err.Reason)
			continue
		}
		it, _, err := tidy.Article(a, tidy.Settings{Provider: "p"})
		if err != nil {
			continue
		}
		out, err := ninjs.Encode(&it)
		require.NoError(r, err)
		require.NoError(r, localtest.NinjsError(t, out))
	}
}

func FuzzParse(f *testing.F) {
	mappings, documents := examples(f)
	for i := range mappings {
		f.Add([]byte(mappings[i]), []byte(documents[i]))
	}
	f.Add([]byte("name: a\nkind: xml\narticles: //s\nfields: {id: '@i', headlines: 'a | b/text()', subjects: {each: {path: k, convert: split}, name: .}}"), []byte(rbNews))
	f.Add([]byte("name: a\nkind: json\nfields: {id: '..i', expires: {path: e, convert: {date: 'd. MMM yyyy'}}}"), []byte(`{"i":[1,2.5,null],"e":"1. Jan 2024"}`))
	f.Fuzz(func(t *testing.T, mapping, document []byte) {
		if len(mapping)+len(document) < 64<<10 {
			sound(t, t, mapping, document)
		}
	})
}

// FuzzDocument holds the mappings still: most of what is fuzzed is a document.
func FuzzDocument(f *testing.F) {
	mappings, documents := examples(f)
	for _, d := range append(documents, rbNews) {
		f.Add([]byte(d))
	}
	f.Fuzz(func(t *testing.T, document []byte) {
		for _, m := range mappings {
			sound(t, t, []byte(m), document)
		}
	})
}

// Any field filled from any path by any conversion comes out valid, or is refused.
func TestAnyMapping(t *testing.T) {
	t.Parallel()
	localtest.Corpus(t, "ninjs", "schema-3.1.json")
	fields := rapid.SampledFrom([]string{"id", "uri", "version", "type", "profile", "versionCreated", "embargoedUntil", "expires", "pubStatus", "urgency", "language", "title", "by",
		"located", "edNote", "usageTerms", "headlines", "bodies", "people", "places", "subjects", "genres", "altIds", "signal", "targets", "sourceViews", "notes", "dateline", "infoSources"})
	paths := rapid.SampledFrom([]string{"a", "b", "c", "d", ".", "none", "a/b", "*", "//a", "@x", "count(*)"})
	conversions := rapid.SampledFrom([]string{"[]", "date", "number", "urgency", "text", "strip-html", "html", "split", "language", "qcode", "lines-to-paragraphs", "point",
		"{subject: iptc}", "{uri: 'urn:x:'}", "{boolean-to-signal: kill}", "{table: {values: {a: b}, keep: true}}", "{match: '[a-z]+'}"})
	value := rapid.OneOf(rapid.SampledFrom([]string{"1", "a", "2024-01-02", "kill", "picture", "da", "<p>x</p>", "true", " ", "subj:04000000", "0", "-1"}), rapid.StringN(0, 20, 80))
	rapid.Check(t, func(rt *rapid.T) {
		var b strings.Builder
		b.WriteString("name: a\nkind: xml\nfields:\n  title: {const: T}\n")
		for _, f := range rapid.SliceOfNDistinct(fields, 1, 6, rapid.ID[string]).Draw(rt, "fields") {
			if f != "title" {
				b.WriteString("  " + f + ": {path: '" + paths.Draw(rt, "path") + "', convert: " + conversions.Draw(rt, "conversion") + "}\n")
			}
		}
		doc := "<r x='1'>"
		for _, name := range []string{"a", "b", "c", "d"} {
			doc += "<" + name + ">" + strings.NewReplacer("&", "&amp;", "<", "&lt;").Replace(value.Draw(rt, name)) + "</" + name + ">"
		}
		sound(t, rt, []byte(grouped(b.String())), []byte(doc+"</r>"))
	})
}

// grouped makes groups of the lists among the fields.
func grouped(mapping string) string {
	var out []string
	for line := range strings.Lines(mapping) {
		name, rest, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch name {
		case "headlines", "bodies", "altIds":
			line = "  " + name + ": [{value: " + rest + "}]\n"
		case "people", "places", "subjects", "genres", "infoSources":
			line = "  " + name + ": [{each: " + rest + ", name: .}]\n"
		}
		out = append(out, line)
	}
	return strings.Join(out, "")
}

// Time and memory are linear in the size of the document.
func BenchmarkRitzau(b *testing.B) {
	m, err := mapped.Shipped("ritzau")
	require.NoError(b, err)
	in := format.Input{Data: []byte(rbNews), Zone: time.UTC, Provider: "p"}
	b.ReportAllocs()
	b.SetBytes(int64(len(rbNews)))
	for b.Loop() {
		if _, err := m.Parse(in); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkExamples(b *testing.B) {
	mappings, documents := examples(b)
	for i, name := range []string{"xml", "json"} {
		b.Run(name, func(b *testing.B) {
			m := read(b, mappings[i])
			b.ReportAllocs()
			b.SetBytes(int64(len(documents[i])))
			for b.Loop() {
				_ = parse(b, m, documents[i])
			}
		})
	}
}
