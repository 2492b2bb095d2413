package up

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/wireroom/wireroom/pkg/operator"
	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/services/wireroom/internal/demo"
	"github.com/wireroom/wireroom/services/wireroom/internal/operators"
)

// ensureProviders makes the providers file with the sample wire's providers if it
// is missing, and gives the keys it made: they are shown nowhere else.
func ensureProviders(file string) (map[string]string, error) {
	_, err := os.Stat(file)
	if err == nil {
		return nil, nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("look at the providers file: %w", err)
	}
	keys := map[string]string{}
	names := demo.Providers()
	for _, id := range slices.Sorted(maps.Keys(names)) {
		key, hash := provider.NewKey(rand.Reader)
		if err := provider.Add(file, provider.Entry{ID: id, Name: names[id], Keys: []string{hash}, Conventions: demo.Conventions(id)}); err != nil {
			return nil, err
		}
		keys[id] = key
	}
	return keys, nil
}

// ensureOperators makes the operators file with one operator if none is named and it is
// missing, and gives the key that it made.
func ensureOperators(o *Options) (key string, err error) {
	if o.Operators != "" {
		return "", nil
	}
	o.Operators = filepath.Join(o.Data, operators.Usual)
	if _, err := os.Stat(o.Operators); !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	key, hash := provider.NewKey(rand.Reader)
	return key, operator.Add(o.Operators, operator.Operator{ID: "operator", Keys: []string{hash}})
}
