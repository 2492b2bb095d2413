package up

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"

	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/services/wireroom/internal/demo"
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
