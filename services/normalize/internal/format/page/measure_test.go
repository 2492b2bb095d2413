package page_test

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"

	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/page"
)

// TestMeasure measures the text with the article extraction benchmark's own
// measure: four-word shingles, precision and recall averaged over the pages.
func TestMeasure(t *testing.T) {
	truth := map[string]struct{ ArticleBody, URL string }{}
	data, err := os.ReadFile(localtest.Corpus(t, "pages", "ground-truth.json"))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(data, &truth))
	var precision, recall float64
	var answered int
	start := time.Now()
	for key, want := range truth {
		got := articleText(t, key)
		tp, fp, fn := match(want.ArticleBody, got)
		if tp+fp > 0 {
			precision += tp / (tp + fp)
			answered++
		}
		recall += tp / (tp + fn)
		if f := 2 * tp / (2*tp + fp + fn); f < 0.9 {
			t.Logf("%.3f fp %4.0f fn %4.0f %s %s", f, fp, fn, key[:8], want.URL)
		}
	}
	p, r := precision/float64(answered), recall/float64(len(truth))
	f1 := 2 * p * r / (p + r)
	t.Logf("F1 %.5f precision %.4f recall %.4f, %d pages in %s", f1, p, r, len(truth), time.Since(start))
	localtest.Measured(t, localtest.Measurement{Set: "`pages/`", Measure: "article text, F1", Value: f1,
		Baseline: "0.965 (go-trafilatura), 0.970 (best published)", Bar: 0.975})
}

func articleText(t *testing.T, key string) string {
	t.Helper()
	f, err := os.Open(localtest.Corpus(t, "pages", "html", key+".html.gz"))
	require.NoError(t, err)
	defer f.Close()
	z, err := gzip.NewReader(f)
	require.NoError(t, err)
	data, err := io.ReadAll(z)
	require.NoError(t, err)
	list, err := page.Parse(format.Input{Data: data, ContentType: "text/html; charset=utf-8", Zone: time.UTC})
	if err != nil {
		t.Logf("%s: %v", key[:8], err)
		return ""
	}
	item := list[0].Item
	if len(item.Headlines) == 0 {
		t.Logf("%s: no headline", key[:8])
	}
	return plainText(item.Bodies[0].Value)
}

var inline = map[string]bool{"b": true, "i": true, "em": true, "strong": true, "a": true, "span": true, "u": true, "sub": true, "sup": true}

func plainText(markup string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(markup))
	for z.Next() != html.ErrorToken {
		if token := z.Token(); token.Type == html.TextToken {
			b.WriteString(token.Data)
		} else if !inline[token.Data] {
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// match counts the shingles in both, in got alone and in want alone.
func match(want, got string) (both, gotOnly, wantOnly float64) {
	w, g := shingles(want), shingles(got)
	for s, n := range w {
		both += float64(min(n, g[s]))
		wantOnly += float64(max(0, n-g[s]))
	}
	for s, n := range g {
		gotOnly += float64(max(0, n-w[s]))
	}
	return both, gotOnly, wantOnly
}

var word = regexp.MustCompile(`[\pL\pN_]+`)

func shingles(s string) map[string]int {
	words := word.FindAllString(s, -1)
	out := map[string]int{}
	for i := 0; i < max(1, len(words)-3) && len(words) > 0; i++ {
		out[strings.Join(words[i:min(i+4, len(words))], " ")]++
	}
	return out
}
