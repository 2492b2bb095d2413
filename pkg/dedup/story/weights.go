package story

import (
	_ "embed"
	"math"
	"strings"
	"sync"
)

//go:embed words.txt
var listing string

// MaxWeight is the weight of a word that the list does not hold, in the list's unit.
const MaxWeight = 70

// weights gives the weight of each common word, 0 to MaxWeight.
var weights = sync.OnceValue(func() map[string]float64 {
	m := make(map[string]float64, 1<<14)
	for line := range strings.Lines(listing) {
		fields := strings.Fields(line)
		if len(fields) == 0 || fields[0][0] == '#' {
			continue
		}
		weight := 0.0
		for _, c := range fields[0] {
			weight = weight*10 + float64(c-'0')
		}
		for _, word := range fields[1:] {
			m[word] = weight / MaxWeight
		}
	}
	return m
})

// weightOf is how much an occurrence of a word tells, 0 to 1.
func weightOf(word string) float64 {
	if w, ok := weights()[word]; ok {
		return w
	}
	return 1
}

// often dampens how often a word occurs.
func often(n float64) float64 {
	if n <= 1 {
		return n
	}
	return 1 + math.Log(n)
}
