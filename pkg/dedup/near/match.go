package near

import (
	"slices"
)

// Kind says how a text repeats another one.
type Kind string

// The kinds of repetition.
const (
	None     Kind = ""
	Exact    Kind = "exact"    // the same words in the same order
	Near     Kind = "near"     // nearly the same words
	Cut      Kind = "cut"      // a part of the original
	Embedded Kind = "embedded" // holds the original and much else
)

// Match is how much of the smaller text the larger one holds.
type Match struct {
	Kind       Kind
	Similarity float64 // 0 to 1
}

// The settings of the comparison, chosen on all labelled pairs, not on a part of them.
const (
	minContained  = 0.6 // share of the smaller text that the larger one has to hold
	minFigures    = 0.6 // share of its figures
	minNames      = 0.3 // share of its names, where it has some
	sizeRatio     = 0.7 // of the texts, below which one is a part of the other
	shortText     = 60  // words; of shorter texts the titles have to agree
	minTitle      = 0.34
	fewestShingle = 4
)

// Compare tells how the text of a repeats that of b. It is symmetric but for the kind.
func Compare(a, b Print) Match {
	if a.Words == 0 || b.Words == 0 {
		return Match{}
	}
	small, large := bySize(a, b)
	titles := contained(small.Title, large.Title)
	if a.Exact == b.Exact {
		if a.Words < shortText && titles < minTitle {
			return Match{}
		}
		return Match{Exact, 1}
	}
	s := overlap(small, large)
	if s < minContained || !figuresAgree(small, large) || !namesAgree(small, large) || small.Words < shortText && titles < minTitle {
		return Match{None, s}
	}
	return Match{kindOf(a, b), s}
}

func bySize(a, b Print) (small, large Print) {
	if b.Words < a.Words {
		return b, a
	}
	return a, b
}

func kindOf(a, b Print) Kind {
	switch ratio := float64(a.Words) / float64(b.Words); {
	case ratio < sizeRatio:
		return Cut
	case ratio > 1/sizeRatio:
		return Embedded
	default:
		return Near
	}
}

// overlap is the share of small's shingles that large holds, over the sample that both
// prints keep.
func overlap(small, large Print) float64 {
	below := min(small.Below, large.Below)
	a, b := under(small.Shingles, below), under(large.Shingles, below)
	if len(a) < fewestShingle {
		return 0
	}
	return float64(common(a, b)) / float64(len(a))
}

func under(hashes []uint32, below uint32) []uint32 {
	n, _ := slices.BinarySearch(hashes, below)
	return hashes[:n]
}

func contained(small, large []uint16) float64 {
	if n := min(len(small), len(large)); n > 0 {
		return float64(common(small, large)) / float64(n)
	}
	return 1
}

// figuresAgree reports whether the larger text has the figures of the smaller one.
func figuresAgree(small, large Print) bool {
	return share(small.Figures, large.Figures, maxFigures) >= minFigures
}

func namesAgree(small, large Print) bool {
	return len(small.Names) < 3 || share(small.Names, large.Names, maxNames) >= minNames
}

// share is the part of a that b holds. Of a list that reached its bound only what lies
// below its last entry is known.
func share(a, b []uint16, bound int) float64 {
	a, b = known(a, b, bound), known(b, a, bound)
	if len(a) == 0 {
		return 1
	}
	return float64(common(a, b)) / float64(len(a))
}

func known(list, other []uint16, bound int) []uint16 {
	if len(other) < bound {
		return list
	}
	n, found := slices.BinarySearch(list, other[len(other)-1])
	if found {
		n++
	}
	return list[:n]
}
