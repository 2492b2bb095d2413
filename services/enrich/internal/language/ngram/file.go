package ngram

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"io"
	"math/bits"
	"strings"
)

// Sequence is one of a group's: Has has a bit for each language that the model
// knows it of, Values their logarithms in units, in the order of the bits.
type Sequence struct {
	Key    Key
	Has    uint64
	Values []uint8
}

// Encode writes one group: its script, languages and alphabet as lines, the number
// of sequences, then each as the distance to the last one's key, Has and Values.
// The sequences must be in the order of their keys.
func Encode(w io.Writer, script string, languages []string, alphabet string, all []Sequence) error {
	out := fmt.Appendf(nil, "%s\n%s\n%s\n", script, strings.Join(languages, " "), alphabet)
	out = binary.AppendUvarint(out, uint64(len(all)))
	last := Key(0)
	for _, s := range all {
		out = binary.AppendUvarint(out, uint64(s.Key-last))
		out = binary.AppendUvarint(out, s.Has)
		out = append(out, s.Values...)
		last = s.Key
	}
	_, err := w.Write(out)
	return err
}

func decode(file []byte) (*Model, error) {
	z, err := gzip.NewReader(bytes.NewReader(file))
	if err != nil {
		return nil, err
	}
	r := bufio.NewReaderSize(z, 1<<16)
	m := &Model{}
	for {
		if _, err := r.Peek(1); err == io.EOF {
			return m, nil
		}
		g, err := group(r)
		if err != nil {
			return nil, err
		}
		m.groups = append(m.groups, g)
	}
}

func group(r *bufio.Reader) (*Group, error) {
	var lines [3]string
	for i := range lines {
		line, err := r.ReadString('\n')
		if err != nil {
			return nil, err
		}
		lines[i] = strings.TrimSuffix(line, "\n")
	}
	g := &Group{Script: lines[0], Languages: strings.Fields(lines[1]), alphabet: map[rune]byte{}}
	for _, letter := range lines[2] {
		g.alphabet[letter] = byte(FirstLetter + len(g.alphabet))
	}
	count, err := binary.ReadUvarint(r)
	if err != nil {
		return nil, err
	}
	g.table = newTable(int(count), len(g.Languages))
	last := Key(0)
	for range count {
		if last, err = g.sequence(r, last); err != nil {
			return nil, err
		}
	}
	return g, nil
}

func (g *Group) sequence(r *bufio.Reader, last Key) (Key, error) {
	distance, err := binary.ReadUvarint(r)
	if err != nil {
		return 0, err
	}
	has, err := binary.ReadUvarint(r)
	if err != nil {
		return 0, err
	}
	key := last + Key(distance)
	row := g.table.add(key)
	for ; has != 0; has &= has - 1 {
		if row[bits.TrailingZeros64(has)], err = r.ReadByte(); err != nil {
			return 0, err
		}
	}
	return key, nil
}
