package topic

import (
	_ "embed"
	"strconv"
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
)

// inWords is how sure a topic is that follows from the name of a section.
const inWords = 80

//go:embed sections.txt
var listing string

// dictionary gives the number of the topic for each name of a section, and is only
// ever read.
var dictionary = newDictionary(listing)

func newDictionary(text string) map[string]int {
	d := map[string]int{}
	for line := range strings.Lines(text) {
		number, words, _ := strings.Cut(strings.TrimSpace(line), ": ")
		first, err := strconv.Atoi(number)
		if err != nil {
			continue // a comment
		}
		for w := range strings.SplitSeq(words, "|") {
			d[w] = first
		}
	}
	for i, t := range contract.Topics() {
		d[t.Name], d[t.Slug] = i+1, i+1
	}
	return d
}

// topicByWord gives the topic that a section or category is called by. Keywords are
// not asked: a story with the keyword "health" may be about anything.
func topicByWord(s *ninjs.Subject) (Found, bool) {
	if s.Rel == "keyword" {
		return Found{}, false
	}
	_, local, _ := strings.Cut(s.Literal, ":")
	for _, word := range []string{s.Name, s.Literal, local} {
		if first := dictionary[strings.ToLower(strings.Join(strings.Fields(word), " "))]; first != 0 {
			return found(first, inWords)
		}
	}
	return Found{}, false
}
