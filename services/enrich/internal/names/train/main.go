// Command train makes the model of the names and the list of common words, from the
// corpora that may be learnt from (wikigold and names) and from sentences of our own.
//
//	go run ./internal/names/train -corpus ../../../shared/corpus
//
// It writes model.bin.gz and common.txt.gz of the tagger package. The same input
// gives the same files.
package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/wireroom/wireroom/services/enrich/internal/names/gazetteer"
	"github.com/wireroom/wireroom/services/enrich/internal/names/tagger"
	"github.com/wireroom/wireroom/services/enrich/internal/names/token"
)

func main() {
	corpus := flag.String("corpus", "../../../shared/corpus", "folder of the corpora")
	out := flag.String("out", "internal/names/tagger", "folder for the model")
	own := flag.Int("own", 30000, "sentences of our own")
	rounds := flag.Int("rounds", 8, "rounds over the examples")
	hold := flag.Int("hold", 0, "measure on every n-th sentence of wikigold, which is not learnt from then")
	seed := flag.Uint64("seed", 7, "decides the order of the examples")
	flag.Parse()
	if err := run(*corpus, *out, *own, *rounds, *hold, *seed); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func run(corpus, out string, own, rounds, hold int, seed uint64) error {
	lists, err := gazetteer.Load()
	if err != nil {
		return err
	}
	other, wiki, err := readCorpora(corpus)
	if err != nil {
		return err
	}
	var kept []sentence
	if hold > 0 {
		var learnt []sentence
		for i, s := range wiki {
			if i/20%hold == 0 {
				kept = append(kept, s)
			} else {
				learnt = append(learnt, s)
			}
		}
		wiki = learnt
	}
	common, err := commonWords(corpus, slices.Concat(wiki, other))
	if err != nil {
		return err
	}
	names, err := readLists(lists, wiki)
	if err != nil {
		return err
	}
	w := &writer{random: rand.New(rand.NewPCG(1, 2)), lists: names}
	sentences := slices.Concat(wiki, wiki, other, w.sentences(own))
	t := tagger.New(lists, tagger.NewCommon(common), nil)
	trainer := tagger.NewTrainer(t)
	trainer.Train(examples(sentences), rounds, seed)
	model := trainer.Model()
	fmt.Println(len(sentences), "sentences")
	if len(kept) > 0 {
		measure(tagger.New(lists, tagger.NewCommon(common), model), kept)
	}
	return write(out, model, common)
}

// commonWords lists the words that are written in lower case and are no part of a
// name.
func commonWords(corpus string, sentences []sentence) (string, error) {
	counts := map[string]int{}
	count := func(word string) {
		if word == strings.ToLower(word) && strings.Trim(word, "abcdefghijklmnopqrstuvwxyz'-") == "" {
			counts[word]++
		}
	}
	for _, s := range sentences {
		for i, word := range s.tokens {
			if s.labels[i] == tagger.Outside {
				count(word)
			}
		}
	}
	f, err := os.Open(filepath.Join(corpus, "topics/huffpost.ndjson.gz"))
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }()
	r, err := gzip.NewReader(f)
	if err != nil {
		return "", err
	}
	for d := json.NewDecoder(r); ; {
		var story struct{ Text string }
		if err := d.Decode(&story); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return "", err
		}
		for _, t := range token.Split(story.Text, true, nil) {
			count(t.Text(story.Text))
		}
	}
	for _, line := range strings.Split(templates, "\n") {
		for _, word := range strings.Fields(line) {
			count(word)
			count(word)
		}
	}
	return tagger.CommonList(counts), nil
}

// examples tokenises sentences as the tagger will.
func examples(sentences []sentence) []tagger.Example {
	list := make([]tagger.Example, 0, len(sentences))
	for _, s := range sentences {
		text := strings.Join(s.tokens, " ")
		e := tagger.Example{Text: text, Tokens: token.Split(text, true, nil), Sport: s.sport}
		at, start := 0, 0 // the corpus' token and where it begins
		for _, t := range e.Tokens {
			for int(t.Start) >= start+len(s.tokens[at])+1 {
				start += len(s.tokens[at]) + 1
				at++
			}
			label := s.labels[at]
			if label.Begins() && int(t.Start) > start {
				label = label.Class().Inside()
			}
			e.Labels = append(e.Labels, label)
		}
		list = append(list, e)
	}
	return list
}

func write(dir string, m *tagger.Model, common string) error {
	var b bytes.Buffer
	if err := m.Write(&b); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "model.bin.gz"), b.Bytes(), 0o644); err != nil {
		return err
	}
	b.Reset()
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(z, common); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "common.txt.gz"), b.Bytes(), 0o644)
}
