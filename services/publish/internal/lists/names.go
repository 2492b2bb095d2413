package lists

import (
	"slices"
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

// maxNames is how many names of an article are listed, maxName how long one may be.
const (
	maxNames = 30
	maxName  = 100
)

// Names gives the lists of who and what an article names, by its ninjs.
func Names(data []byte) []string {
	item, err := ninjs.DecodeNamed(data)
	if err != nil {
		return nil
	}
	var out []string
	add := func(what, name string) {
		list := Name(what, Folded(name))
		if name != "" && len(name) <= maxName && len(out) < maxNames && !slices.Contains(out, list) {
			out = append(out, list)
		}
	}
	for _, p := range item.Places {
		add("place", p.Name)
	}
	for _, p := range item.People {
		add("name", p.Name)
	}
	for _, o := range item.Organisations {
		add("name", o.Name)
	}
	return out
}

// Folded is a name without regard to case and to how its words are parted.
func Folded(name string) string { return strings.Join(strings.Fields(strings.ToLower(name)), " ") }
