package mapped_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/mapped"
)

var page = filepath.Join("..", "..", "..", "..", "..", "docs", "formats", "mapping.md")

// blocks gives the contents of the documentation's blocks of one kind.
func blocks(t testing.TB, text, kind string) []string {
	t.Helper()
	var out []string
	for _, part := range strings.Split(text, "\n```"+kind+"\n")[1:] {
		body, _, found := strings.Cut("\n"+part, "\n```")
		require.True(t, found)
		out = append(out, strings.TrimPrefix(body, "\n"))
	}
	return out
}

// examples are the mappings of the documentation with their documents.
func examples(t testing.TB) (mappings, documents []string) {
	t.Helper()
	data, err := os.ReadFile(page)
	require.NoError(t, err)
	text := string(data)
	mappings = blocks(t, text, "yaml")
	documents = append(blocks(t, text, "xml"), blocks(t, text, "json document")...)
	require.Len(t, mappings, 2)
	require.Len(t, documents, 2)
	return mappings, documents
}

func read(t testing.TB, mapping string) *mapped.Mapping {
	t.Helper()
	m, err := mapped.Read("m.yaml", []byte(mapping))
	require.NoError(t, err)
	return m
}

func parse(t testing.TB, m *mapped.Mapping, document string) []format.Article {
	t.Helper()
	articles, err := m.Parse(format.Input{Data: []byte(document), Zone: time.UTC, Provider: "p"})
	require.NoError(t, err)
	return articles
}

// What the documentation says comes of its examples is what comes of them.
func TestExamples(t *testing.T) {
	mappings, documents := examples(t)
	data, err := os.ReadFile(page)
	require.NoError(t, err)
	text := string(data)
	results := blocks(t, text, "json result")
	require.Len(t, results, 2)
	for i, mapping := range mappings {
		var have bytes.Buffer
		for _, a := range parse(t, read(t, mapping), documents[i]) {
			require.Empty(t, a.Notes)
			it := tidied(t, a)
			out, err := ninjs.Encode(&it)
			require.NoError(t, err)
			require.NoError(t, json.Indent(&have, out, "", " "))
			have.WriteByte('\n')
		}
		want := strings.TrimSpace(have.String())
		if flag.Lookup("update").Value.String() == "true" {
			parts := strings.Split(text, "\n```json result\n")
			_, rest, _ := strings.Cut("\n"+parts[i+1], "\n```")
			parts[i+1] = want + "\n```" + rest
			text = strings.Join(parts, "\n```json result\n")
			require.NoError(t, os.WriteFile(page, []byte(text), 0o644))
			continue
		}
		require.Equal(t, want, results[i], "go test -run TestExamples -update writes it")
	}
}
