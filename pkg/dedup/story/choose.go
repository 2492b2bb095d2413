package story

import "slices"

// Member is an article of a story.
type Member struct {
	Story    string
	Features Features
}

// minSimilarity is how alike an article has to be to those of a story, chosen on all
// labelled stories, not on a part of them.
const minSimilarity = 0.26

// alike is how many of a story's articles count: those that are most alike.
const alike = 5

// Choose gives the story that an article belongs to, or none of them. Of two that are
// as good the one whose name is the smaller is taken.
func Choose(f Features, members []Member) (story string, found bool) {
	similar := map[string][]float64{}
	for _, m := range members {
		similar[m.Story] = append(similar[m.Story], Similarity(f, m.Features))
	}
	best := 0.0
	for name, all := range similar {
		if s := mean(all); s >= minSimilarity && (s > best || s == best && name < story) {
			story, best, found = name, s, true
		}
	}
	return story, found
}

// mean is over the highest ones.
func mean(all []float64) float64 {
	slices.Sort(all)
	top := all[max(0, len(all)-alike):]
	sum := 0.0
	for _, s := range top {
		sum += s
	}
	return sum / float64(len(top))
}
