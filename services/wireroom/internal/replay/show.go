package replay

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/wireroom/wireroom/services/wireroom/internal/console"
)

func (r *run) sumUp(n int) {
	if r.bar != nil {
		_ = r.bar.Finish()
	}
	line := fmt.Sprintf("replay %d, %s: %s", r.Number, console.Plural(n, "original"), summary(r.counts))
	if r.repeats > 0 {
		line += fmt.Sprintf("; %d had run under this number, or are gone", r.repeats)
	}
	if len(r.waiting) > 0 {
		line += fmt.Sprintf("; %d still on their way", len(r.waiting))
	}
	r.con.Notef("%s", line)
}

func summary(counts map[string]int) string {
	var parts []string
	for _, word := range slices.Sorted(maps.Keys(counts)) {
		parts = append(parts, console.Count(counts[word])+" "+word)
	}
	if len(parts) == 0 {
		return "nothing"
	}
	return strings.Join(parts, ", ")
}
