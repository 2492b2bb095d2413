package enrich_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/enrich"
)

// f1 counts what was found of what there is to find.
type f1 struct{ right, found, wanted float64 }

func (f *f1) add(other *f1) {
	f.right, f.found, f.wanted = f.right+other.right, f.found+other.found, f.wanted+other.wanted
}

func (f *f1) value() float64 { return 2 * f.right / (f.found + f.wanted) }

func (f *f1) String() string {
	return fmt.Sprintf("precision %.3f recall %.3f F1 %.3f", f.right/f.found, f.right/f.wanted, f.value())
}

// label is a name in lower case and its type as CoNLL-2003 calls it.
type label struct{ text, kind string }

// TestMeasureNames follows the rule of the corpus: names per document without regard
// to case; a labelled name that is part of a longer one of the same type that was
// found counts neither way.
func TestMeasureNames(t *testing.T) {
	r := rules(t, enrich.Settings{Off: []string{"keywords", "summary", "reading"}})
	counts := map[string]*f1{"PER": {}, "LOC": {}, "ORG": {}}
	ndjson(t, localtest.Corpus(t, "entities", "conll2003.ndjson.gz"), func(line []byte) {
		var d struct {
			Sentences []string
			Entities  []struct{ Text, Type string }
		}
		require.NoError(t, json.Unmarshal(line, &d))
		wanted := map[label]bool{}
		for _, e := range d.Entities {
			wanted[label{strings.ToLower(e.Text), e.Type}] = true
		}
		found := labelsOf(enriched(t, r, d.Sentences[0], strings.Join(d.Sentences[1:], "\n")))
		compare(t, counts, found, wanted)
	})
	var all f1
	for _, c := range counts {
		all.add(c)
	}
	t.Log("PER", counts["PER"], "LOC", counts["LOC"], "ORG", counts["ORG"], "all", &all)
	localtest.Measured(t, localtest.Measurement{Set: "`entities/`", Measure: "names, F1 of PER, LOC and ORG", Value: all.value(), Baseline: "0.53 (`prose`)", Bar: 0.75, Goal: 0.82})
	localtest.Measured(t, localtest.Measurement{Set: "`entities/`", Measure: "names, F1 of ORG", Value: counts["ORG"].value(), Baseline: "0.10 (`prose`)", Bar: 0.60})
}

func enriched(t testing.TB, r *enrich.Rules, headline, body string) *ninjs.Item {
	t.Helper()
	item := &ninjs.Item{URI: "urn:x:1", Headlines: []ninjs.Text{{Value: headline}}, Bodies: []ninjs.Body{{ContentType: "text/plain", Value: body}}}
	out, env, err := r.Enrich(t.Context(), item, &contract.Envelope{})
	require.NoError(t, err)
	require.Empty(t, env.EnrichFailed)
	return out
}

func labelsOf(item *ninjs.Item) map[label]bool {
	found := map[label]bool{}
	for _, p := range item.People {
		found[label{strings.ToLower(p.Name), "PER"}] = true
	}
	for _, o := range item.Organisations {
		found[label{strings.ToLower(o.Name), "ORG"}] = true
	}
	for _, p := range item.Places {
		found[label{strings.ToLower(p.Name), "LOC"}] = true
	}
	return found
}

func compare(t testing.TB, counts map[string]*f1, found, wanted map[label]bool) {
	for w := range wanted {
		switch {
		case found[w]:
			counts[w.kind].right++
		case partOfLonger(w, found):
			continue
		case os.Getenv("NAMES_ERRORS") != "":
			t.Log("missed", w.kind, w.text)
		}
		counts[w.kind].wanted++
	}
	for f := range found {
		counts[f.kind].found++
		if !wanted[f] && os.Getenv("NAMES_ERRORS") != "" {
			t.Log("wrong", f.kind, f.text)
		}
	}
}

func partOfLonger(w label, found map[label]bool) bool {
	for f := range found {
		if f.kind == w.kind && len(f.text) > len(w.text) && strings.Contains(" "+f.text+" ", " "+w.text+" ") {
			return true
		}
	}
	return false
}

// TestMeasurePlaces compares the countries of the places with those that Reuters'
// editors gave.
func TestMeasurePlaces(t *testing.T) {
	r := rules(t, enrich.Settings{Off: []string{"keywords", "summary", "reading"}})
	files, err := filepath.Glob(filepath.Join(localtest.Corpus(t, "reuters21578"), "*.ndjson.gz"))
	require.NoError(t, err)
	var all f1
	extra, lost := map[string]int{}, map[string]int{}
	n := 0
	for _, file := range files {
		ndjson(t, file, func(line []byte) {
			if n++; testing.Short() && n%10 != 0 {
				return
			}
			var s struct {
				Title, Dateline, Body string
				Places                []string
			}
			require.NoError(t, json.Unmarshal(line, &s))
			wanted, found := map[string]bool{}, map[string]bool{}
			for _, p := range s.Places {
				wanted[reutersCountry(t, p)] = true
			}
			for _, p := range enriched(t, r, s.Title, s.Dateline+" "+s.Body).Places {
				if country, ok := strings.CutPrefix(p.Literal, "iso3166:"); ok {
					found[country] = true
				}
			}
			all.wanted, all.found = all.wanted+float64(len(wanted)), all.found+float64(len(found))
			for c := range found {
				if wanted[c] {
					all.right++
				} else {
					extra[c]++
				}
			}
			for c := range wanted {
				if !found[c] {
					lost[c]++
				}
			}
		})
	}
	t.Log(&all)
	if os.Getenv("NAMES_ERRORS") != "" {
		t.Log("too much", top(extra), "\nlost", top(lost))
	}
	localtest.Measured(t, localtest.Measurement{Set: "`reuters21578/`", Measure: "countries of PLACES, F1", Value: all.value(), Bar: 0.80, Goal: 0.88})
}

func top(counts map[string]int) []string {
	keys := slices.Collect(maps.Keys(counts))
	slices.SortFunc(keys, func(a, b string) int { return counts[b] - counts[a] })
	var list []string
	for _, k := range keys[:min(len(keys), 30)] {
		list = append(list, fmt.Sprint(k, " ", counts[k]))
	}
	return list
}

// reutersCountry gives the code of a country as Reuters wrote it in 1987.
func reutersCountry(t testing.TB, name string) string {
	t.Helper()
	code, ok := map[string]string{
		"usa": "US", "uk": "GB", "canada": "CA", "japan": "JP", "west-germany": "DE", "east-germany": "DE", "france": "FR", "brazil": "BR", "australia": "AU", "belgium": "BE", "switzerland": "CH",
		"china": "CN", "ussr": "RU", "netherlands": "NL", "iran": "IR", "italy": "IT", "hong-kong": "HK", "philippines": "PH", "taiwan": "TW", "new-zealand": "NZ", "sweden": "SE", "south-africa": "ZA",
		"indonesia": "ID", "ecuador": "EC", "south-korea": "KR", "north-korea": "KP", "spain": "ES", "argentina": "AR", "saudi-arabia": "SA", "mexico": "MX", "india": "IN", "iraq": "IQ", "venezuela": "VE",
		"turkey": "TR", "thailand": "TH", "singapore": "SG", "malaysia": "MY", "denmark": "DK", "colombia": "CO", "yugoslavia": "RS", "peru": "PE", "uae": "AE", "egypt": "EG", "greece": "GR", "finland": "FI",
		"nicaragua": "NI", "bahrain": "BH", "nigeria": "NG", "bolivia": "BO", "kuwait": "KW", "portugal": "PT", "bangladesh": "BD", "austria": "AT", "luxembourg": "LU", "algeria": "DZ", "pakistan": "PK",
		"costa-rica": "CR", "sri-lanka": "LK", "israel": "IL", "zambia": "ZM", "hungary": "HU", "norway": "NO", "libya": "LY", "ireland": "IE", "qatar": "QA", "poland": "PL", "chile": "CL", "jamaica": "JM",
		"morocco": "MA", "ivory-coast": "CI", "jordan": "JO", "lebanon": "LB", "panama": "PA", "honduras": "HN", "cuba": "CU", "zimbabwe": "ZW", "ghana": "GH", "chad": "TD", "el-salvador": "SV",
		"yemen-arab-republic": "YE", "yemen-demo-republic": "YE", "zaire": "CD", "syria": "SY", "tanzania": "TZ", "kenya": "KE", "sudan": "SD", "cyprus": "CY", "uganda": "UG", "dominican-republic": "DO",
		"guatemala": "GT", "tunisia": "TN", "madagascar": "MG", "oman": "OM", "suriname": "SR", "papua-new-guinea": "PG", "haiti": "HT", "trinidad-tobago": "TT", "czechoslovakia": "CZ", "romania": "RO",
		"gabon": "GA", "afghanistan": "AF", "sierra-leone": "SL", "uruguay": "UY", "guam": "GU", "liberia": "LR", "cayman-islands": "KY", "somalia": "SO", "paraguay": "PY", "angola": "AO", "burma": "MM",
		"ethiopia": "ET", "iceland": "IS", "guyana": "GY", "bermuda": "BM", "senegal": "SN", "vietnam": "VN", "congo": "CG", "bhutan": "BT", "nepal": "NP", "liechtenstein": "LI", "us-virgin-islands": "VI",
		"bulgaria": "BG", "kampuchea": "KH", "aruba": "AW", "djibouti": "DJ", "malawi": "MW", "barbados": "BB", "brunei": "BN", "botswana": "BW", "cameroon": "CM", "togo": "TG", "guinea": "GN",
	}[name]
	require.True(t, ok, name)
	return code
}

func ndjson(t testing.TB, path string, each func([]byte)) {
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

// TestMeasureSeed looks for the names of the article that the project started from,
// by the names that the text has them by.
func TestMeasureSeed(t *testing.T) {
	data, err := os.ReadFile(localtest.Corpus(t, "seed", "article.txt"))
	require.NoError(t, err)
	headline, body, _ := strings.Cut(string(data), "\n")
	item := enriched(t, rules(t, enrich.Settings{}), headline, body)
	found := labelsOf(item)
	for _, o := range item.Organisations {
		if o.Literal != "" {
			found[label{strings.ToLower(o.Literal), "ORG"}] = true
		}
	}
	right, all := 0.0, 0.0
	for kind, names := range map[string]string{
		"PER": "asim munir|antony blinken|lloyd austin",
		"ORG": "ttp|ispr|cnn news18|international monetary fund|united nations security council",
		"LOC": "pakistan|united states|india|afghanistan|kashmir|kabul",
	} {
		for name := range strings.SplitSeq(names, "|") {
			if all++; found[label{name, kind}] {
				right++
			} else {
				t.Log("missed", kind, name)
			}
		}
	}
	require.Len(t, item.People, 3, "each once")
	localtest.Measured(t, localtest.Measurement{Set: "`seed/`", Measure: "names of the article found", Value: right / all, Bar: 1})
}
