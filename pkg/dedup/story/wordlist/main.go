// Command wordlist makes words.txt: the weights of the words that are common in English
// texts, and of other languages the function words, which weigh nothing.
//
//	go run ./pkg/dedup/story/wordlist ../shared/corpus services/enrich/internal/stopword/stopwords.txt > pkg/dedup/story/words.txt
//
// The first argument is a folder with topics/huffpost.ndjson.gz, wikigold and names.
package main

import (
	"bufio"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/wireroom/wireroom/pkg/dedup/story"
)

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: wordlist CORPUS STOPWORDS")
	}
	c := counts{words: map[string]float64{}}
	if err := c.read(os.Args[1]); err != nil {
		log.Fatal(err)
	}
	stop, err := os.ReadFile(os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	if err := c.write(os.Stdout, string(stop)); err != nil {
		log.Fatal(err)
	}
}

// counts is how often words occur in the texts that were read.
type counts struct {
	words map[string]float64
	total float64
}

func (c *counts) add(text string) {
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' && r != '’' }) {
		c.words[story.Stem(w)]++
		c.total++
	}
}

func (c *counts) read(corpus string) error {
	if err := c.huffpost(filepath.Join(corpus, "topics", "huffpost.ndjson.gz")); err != nil {
		return err
	}
	for _, pattern := range []string{"wikigold/*", "names/*/*"} {
		files, err := filepath.Glob(filepath.Join(corpus, pattern))
		if err != nil {
			return err
		}
		for _, f := range files {
			data, err := os.ReadFile(f)
			if err != nil {
				return err
			}
			for line := range strings.Lines(string(data)) {
				if word, _, _ := strings.Cut(strings.TrimSpace(line), " "); word != "" {
					word, _, _ = strings.Cut(word, "\t")
					c.add(word)
				}
			}
		}
	}
	return nil
}

func (c *counts) huffpost(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	z, err := gzip.NewReader(f)
	if err != nil {
		return err
	}
	for d := json.NewDecoder(bufio.NewReader(z)); ; {
		var row struct{ Title, Text string }
		switch err := d.Decode(&row); err {
		case nil:
			c.add(row.Title)
			c.add(row.Text)
		case io.EOF:
			return nil
		default:
			return err
		}
	}
}

const (
	unit       = 10.0 // of a weight: a tenth of a natural logarithm
	rare       = 300  // words to a text: a word that is in each has weight 0
	fewest     = 4    // occurrences of a word that is listed
	wellKnown  = 25   // occurrences from which a word of English is no function word of another language
	wordsALine = 24
)

// write prints the words by weight, the lightest first.
func (c *counts) write(out io.Writer, stopwords string) error {
	byWeight := map[int][]string{}
	listed := map[string]bool{}
	for w, n := range c.words {
		if weight := c.weight(n); n >= fewest && weight < story.MaxWeight {
			byWeight[weight], listed[w] = append(byWeight[weight], w), n >= wellKnown
		}
	}
	for w := range functionWords(stopwords) {
		if !listed[w] {
			for weight := range byWeight {
				byWeight[weight] = slices.DeleteFunc(byWeight[weight], func(other string) bool { return other == w })
			}
			byWeight[0] = append(byWeight[0], w)
		}
	}
	_, err := fmt.Fprintf(out, "# Made by the program in wordlist: the weight of common words, in tenths, %d at most.\n", story.MaxWeight)
	for _, weight := range slices.SortedFunc(maps.Keys(byWeight), cmp.Compare) {
		words := byWeight[weight]
		slices.Sort(words)
		for line := range slices.Chunk(slices.Compact(words), wordsALine) {
			if err == nil {
				_, err = fmt.Fprintln(out, weight, strings.Join(line, " "))
			}
		}
	}
	return err
}

func (c *counts) weight(n float64) int {
	return int(math.Round(unit * max(0, math.Log(c.total/rare/(n+.5)))))
}

// functionWords reads the list of package stopword: sections in brackets, a word or
// more a line, notes behind #.
func functionWords(list string) map[string]bool {
	out := map[string]bool{}
	for line := range strings.Lines(list) {
		line, _, _ = strings.Cut(line, "#")
		if strings.HasPrefix(line, "[") {
			continue
		}
		for _, w := range strings.Fields(line) {
			out[story.Stem(w)] = true
		}
	}
	return out
}
