package names_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/services/enrich/internal/frame"
	"github.com/wireroom/wireroom/services/enrich/internal/names"
	"github.com/wireroom/wireroom/services/enrich/internal/names/gazetteer"
)

func finder(t testing.TB) *names.Finder {
	t.Helper()
	lists, err := gazetteer.Load()
	require.NoError(t, err)
	f, err := names.NewFinder(lists)
	require.NoError(t, err)
	return f
}

type labelled struct{ text, kind string }

// TestMeasure prints F1 over names per document.
func TestMeasure(t *testing.T) {
	f := finder(t)
	var right, found, gold = map[string]int{}, map[string]int{}, map[string]int{}
	wrong, missed := map[string]int{}, map[string]int{}
	for _, d := range entities(t) {
		guess := map[labelled]bool{}
		for _, n := range f.Find(d.Sentences[0], strings.Join(d.Sentences[1:], "\n")).Names {
			guess[labelled{strings.ToLower(n.Name), [...]string{"PER", "ORG", "LOC"}[n.Kind]}] = true
		}
		want := map[labelled]bool{}
		for _, e := range d.Entities {
			want[labelled{strings.ToLower(e.Text), e.Type}] = true
		}
		for w := range want {
			if !guess[w] && partOfLonger(w, guess) {
				continue
			}
			gold[w.kind]++
			if guess[w] {
				right[w.kind]++
			} else {
				missed[w.kind+" "+w.text]++
			}
		}
		for g := range guess {
			found[g.kind]++
			if !want[g] {
				other := "-"
				for _, k := range []string{"PER", "ORG", "LOC"} {
					if want[labelled{g.text, k}] {
						other = k
					}
				}
				wrong[g.kind+"<-"+other+" "+g.text]++
			}
		}
	}
	all := [3]int{}
	for _, k := range []string{"PER", "LOC", "ORG"} {
		row(k, right[k], found[k], gold[k])
		all[0], all[1], all[2] = all[0]+right[k], all[1]+found[k], all[2]+gold[k]
	}
	row("all", all[0], all[1], all[2])
	if os.Getenv("NAMES_ERRORS") != "" {
		show("wrong", wrong)
		show("missed", missed)
	}
}

func row(kind string, right, found, gold int) {
	p, r := float64(right)/float64(found), float64(right)/float64(gold)
	fmt.Printf("names %-4s precision %.3f recall %.3f F1 %.3f\n", kind, p, r, 2*p*r/(p+r))
}

func show(title string, counts map[string]int) {
	keys := make([]string, 0, len(counts))
	for k := range counts {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool {
		return counts[keys[i]] > counts[keys[j]] || counts[keys[i]] == counts[keys[j]] && keys[i] < keys[j]
	})
	for _, k := range keys {
		fmt.Println(title, counts[k], k)
	}
}

func partOfLonger(w labelled, guess map[labelled]bool) bool {
	for g := range guess {
		if g.kind == w.kind && len(g.text) > len(w.text) && strings.Contains(" "+g.text+" ", " "+w.text+" ") {
			return true
		}
	}
	return false
}

type document struct {
	Sentences []string
	Entities  []struct{ Text, Type string }
}

func corpus(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("WIREROOM_CORPUS")
	if dir == "" {
		dir = "../../../../../shared/corpus"
	}
	if _, err := os.Stat(dir); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("no corpus: ", err)
		}
		t.Skip("no corpus: ", err)
	}
	return dir
}

func entities(t testing.TB) []document {
	t.Helper()
	var docs []document
	lines(t, filepath.Join(corpus(t), "entities/conll2003.ndjson.gz"), func(line []byte) {
		var d document
		require.NoError(t, json.Unmarshal(line, &d))
		docs = append(docs, d)
	})
	return docs
}

func lines(t testing.TB, path string, each func([]byte)) {
	t.Helper()
	f, err := os.Open(path)
	require.NoError(t, err)
	defer f.Close()
	z, err := gzip.NewReader(f)
	require.NoError(t, err)
	s := bufio.NewScanner(z)
	s.Buffer(nil, 1<<22)
	for s.Scan() {
		each(s.Bytes())
	}
	require.NoError(t, s.Err())
}

var (
	_ = slices.Sort[[]string]
	_ frame.NameKind
)
