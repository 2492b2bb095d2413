package ngram

import (
	"unicode"
	"unicode/utf8"
)

// Score adds up, for each language of the group, the negative logarithm of the
// probability that it has the words of text, in units. It returns the number of
// symbols that were looked up: at most limit and the rest of a word.
func (g *Group) Score(text string, limit int, sums []int) (symbols int) {
	key := Key(Start)
	inWord := false
	for i := 0; i < len(text) && (inWord || symbols < limit); {
		symbol, size := g.symbol(text[i:])
		i += size
		switch {
		case symbol != 0:
			key = key<<8 | Key(symbol)
			inWord = true
		case inWord:
			key, inWord = key<<8|End, false
		default:
			continue
		}
		g.add(key, sums)
		symbols++
		if !inWord {
			key = Start
		}
	}
	if inWord {
		g.add(key<<8|End, sums)
		symbols++
	}
	return symbols
}

// symbol gives that of the first letter of text in lower case, 0 if it is none.
func (g *Group) symbol(text string) (symbol byte, size int) {
	r, size := rune(text[0]), 1
	if r >= utf8.RuneSelf {
		r, size = utf8.DecodeRuneInString(text)
	}
	if s, ok := g.alphabet[unicode.ToLower(r)]; ok {
		return s, size
	}
	if unicode.IsLetter(r) {
		return Foreign, size
	}
	return 0, size
}

func (g *Group) add(key Key, sums []int) {
	row, ok := g.table.longest(key)
	if !ok {
		return
	}
	for i, q := range row {
		sums[i] += int(q)
	}
}
