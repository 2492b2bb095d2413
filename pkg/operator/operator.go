// Package operator knows who may operate the wire by its page: the operators of a YAML file
// with the hashes of their keys.
//
// It knows no transport, and must not decide what an operator may do.
package operator

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"

	"go.yaml.in/yaml/v4"

	"github.com/wireroom/wireroom/pkg/configfile"
	"github.com/wireroom/wireroom/pkg/contract"
)

// Operator is one of the file.
type Operator struct {
	ID   string   `yaml:"id"` // 1 to 40 of a-z, 0-9 and -
	Name string   `yaml:"name,omitempty"`
	Keys []string `yaml:"keys"` // hashes, as provider.HashKey makes them
}

type file struct {
	Operators []Operator `yaml:"operators"`
}

// The bounds of the file.
const (
	maxFile = 1 << 20 // bytes
	maxKeys = 20      // of one operator
)

// Load reads and checks the file at path.
func Load(path string) ([]Operator, error) {
	data, err := configfile.Read(path, maxFile)
	if err != nil {
		return nil, fmt.Errorf("read the operators file: %w", err)
	}
	list, err := parse(data)
	if err != nil {
		return nil, fmt.Errorf("read the operators file %s: %w", path, err)
	}
	return list, nil
}

func parse(data []byte) ([]Operator, error) {
	var f file
	if err := configfile.Decode(data, "operators", &f); err != nil {
		return nil, err
	}
	owner := map[string]string{} // of an id or a key
	for i, o := range f.Operators {
		if err := o.check(); err != nil {
			return nil, fmt.Errorf("operator %d (%q): %w", i+1, o.ID, err)
		}
		for _, name := range append([]string{"id " + o.ID}, o.Keys...) {
			if other, taken := owner[name]; taken {
				return nil, fmt.Errorf("operator %d (%q): its id or a key of it is there already, with %q", i+1, o.ID, other)
			}
			owner[name] = o.ID
		}
	}
	return f.Operators, nil
}

var hashSyntax = regexp.MustCompile(`^sha256:[0-9a-f]{64}$`)

func (o Operator) check() error {
	if !contract.ValidProvider(o.ID) {
		return errors.New("the id should be 1 to 40 of a-z, 0-9 and -")
	}
	if len(o.Keys) > maxKeys {
		return fmt.Errorf("more than %d keys", maxKeys)
	}
	for i, key := range o.Keys {
		if !hashSyntax.MatchString(key) {
			return fmt.Errorf("key %d is no hash of a key (sha256: and 64 hexadecimal digits): wireroom operators add makes both", i+1)
		}
	}
	return nil
}

// Add appends an operator to the file at path, which is made if missing; the new file is
// checked whole before it takes the old one's place. Comments do not stay.
func Add(path string, o Operator) error {
	return rewrite(path, func(list []Operator) ([]Operator, error) { return append(list, o), nil })
}

// Remove takes an operator out of the file at path.
func Remove(path, id string) error {
	return rewrite(path, func(list []Operator) ([]Operator, error) {
		kept := slices.DeleteFunc(slices.Clone(list), func(o Operator) bool { return o.ID == id })
		if len(kept) == len(list) {
			return nil, fmt.Errorf("there is no operator %q", id)
		}
		return kept, nil
	})
}

func rewrite(path string, change func([]Operator) ([]Operator, error)) error {
	list, err := Load(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	list, err = change(list)
	var data []byte
	if err == nil {
		data, err = yaml.Marshal(file{list})
	}
	if err == nil {
		_, err = parse(data)
	}
	if err == nil {
		err = configfile.Replace(path, data, 0o600)
	}
	if err != nil {
		return fmt.Errorf("change %s: %w", path, err)
	}
	return nil
}
