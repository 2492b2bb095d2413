package provider

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	_ "time/tzdata" // an image without a database of zones knows them all the same

	"go.yaml.in/yaml/v4"

	"github.com/wireroom/wireroom/pkg/configfile"
)

// maxFile bounds the file, in bytes: some ten thousand providers.
const maxFile = 8 << 20

type file struct {
	Providers []entry `yaml:"providers"`
}

// Load reads and checks the file at path. What it doesn't know is an error: a
// misspelt limit must not be no limit. Errors name the line. The result is in the
// file's order.
func Load(path string) ([]Provider, error) {
	data, err := configfile.Read(path, maxFile)
	if err != nil {
		return nil, fmt.Errorf("read the providers file: %w", err)
	}
	providers, err := parse(data, filepath.Dir(path))
	if err != nil {
		return nil, fmt.Errorf("read the providers file %s: %w", path, err)
	}
	return providers, nil
}

func parse(data []byte, dir string) ([]Provider, error) {
	var f file
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(&f); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if err := dec.Decode(new(file)); !errors.Is(err, io.EOF) {
		return nil, errors.New("there is a second document after ---: all providers belong in one list")
	}
	lines := entryLines(data)
	out := make([]Provider, 0, len(f.Providers))
	owner := map[string]string{} // of an id or a key
	for i, e := range f.Providers {
		p, err := e.provider(dir)
		if err == nil {
			err = claim(owner, p)
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: provider %q: %w", lines[i], e.ID, err)
		}
		out = append(out, p)
	}
	return out, nil
}

// claim refuses an id that is there twice, and a key that two providers share:
// whose push it is must never be a guess.
func claim(owner map[string]string, p Provider) error {
	if _, taken := owner[p.ID]; taken {
		return errors.New("the id is there twice")
	}
	owner[p.ID] = p.ID
	for i, key := range p.Keys {
		if other, taken := owner[key]; taken {
			return fmt.Errorf("key %d is a key of %q already", i+1, other)
		}
		owner[key] = p.ID
	}
	return nil
}

// entryLines gives the line of each provider. The data was decoded already.
func entryLines(data []byte) map[int]int {
	lines := map[int]int{}
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return lines
	}
	if list := providersNode(&doc); list != nil {
		for i, n := range list.Content {
			lines[i] = n.Line
		}
	}
	return lines
}

// providersNode is the list under the key providers, nil if there is none.
func providersNode(doc *yaml.Node) *yaml.Node {
	if len(doc.Content) == 0 || doc.Content[0].Kind != yaml.MappingNode {
		return nil
	}
	top := doc.Content[0].Content
	for i := 0; i+1 < len(top); i += 2 {
		if top[i].Value == "providers" {
			return top[i+1]
		}
	}
	return nil
}
