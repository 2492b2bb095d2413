package classify

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
)

// vocabulary reads the list of our own: sections of topics, lines of words behind
// their weight.
func vocabulary(text string) (*Classifier, error) {
	c := &Classifier{rows: map[Hash]*Row{}}
	class := -1
	for number, line := range strings.Split(text, "\n") {
		words := strings.Fields(line)
		switch {
		case len(words) == 0 || line[0] == '#':
		case line[0] == '[':
			class = slices.IndexFunc(contract.Topics(), func(t contract.Topic) bool { return "["+t.Slug+"]" == line })
			if class < 0 {
				return nil, fmt.Errorf("vocabulary, line %d: no topic %s", number+1, line)
			}
		case class < 0 || len(words[0]) != 1 || words[0] < "1" || words[0] > "3":
			return nil, fmt.Errorf("vocabulary, line %d: a line begins with a weight from 1 to 3", number+1)
		default:
			for _, w := range words[1:] {
				h, ok := phrase(w)
				if !ok {
					return nil, fmt.Errorf("vocabulary, line %d: %q is neither a word nor two", number+1, w)
				}
				row := c.row(h)
				row.Vocabulary[class], row.listed = max(row.Vocabulary[class], words[0][0]-'0'), true
			}
		}
	}
	return c, nil
}

// phrase gives the hash of a word or of two, false for what a text never has: the
// scanner of words parts at apostrophes and passes numbers over.
func phrase(text string) (Hash, bool) {
	var words []Hash
	Words(strings.ReplaceAll(text, "_", " "), func(h Hash) { words = append(words, h) })
	switch parts := strings.Count(text, "_") + 1; {
	case parts == 1 && len(words) == 1:
		return words[0], true
	case parts == 2 && len(words) == 3: // each, and the pair
		return words[2], true
	}
	return 0, false
}

func (c *Classifier) row(h Hash) *Row {
	if c.rows[h] == nil {
		c.mark(h)
		c.rows[h] = &Row{}
	}
	return c.rows[h]
}

// unit is the least weight that a file tells.
const unit = 1.0 / 8

// Encode writes learnt weights: the classes there were examples of as a mask, a bias
// for each of them, then for each feature its hash and a byte for each class.
func Encode(w io.Writer, classes uint32, bias [Classes]float64, features map[Hash][Classes]float64) error {
	z, err := gzip.NewWriterLevel(w, gzip.BestCompression)
	if err != nil {
		return err
	}
	var keys []Hash
	for h := range features {
		keys = append(keys, h)
	}
	slices.Sort(keys)
	out := binary.LittleEndian.AppendUint32(nil, classes)
	out = appendRow(out, classes, bias)
	for _, h := range keys {
		out = binary.LittleEndian.AppendUint64(out, uint64(h))
		out = appendRow(out, classes, features[h])
	}
	if _, err := z.Write(out); err != nil {
		return err
	}
	return z.Close()
}

func appendRow(out []byte, classes uint32, row [Classes]float64) []byte {
	for i, w := range row {
		if classes&(1<<i) != 0 {
			out = append(out, byte(int8(max(-127, min(127, math.Round(w/unit))))))
		}
	}
	return out
}

// Read takes over learnt weights, as Encode writes them.
func (c *Classifier) Read(file []byte) error {
	z, err := gzip.NewReader(bytes.NewReader(file))
	if err != nil {
		return err
	}
	r := bufio.NewReader(z)
	var classes uint32
	if err := binary.Read(r, binary.LittleEndian, &classes); err != nil {
		return err
	}
	if c.bias, err = readRow(r, classes); err != nil {
		return err
	}
	for i := range c.spoken {
		c.spoken[i] = classes&(1<<i) != 0
	}
	for {
		var key [8]byte
		if _, err := io.ReadFull(r, key[:]); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		row := c.row(Hash(binary.LittleEndian.Uint64(key[:])))
		row.trained = true
		if row.Learnt, err = readRow(r, classes); err != nil {
			return err
		}
	}
}

func readRow(r io.ByteReader, classes uint32) (row [Classes]float32, err error) {
	for i := range row {
		if classes&(1<<i) == 0 {
			continue
		}
		b, err := r.ReadByte()
		if err != nil {
			return row, io.ErrUnexpectedEOF
		}
		row[i] = float32(int8(b)) * unit
	}
	return row, nil
}
