package main

import (
	"archive/zip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"unicode"
)

// counts of one language: the frequency of each sequence of letters among all
// letters, with ^ for the beginning and $ for the end of a word.
type counts struct {
	language string
	of       map[string]float64
}

func names(all []counts) []string {
	var out []string
	for _, c := range all {
		out = append(out, c.language)
	}
	return out
}

func read(models, udhr, languages string) ([]counts, error) {
	var all []counts
	for _, l := range strings.Fields(languages) {
		c := counts{language: l}
		var err error
		if l == "gl" {
			c.of, err = galician(models, udhr)
		} else {
			c.of, err = letters(models, l)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", l, err)
		}
		all = append(all, c.bounded())
	}
	return all, nil
}

// letters reads lingua's conditional probabilities and makes joint ones of them.
func letters(models, language string) (map[string]float64, error) {
	of := map[string]float64{}
	for n, name := range []string{"unigrams", "bigrams", "trigrams", "quadrigrams"} {
		data, err := unzip(filepath.Join(models, language, name+".pb.bin.zip"))
		if err != nil {
			return nil, err
		}
		err = each(data, func(gram string, p float64) {
			if runes := []rune(gram); n > 0 {
				p *= of[string(runes[:n])]
			}
			of[gram] = p
		})
		if err != nil {
			return nil, err
		}
	}
	return of, nil
}

func unzip(name string) ([]byte, error) {
	z, err := zip.OpenReader(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = z.Close() }()
	f, err := z.File[0].Open()
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return io.ReadAll(f)
}

// each reads a SerializableLanguageModel of lingua: field 4 holds sets of n-grams
// (field 2 of a set) that have a probability (field 1) in common.
func each(data []byte, f func(gram string, p float64)) error {
	return fields(data, func(number int, set []byte) error {
		if number != 4 {
			return nil
		}
		p := 0.0
		return fields(set, func(number int, value []byte) error {
			switch number {
			case 1:
				p = math.Float64frombits(binary.LittleEndian.Uint64(value))
			case 2:
				f(string(value), p)
			}
			return nil
		})
	})
}

var errTruncated = errors.New("protocol buffer is cut off")

// fields calls f with the fields of a protocol buffer that have a length or 64
// bits.
func fields(data []byte, f func(number int, value []byte) error) error {
	for len(data) > 0 {
		tag, n := binary.Uvarint(data)
		data = data[max(n, 0):]
		size := uint64(8)
		switch tag & 7 {
		case 0:
			_, n = binary.Uvarint(data)
			data = data[max(n, 0):]
			continue
		case 2:
			size, n = binary.Uvarint(data)
			data = data[max(n, 0):]
		}
		if size > uint64(len(data)) || n <= 0 {
			return errTruncated
		}
		if err := f(int(tag>>3), data[:size]); err != nil {
			return err
		}
		data = data[size:]
	}
	return nil
}

// bounded adds the sequences with beginnings and ends of words: what is not
// preceded or followed by a letter.
func (c counts) bounded() counts {
	inner := c.of
	start, end := map[string]float64{}, map[string]float64{}
	for gram, p := range inner {
		if n := len([]rune(gram)); n < 4 {
			start[gram] += p
			end[gram] += p
		}
		if runes := []rune(gram); len(runes) > 1 {
			start[string(runes[1:])] -= p
			end[string(runes[:len(runes)-1])] -= p
		}
	}
	whole := map[string]float64{} // a word of at most two letters
	for gram, p := range start {
		whole[gram] += p
		if runes := []rune(gram); len(runes) > 1 {
			whole[string(runes[:len(runes)-1])] -= p
		}
	}
	c.of = map[string]float64{}
	c.take("", inner, "", 4)
	c.take("^", start, "", 3)
	c.take("", end, "$", 3)
	c.take("^", whole, "$", 2)
	return c
}

// take takes over what is more than an error of rounding.
func (c counts) take(before string, of map[string]float64, after string, most int) {
	for gram, p := range of {
		if len([]rune(gram)) > most || p < 1e-8 {
			continue
		}
		c.of[before+gram+after] = p
		if before != "" && after == "" {
			c.of["^"] += p * b2f(len([]rune(gram)) == 1)
		}
	}
}

func b2f(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

var tags = regexp.MustCompile(`<[^>]*>|&[^;]*;`)

// galician is the mean of Portuguese and Spanish, with a twentieth of the declaration:
// more would take other languages' texts on rights for Galician.
func galician(models, udhr string) (map[string]float64, error) {
	page, err := os.ReadFile(filepath.Join(udhr, "glg.html"))
	if err != nil {
		return nil, err
	}
	of := map[string]float64{}
	total := 0.0
	text := strings.ToLower(tags.ReplaceAllString(string(page), " "))
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
		runes := []rune(word)
		total += float64(len(runes))
		for n := 1; n <= 4; n++ {
			for i := 0; i+n <= len(runes); i++ {
				of[string(runes[i:i+n])]++
			}
		}
	}
	const own = 0.05
	for gram := range of {
		of[gram] *= own / total
	}
	for _, neighbour := range []string{"pt", "es"} {
		other, err := letters(models, neighbour)
		if err != nil {
			return nil, err
		}
		for gram, p := range other {
			if !strings.ContainsAny(gram, "çãõâêôàj") {
				of[gram] += p * (1 - own) / 2
			}
		}
	}
	return of, nil
}
