package weburl

import (
	"iter"
	"strconv"
	"strings"
)

// Candidates gives the addresses of a srcset as they stand, each with its width in pixels
// (480w) or its density (2x), 1 where it has neither (HTML, 4.8.4.2.1).
func Candidates(srcset string) iter.Seq2[string, float64] {
	return func(yield func(string, float64) bool) {
		for candidate := range strings.SplitSeq(srcset, ", ") {
			fields := strings.Fields(strings.TrimRight(candidate, ", "))
			if len(fields) == 0 {
				continue
			}
			size := 1.0
			if len(fields) > 1 {
				size, _ = strconv.ParseFloat(strings.TrimRight(fields[1], "wxh"), 64)
			}
			if !yield(fields[0], size) {
				return
			}
		}
	}
}

// IsLazy reports whether an attribute of an img holds the address of the file that a script
// loads when the reader comes to it.
func IsLazy(attribute string) bool {
	switch attribute {
	case "data-src", "data-lazy-src", "data-original", "data-original-src", "data-hi-res-src":
		return true
	default:
		return false
	}
}
