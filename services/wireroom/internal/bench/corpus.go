package bench

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
)

// text is the raw material of an article.
type text struct {
	Title string `json:"title"`
	Body  string `json:"body"`
}

// articleBytes is the size that a bench article is brought to.
const articleBytes = 3000

// texts gives material of which articles are made: Reuters' stories of 1987 where the
// corpus is, else generated ones.
func texts(corpus string) ([]text, string) {
	files, err := filepath.Glob(filepath.Join(corpus, "reuters21578", "*.ndjson.gz"))
	if err == nil && len(files) > 0 {
		if out, err := readTexts(files[0]); err == nil && len(out) > 0 {
			return out, "made from reuters21578"
		}
	}
	return generate(500), "generated"
}

func readTexts(file string) ([]text, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("open corpus: %w", err)
	}
	defer func() { _ = f.Close() }()
	zr, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("read corpus: %w", err)
	}
	var out []text
	lines := bufio.NewScanner(zr)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var t text
		if err := json.Unmarshal(lines.Bytes(), &t); err != nil {
			return nil, fmt.Errorf("read corpus: %w", err)
		}
		if t.Title != "" && t.Body != "" {
			out = append(out, t)
		}
	}
	return out, lines.Err()
}

// article makes the article of an id, of articleBytes of text: by chance, always the same of
// the same id, some of the texts one after the other. So hardly two of them are alike, as
// of an agency's articles.
func article(material []text, id string) text {
	h := fnv.New64a()
	_, _ = h.Write([]byte(id))
	random := rand.New(rand.NewPCG(h.Sum64(), 1))
	t := text{Title: material[random.IntN(len(material))].Title}
	var body strings.Builder
	body.Grow(2 * articleBytes)
	for body.Len() < articleBytes {
		next := material[random.IntN(len(material))].Body
		body.WriteString(next[:min(len(next), articleBytes/4)])
		body.WriteString("\n\n")
	}
	t.Body = strings.ToValidUTF8(body.String()[:articleBytes], "")
	return t
}

func generate(n int) []text {
	random := rand.New(rand.NewPCG(1, 2))
	words := strings.Fields("the harbour council said on Monday that ships and trains would carry more grain than last year after " +
		"a long winter in which prices rose by several percent while ministers of both countries met again to agree on a new tax")
	out := make([]text, n)
	for i := range out {
		var b strings.Builder
		for b.Len() < articleBytes {
			for range 12 + random.IntN(10) {
				b.WriteString(words[random.IntN(len(words))] + " ")
			}
			b.WriteString("ended.\n\n")
		}
		out[i] = text{Title: fmt.Sprintf("Generated story number %d", i), Body: b.String()}
	}
	return out
}

// markup is made once: to make one for each paragraph took a tenth of all memory of the bench.
var markup = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// document is the ninjs that is pushed: urgency decides its lane.
func document(t text, id string, urgency int) []byte {
	var b strings.Builder
	b.Grow(len(t.Body) + len(t.Body)/8)
	for p := range strings.SplitSeq(t.Body, "\n\n") {
		b.WriteString("<p>")
		_, _ = markup.WriteString(&b, p)
		b.WriteString("</p>")
	}
	data, err := json.Marshal(map[string]any{
		"uri": "urn:example:bench:" + id, "type": "text", "version": "1", "versionCreated": "2026-01-02T03:04:05Z",
		"language": "en", "urgency": urgency, "pubStatus": "usable",
		"headlines": []map[string]string{{"role": "main", "value": t.Title}},
		"bodies":    []map[string]string{{"role": "main", "contentType": "text/html", "value": b.String()}},
		"subjects":  []map[string]string{{"uri": "http://cv.iptc.org/newscodes/subjectcode/04000000", "name": "economy"}},
	})
	if err != nil {
		panic(err) // strings and numbers always marshal
	}
	return data
}
