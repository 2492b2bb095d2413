package main

import (
	_ "embed" // for the templates
	"math/rand/v2"
	"strconv"
	"strings"

	"github.com/wireroom/wireroom/services/enrich/internal/names/tagger"
)

//go:embed templates.txt
var templates string

// writer fills templates with names, a part of them invented so that the model
// learns from the words around a name and not from the lists alone.
type writer struct {
	random *rand.Rand
	lists  map[string][]string
	out    []string
	labels []tagger.Label
}

// sentences makes n examples.
func (w *writer) sentences(n int) []sentence {
	lines := strings.Split(strings.TrimSpace(templates), "\n")
	var list []sentence
	for len(list) < n {
		line := lines[w.random.IntN(len(lines))]
		if strings.HasPrefix(line, "#") {
			continue
		}
		genre, text, _ := strings.Cut(line, "\t")
		w.out, w.labels = nil, nil
		w.fill(text)
		list = append(list, sentence{tokens: w.out, labels: w.labels, sport: genre == "sport"})
	}
	return list
}

func (w *writer) fill(text string) {
	for text != "" {
		open := strings.IndexByte(text, '{')
		if open < 0 {
			w.put(text, tagger.None)
			return
		}
		w.put(text[:open], tagger.None)
		end := closing(text[open:]) + open
		rest := text[end+1:]
		slot := text[open+1 : end]
		if cut := strings.IndexAny(rest, " "); cut != 0 && rest != "" && slot == "N" { // {N}-{N}
			w.figure(&rest)
		} else {
			w.slot(slot)
		}
		text = rest
	}
}

func closing(s string) int {
	depth := 0
	for i := range s {
		switch s[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return len(s) - 1
}

// figure writes a number and what is joined to it.
func (w *writer) figure(rest *string) {
	word, after, found := strings.Cut(*rest, " ")
	if found {
		after = " " + after
	}
	name := ""
	if at := strings.Index(word, "{P}"); at >= 0 { // {N}-{P}
		word, name = word[:at], "P"
	}
	for strings.Contains(word, "{N}") {
		word = strings.Replace(word, "{N}", w.number(), 1)
	}
	w.put(w.number()+word, tagger.None)
	if name != "" {
		w.slot(name)
	}
	*rest = after
}

func (w *writer) number() string {
	switch w.random.IntN(3) {
	case 0:
		return strconv.Itoa(w.random.IntN(10))
	case 1:
		return strconv.Itoa(w.random.IntN(100))
	}
	return strconv.Itoa(w.random.IntN(3000))
}

func (w *writer) put(text string, c tagger.Class) {
	for i, word := range strings.Fields(text) {
		w.out = append(w.out, word)
		switch {
		case c == tagger.None:
			w.labels = append(w.labels, tagger.Outside)
		case i == 0:
			w.labels = append(w.labels, c.Begin())
		default:
			w.labels = append(w.labels, c.Inside())
		}
	}
}

// slot fills a slot as {C} or {O:Senate|Parliament}.
func (w *writer) slot(s string) {
	if kind, choices, ok := strings.Cut(s, ":"); ok {
		list := strings.Split(choices, "|")
		text := list[w.random.IntN(len(list))]
		text = strings.ReplaceAll(text, "{c}", w.of("city"))
		class := tagger.Organisation
		if kind == "T" {
			class = tagger.Other
		}
		if the, ok := strings.CutPrefix(text, "the "); ok {
			w.put("the", tagger.None)
			text = the
		}
		w.put(text, class)
		return
	}
	switch s {
	case "P":
		w.put(w.person(), tagger.Person)
	case "L":
		w.put(w.last(), tagger.Person)
	case "F":
		w.put(w.of("first"), tagger.Person)
	case "I":
		w.put(string(rune('A'+w.random.IntN(26)))+". "+w.last(), tagger.Person)
	case "C":
		w.put(w.country(), tagger.Place)
	case "c":
		w.put(w.city(), tagger.Place)
	case "K":
		w.put(strings.ToUpper(w.city()), tagger.Place)
	case "R":
		w.put(w.of("region"), tagger.Place)
	case "A":
		w.put(w.of("area"), tagger.Place)
	case "v":
		w.put(w.venue(), tagger.Place)
	case "O":
		w.put(w.company(), tagger.Organisation)
	case "G":
		w.put(w.organisation(), tagger.Organisation)
	case "S":
		w.put(w.team(), tagger.Organisation)
	case "U":
		w.put(w.university(), tagger.Organisation)
	case "a":
		w.put(w.acronym(), tagger.Organisation)
	case "D":
		w.put(w.of("demonym"), tagger.Other)
	case "E":
		w.put(w.event(), tagger.Other)
	case "T":
		w.put(w.title(), tagger.Other)
	case "N":
		w.put(w.number(), tagger.None)
	case "Y":
		w.put(strconv.Itoa(1980+w.random.IntN(46)), tagger.None)
	case "M":
		w.put(w.one("January February March April May June July August September October November December Jan Feb Aug Sept Nov Dec"), tagger.None)
	case "W":
		w.put(w.one("Monday Tuesday Wednesday Thursday Friday Saturday Sunday"), tagger.None)
	default:
		panic("unknown slot " + s)
	}
}

func (w *writer) one(words string) string {
	list := strings.Fields(words)
	return list[w.random.IntN(len(list))]
}

func (w *writer) of(kind string) string {
	list := w.lists[kind]
	return list[w.random.IntN(len(list))]
}
