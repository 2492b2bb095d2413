package tagger

import (
	"bytes"
	"compress/gzip"
	_ "embed" // for the model
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/wireroom/wireroom/services/enrich/internal/names/gazetteer"
)

//go:embed model.bin.gz
var embedded []byte

//go:embed common.txt.gz
var commonWords []byte

// Load makes a tagger of the embedded model.
func Load(lists *gazetteer.Gazetteer) (*Tagger, error) {
	words, err := unzip(commonWords)
	if err != nil {
		return nil, fmt.Errorf("tagger: common words: %w", err)
	}
	data, err := unzip(embedded)
	if err != nil {
		return nil, fmt.Errorf("tagger: model: %w", err)
	}
	m, err := readModel(data)
	if err != nil {
		return nil, fmt.Errorf("tagger: model: %w", err)
	}
	return New(lists, NewCommon(string(words)), m), nil
}

func unzip(data []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

// The file: the transitions, then the weights of one label after the other.
func readModel(data []byte) (*Model, error) {
	m := &Model{table: make([]row, buckets)}
	n := binary.Size(m.transitions)
	if len(data) != n+buckets*Labels {
		return nil, errors.New("wrong length")
	}
	if _, err := binary.Decode(data[:n], binary.LittleEndian, &m.transitions); err != nil {
		return nil, err
	}
	for l := range Labels {
		column := data[n+l*buckets:][:buckets]
		for i, w := range column {
			m.table[i][l] = w + bias
		}
	}
	return m, nil
}

// Write writes the model as Load reads it.
func (m *Model) Write(w io.Writer) error {
	z, err := gzip.NewWriterLevel(w, gzip.BestCompression)
	if err != nil {
		return err
	}
	if err := binary.Write(z, binary.LittleEndian, m.transitions); err != nil {
		return err
	}
	column := make([]byte, buckets)
	for l := range Labels {
		for i := range column {
			column[i] = m.table[i][l] - bias
		}
		if _, err := z.Write(column); err != nil {
			return err
		}
	}
	return z.Close()
}
