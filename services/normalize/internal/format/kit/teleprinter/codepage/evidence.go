package codepage

import (
	"bytes"
	"strings"
)

const (
	minWords = 2    // words of a language that show its set
	evidence = 8192 // bytes of a message that are asked
)

// evident is the national set that a text of seven bits is written in: braces
// and bars stand within words, and the words are those of its language. Nil is
// ASCII.
func evident(data []byte, language string) *set {
	if !bytes.ContainsAny(data, "{|}~") {
		return nil
	}
	data = data[:min(len(data), evidence)]
	within, beside, outside := braces(data)
	if within+beside == 0 || within+beside < 2*outside {
		return nil
	}
	words := wordsOf(data)
	var best *set
	top := 0
	for _, s := range sets() {
		said := spoken(language) == s.name
		shown, plain := count(words, s.words), count(words, s.plain)
		score := 2*shown + min(plain, 10)
		// the provider's language is a witness, but not alone
		if said && plain > 0 {
			score += 10
			shown += min(within, minWords)
		}
		if shown >= minWords && score > top {
			best, top = &s, score
		}
	}
	return best
}

// braces counts the characters of the national sets that stand within words,
// those at the edge of one, and those that stand where ASCII has them.
func braces(data []byte) (within, beside, outside int) {
	for i, c := range data {
		if strings.IndexByte(`{|}~`, c) < 0 {
			continue
		}
		before, after := i > 0 && asciiLetter(data[i-1]), i+1 < len(data) && asciiLetter(data[i+1])
		switch {
		case before && after:
			within++
		case before || after && c != '~':
			beside++
		default:
			outside++
		}
	}
	return within, beside, outside
}

func wordsOf(data []byte) map[string]int {
	words := map[string]int{}
	for w := range strings.FieldsSeq(strings.ToLower(string(data))) {
		words[strings.Trim(w, ".,;:!?\"'()")]++
	}
	return words
}

func count(words map[string]int, list []string) int {
	n := 0
	for _, w := range list {
		n += words[w]
	}
	return n
}

// spoken is the set of a language.
func spoken(language string) string {
	primary, _, _ := strings.Cut(strings.ToLower(language), "-")
	switch primary {
	case "de":
		return "DE"
	case "sv", "fi":
		return "SE"
	case "da", "no", "nb", "nn":
		return "DK"
	case "fr":
		return "FR"
	case "es":
		return "ES"
	case "it":
		return "IT"
	default:
		return ""
	}
}

func asciiLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
