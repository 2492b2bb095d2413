package main

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"

	"github.com/wireroom/wireroom/services/enrich/internal/names/tagger"
)

// sentence of a corpus.
type sentence struct {
	tokens []string
	labels []tagger.Label
	sport  bool
}

// classes that the corpora call things; what is missing is no name to us.
var classes = map[string]tagger.Class{
	"PER": tagger.Person, "person": tagger.Person, "ORG": tagger.Organisation, "corporation": tagger.Organisation,
	"group": tagger.Organisation, "LOC": tagger.Place, "location": tagger.Place, "MISC": tagger.Other,
	"creative-work": tagger.Other, "product": tagger.Other,
}

// readColumns reads sentences with a token in the first column and its label in the
// last one, as I-PER, B-PER or O.
func readColumns(path string) ([]sentence, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	var list []sentence
	var s sentence
	flush := func() {
		if len(s.tokens) > 0 && !s.noise() {
			list = append(list, s)
		}
		s = sentence{}
	}
	previous := tagger.Outside
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) < 2 || fields[0] == "-DOCSTART-" {
			flush()
			previous = tagger.Outside
			continue
		}
		previous = labelOf(fields[len(fields)-1], previous)
		s.tokens, s.labels = append(s.tokens, fields[0]), append(s.labels, previous)
	}
	flush()
	return list, lines.Err()
}

func labelOf(name string, previous tagger.Label) tagger.Label {
	position, class, ok := strings.Cut(name, "-")
	c := classes[class]
	if !ok || c == tagger.None {
		return tagger.Outside
	}
	if position == "B" || previous.Class() != c {
		return c.Begin()
	}
	return c.Inside()
}

// noise says that a sentence is one of the web's and not of news.
func (s *sentence) noise() bool {
	for _, t := range s.tokens {
		if strings.HasPrefix(t, "@") || strings.HasPrefix(t, "#") || strings.HasPrefix(t, "http") {
			return true
		}
	}
	return false
}

// readCorpora reads what may be learnt from; the second list is wikigold alone.
func readCorpora(dir string) (all, wiki []sentence, err error) {
	wiki, err = readColumns(filepath.Join(dir, "wikigold/wikigold.conll.txt"))
	if err != nil {
		return nil, nil, err
	}
	for _, pattern := range []string{"names/BTC/*", "names/WNUT17/*", "names/SEC-filings/*"} {
		files, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			return nil, nil, err
		}
		for _, file := range files {
			list, err := readColumns(file)
			if err != nil {
				return nil, nil, err
			}
			all = append(all, list...)
		}
	}
	return all, wiki, nil
}
