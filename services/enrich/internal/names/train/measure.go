package main

import (
	"fmt"
	"strings"

	"github.com/wireroom/wireroom/services/enrich/internal/names/tagger"
)

// measure prints the F1 of whole names on sentences that were not learnt from.
func measure(t *tagger.Tagger, kept []sentence) {
	var right, found, labelled [5]int
	var scratch tagger.Scratch
	for _, e := range examples(kept) {
		guess := spans(t.Tag(&scratch, e.Text, e.Tokens, false))
		gold := spans(e.Labels)
		for s := range guess {
			found[s.class]++
			if gold[s] {
				right[s.class]++
			}
		}
		for s := range gold {
			labelled[s.class]++
		}
	}
	for c, name := range strings.Fields("- PER ORG LOC MISC") {
		if c > 0 {
			p, r := float64(right[c])/float64(found[c]), float64(right[c])/float64(labelled[c])
			fmt.Printf("%-5s precision %.3f recall %.3f F1 %.3f of %d\n", name, p, r, 2*p*r/(p+r), labelled[c])
		}
	}
}

type span struct {
	from, to int
	class    tagger.Class
}

func spans(labels []tagger.Label) map[span]bool {
	found := map[span]bool{}
	for i := 0; i < len(labels); {
		c := labels[i].Class()
		end := i + 1
		for c != tagger.None && end < len(labels) && labels[end] == c.Inside() {
			end++
		}
		if c != tagger.None {
			found[span{i, end, c}] = true
		}
		i = end
	}
	return found
}
