package main

import (
	"cmp"
	"slices"
	"strings"

	"github.com/wireroom/wireroom/services/enrich/internal/names/gazetteer"
	"github.com/wireroom/wireroom/services/enrich/internal/names/tagger"
)

// readLists gives the names that the templates are filled with, by kind.
func readLists(g *gazetteer.Gazetteer, learnt []sentence) (map[string][]string, error) {
	lists := map[string][]string{}
	type city struct {
		name       string
		population int
	}
	var cities []city
	err := gazetteer.Each(func(kind, name string, population int) {
		switch kind {
		case "first", "last":
			name = capital(name)
		case "city":
			if strings.Count(name, " ") < 2 {
				cities = append(cities, city{name, population})
			}
		case "region":
			if strings.ContainsAny(name, ".-") || len(name) < 4 {
				return
			}
		}
		lists[kind] = append(lists[kind], name)
	})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(cities, func(a, b city) int { return cmp.Compare(b.population, a.population) })
	for i, c := range cities[:3000] {
		if i < 1200 {
			lists["large"] = append(lists["large"], c.name)
		}
		if !strings.Contains(c.name, " ") {
			lists["town"] = append(lists["town"], c.name)
		}
	}
	lists["last"] = append(lists["last"], lastNames(learnt)...)
	return lists, nil
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// lastNames gives the last words of persons' names of two words and more.
func lastNames(sentences []sentence) []string {
	var list []string
	for _, s := range sentences {
		for i, l := range s.labels {
			if l == tagger.InPerson && (i+1 == len(s.labels) || s.labels[i+1] != tagger.InPerson) && len(s.tokens[i]) > 2 {
				list = append(list, s.tokens[i])
			}
		}
	}
	return list
}
