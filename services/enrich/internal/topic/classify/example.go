package classify

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"os"
	"slices"

	"github.com/wireroom/wireroom/pkg/contract"
)

// Example is a text of a known topic.
type Example struct {
	Title, Text string
	Class       int // index in contract.Topics
}

// HeldBack reports whether a story is of the fifth that is never learnt from.
func HeldBack(title string) bool {
	h := fnv.New32a()
	h.Write([]byte(title))
	return h.Sum32()%5 == 0
}

// ReadExamples reads a set of the corpus: gzip, a JSON object a line with title,
// text and the name of the topic.
func ReadExamples(name string) ([]Example, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	var out []Example
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var story struct{ Title, Text, Topic string }
		if err := json.Unmarshal(lines.Bytes(), &story); err != nil {
			return nil, fmt.Errorf("%s, line %d: %w", name, len(out)+1, err)
		}
		class := slices.IndexFunc(contract.Topics(), func(t contract.Topic) bool { return t.Name == story.Topic })
		if class < 0 {
			return nil, fmt.Errorf("%s, line %d: no topic is called %q", name, len(out)+1, story.Topic)
		}
		out = append(out, Example{story.Title, story.Text, class})
	}
	return out, lines.Err()
}
