package provider

import (
	"errors"
	"fmt"
	"path/filepath"

	"go.yaml.in/yaml/v4"

	"github.com/wireroom/wireroom/pkg/configfile"
)

// maxMapping bounds a mapping, in bytes.
const maxMapping = 256 << 10

// mapping reads the entry's mapping: it has to be there and to be YAML. What is in
// it is checked by whom it is for, see Check.
func (e entry) mapping(dir string) (*Mapping, error) {
	if e.Mapping == "" {
		return nil, nil
	}
	if e.Defaults.Format != "" {
		return nil, errors.New("defaults.format and mapping exclude each other: a mapping is a format of its own")
	}
	path := e.Mapping
	if !filepath.IsAbs(path) {
		path = filepath.Join(dir, path)
	}
	data, err := configfile.Read(path, maxMapping)
	if err != nil {
		return nil, fmt.Errorf("mapping: %w", err)
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return nil, fmt.Errorf("mapping %s: %w", e.Mapping, err)
	}
	return &Mapping{File: e.Mapping, Data: data}, nil
}

// Check is what a service asks of a providers file beyond what this package knows.
type Check func(Provider) error

// LoadChecked is Load with checks of a service's own.
func LoadChecked(path string, checks ...Check) ([]Provider, error) {
	list, err := Load(path)
	if err != nil {
		return nil, err
	}
	for _, p := range list {
		for _, check := range checks {
			if err := check(p); err != nil {
				return nil, fmt.Errorf("read the providers file %s: provider %q: %w", path, p.ID, err)
			}
		}
	}
	return list, nil
}
