package normalize

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/local/localtest"
)

// BenchmarkParse reads articles as `wireroom bench` pushes them: ninjs around
// Reuters' stories of 1987, brought to 3 kB.
func BenchmarkParse(b *testing.B) {
	docs := benchDocuments(b, 200)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		out, err := Parse(delivery(docs[i%len(docs)]), Settings{})
		if err != nil || out[0].Err != nil {
			b.Fatal(err, out)
		}
	}
}

func benchDocuments(b *testing.B, n int) [][]byte {
	b.Helper()
	file, err := os.Open(localtest.Corpus(b, "reuters21578", "000.ndjson.gz"))
	require.NoError(b, err)
	defer func() { require.NoError(b, file.Close()) }()
	unzipped, err := gzip.NewReader(file)
	require.NoError(b, err)
	lines := bufio.NewScanner(unzipped)
	lines.Buffer(nil, 1<<20)
	docs := make([][]byte, 0, n)
	for body := ""; len(docs) < n && lines.Scan(); {
		var story struct{ Title, Body string }
		require.NoError(b, json.Unmarshal(lines.Bytes(), &story))
		if body += story.Body + "\n\n"; len(body) >= 3000 {
			docs = append(docs, benchDocument(b, story.Title, body[:3000], len(docs)))
			body = ""
		}
	}
	require.Len(b, docs, n)
	return docs
}

func benchDocument(b *testing.B, title, body string, i int) []byte {
	escape := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\n\n", "</p><p>")
	data, err := json.Marshal(map[string]any{
		"uri": "urn:example:bench:" + strconv.Itoa(i), "type": "text", "version": "1", "versionCreated": "2026-01-02T03:04:05Z",
		"language": "en", "urgency": 5, "pubStatus": "usable",
		"headlines": []map[string]string{{"role": "main", "value": title}},
		"bodies":    []map[string]string{{"role": "main", "contentType": "text/html", "value": "<p>" + escape.Replace(body) + "</p>"}},
		"subjects":  []map[string]string{{"uri": "http://cv.iptc.org/newscodes/subjectcode/04000000", "name": "economy"}},
	})
	require.NoError(b, err)
	return data
}
