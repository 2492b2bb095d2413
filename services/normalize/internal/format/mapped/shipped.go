package mapped

import (
	"embed"
	"fmt"
	"path"
	"strings"
	"sync"
)

//go:embed shipped/*.yaml
var files embed.FS

// shipped is read once; what is in it is as constant as the code.
var shipped = sync.OnceValues(func() (map[string]*Mapping, error) {
	out := map[string]*Mapping{}
	entries, err := files.ReadDir("shipped")
	for _, e := range entries {
		data, err := files.ReadFile(path.Join("shipped", e.Name()))
		if err != nil {
			return nil, err
		}
		m, err := Read(e.Name(), data)
		if err != nil {
			return nil, err
		}
		if m.Name()+".yaml" != strings.ToLower(e.Name()) || !m.Detects() {
			return nil, fmt.Errorf("mapping %s: should be named as its file and say how it is detected", e.Name())
		}
		out[m.Name()] = m
	}
	return out, err
})

// Shipped is the mapping of that name that comes with this package.
func Shipped(name string) (*Mapping, error) {
	all, err := shipped()
	if err != nil {
		return nil, err
	}
	m, ok := all[name]
	if !ok {
		return nil, fmt.Errorf("no mapping %q is shipped", name)
	}
	return m, nil
}
