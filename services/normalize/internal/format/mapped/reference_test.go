package mapped

import (
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

var update = flag.Bool("update", false, "write the documentation's generated parts anew")

var page = filepath.Join("..", "..", "..", "..", "..", "docs", "formats", "mapping.md")

// The reference in the documentation is what the code knows.
func TestReference(t *testing.T) {
	data, err := os.ReadFile(page)
	require.NoError(t, err)
	text := string(data)
	for name, want := range map[string]string{
		"file": helpTable("key", topKeys()), "detect": helpTable("key", detectKeys()), "source": helpTable("key", sourceKeys()),
		"conversions": conversionTable(), "date": helpTable("option", dateKeys()), "patterns": patternList(), "fields": fieldTable(),
	} {
		head := "<!-- reference: " + name + " -->\n"
		_, rest, found := strings.Cut(text, head)
		require.True(t, found, name)
		have, _, found := strings.Cut(rest, "<!-- end -->")
		require.True(t, found, name)
		if *update {
			text = strings.Replace(text, head+have+"<!-- end -->", head+want+"<!-- end -->", 1)
			continue
		}
		require.Equal(t, want, have, "go test -run TestReference -update writes it")
	}
	if *update {
		require.NoError(t, os.WriteFile(page, []byte(text), 0o644))
	}
}

func helpTable(head string, rows []help) string {
	var b strings.Builder
	b.WriteString("| " + head + " | |\n|---|---|\n")
	for _, r := range rows {
		b.WriteString("| `" + r.Name + "` | " + strings.ReplaceAll(r.Text, "|", `\|`) + " |\n")
	}
	return b.String()
}

func conversionTable() string {
	var b strings.Builder
	b.WriteString("| conversion | makes | gives |\n|---|---|---|\n")
	for _, r := range rules() {
		b.WriteString("| `" + r.Name + "` | " + r.Text + " | " + string(r.gives) + " |\n")
	}
	return b.String()
}

func patternList() string {
	var names []string
	for _, p := range patterns() {
		names = append(names, "`"+p.Name+"` "+p.Text)
	}
	return strings.Join(names, ", ") + "\n"
}

// fieldTable lists each type once: its plain fields with what they take, and its
// groups.
func fieldTable() string {
	var b strings.Builder
	b.WriteString("| of | fields |\n|---|---|\n")
	seen := map[reflect.Type]bool{}
	var write func(name string, t reflect.Type)
	write = func(name string, t reflect.Type) {
		if seen[t] {
			return
		}
		seen[t] = true
		var names []string
		var inner []slot
		for _, s := range slots(t) {
			of, many, isGroup := groupType(s.typ)
			switch {
			case isGroup:
				names = append(names, "`"+s.name+"` (group)")
				inner = append(inner, s)
			case many:
				names = append(names, "`"+s.name+"` (texts)")
			case of == reflect.TypeFor[string]():
				names = append(names, "`"+s.name+"`")
			default:
				names = append(names, "`"+s.name+"` ("+typeName(of)+")")
			}
		}
		b.WriteString("| " + name + " | " + strings.Join(names, ", ") + " |\n")
		for _, s := range inner {
			if of, _, _ := groupType(s.typ); of != reflect.TypeFor[ninjs.Association]() {
				write("`"+s.name+"`", of)
			}
		}
	}
	write("`fields`", reflect.TypeFor[item]())
	b.WriteString("| `associations` | all of ninjs, `name`, `rel` |\n")
	return b.String()
}

// Every field of ninjs can be filled, but those that are ours.
func TestEveryFieldOfNinjsIsThere(t *testing.T) {
	t.Parallel()
	var names []string
	for _, s := range slots(reflect.TypeFor[item]()) {
		names = append(names, s.name)
	}
	for _, f := range reflect.VisibleFields(reflect.TypeFor[ninjs.Item]()) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		require.Equal(t, name != "standard", slices.Contains(names, name), name)
	}
}
