package near

import "slices"

// MaxBands is how many bands a print has at most.
const MaxBands = 16

// bandsOfSentence is how many bands a sentence gives.
const bandsOfSentence = 2

// bands picks of each sentence the shingles with the smallest hashes: whoever has the
// sentence too picks the same, however much the text around it is cut or added to.
// Of a long text the first sentences count, and an even sample of the rest.
func bands(tokens []token, all []uint64) []uint32 {
	var picked []uint64
	for from := 0; from < len(all); {
		to := sentenceEnd(tokens, from)
		picked = appendSmallest(picked, all[from:min(to, len(all))])
		from = to
	}
	picked = unique(picked)
	if lead := MaxBands / 2; len(picked) > MaxBands {
		slices.Sort(picked[lead:])
		picked = picked[:MaxBands]
	}
	out := make([]uint32, len(picked))
	for i, h := range picked {
		out[i] = uint32(mix(h))
	}
	return out
}

// The bounds of what counts as a sentence here, in words.
const (
	minSentence = 8
	maxSentence = 40
)

func sentenceEnd(tokens []token, from int) int {
	for i := from; i < len(tokens); i++ {
		if n := i + 1 - from; n >= maxSentence || tokens[i].end && n >= minSentence {
			return i + 1
		}
	}
	return len(tokens)
}

// appendSmallest appends the bandsOfSentence smallest hashes, ascending.
func appendSmallest(out, hashes []uint64) []uint64 {
	first := len(out)
	for _, h := range hashes {
		switch {
		case len(out)-first < bandsOfSentence:
			out = append(out, h)
		case h < out[len(out)-1]:
			out[len(out)-1] = h
		default:
			continue
		}
		for i := len(out) - 1; i > first && out[i] < out[i-1]; i-- {
			out[i], out[i-1] = out[i-1], out[i]
		}
	}
	return out
}

// unique keeps the first of each, in their order.
func unique(hashes []uint64) []uint64 {
	seen := make(map[uint64]bool, len(hashes))
	return slices.DeleteFunc(hashes, func(h uint64) bool {
		was := seen[h]
		seen[h] = true
		return was
	})
}
