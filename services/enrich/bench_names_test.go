package enrich_test

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/enrich"
)

// BenchmarkReuters is what names and places cost an article of Reuters' wire.
func BenchmarkReuters(b *testing.B) {
	var items []*ninjs.Item
	ndjson(b, filepath.Join(localtest.Corpus(b, "reuters21578"), "000.ndjson.gz"), func(line []byte) {
		var s struct{ Title, Dateline, Body string }
		require.NoError(b, json.Unmarshal(line, &s))
		items = append(items, &ninjs.Item{URI: "urn:x:1", Language: "en", Headlines: []ninjs.Text{{Value: s.Title}},
			Bodies: []ninjs.Body{{ContentType: "text/plain", Value: s.Dateline + " " + s.Body}}})
	})
	for name, off := range map[string][]string{
		"all":   nil,
		"names": {"language", "topic", "keywords", "summary", "reading"},
	} {
		b.Run(name, func(b *testing.B) {
			r := rules(b, enrich.Settings{Off: off})
			i := 0
			for b.Loop() {
				_, _, err := r.Enrich(b.Context(), items[i%len(items)], &contract.Envelope{})
				require.NoError(b, err)
				i++
			}
		})
	}
}
