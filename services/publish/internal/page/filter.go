package page

import (
	"net/url"
	"slices"
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
)

// filter is what of the wire is shown; it stands in the address.
type filter struct {
	values url.Values
}

// fields are the parameters of the wire's address; all but limit choose.
func fields() []string {
	return []string{"provider", "language", "topic", "urgency", "signal", "name", "place", "story", "once", "since", "until", "limit", "cursor"}
}

// tidied leaves parameters out that say nothing, as a form sends them, and joins those
// that are said more than once; it tells whether anything changed.
func tidied(values url.Values) (url.Values, bool) {
	out, changed := url.Values{}, false
	for name, said := range values {
		kept := slices.DeleteFunc(slices.Clone(said), func(v string) bool { return strings.TrimSpace(v) == "" })
		if len(kept) > 0 && slices.Contains(fields(), name) {
			out.Set(name, strings.Join(kept, ","))
		}
		changed = changed || len(said) != 1 || !out.Has(name) || out.Get(name) != said[0]
	}
	return out, changed
}

func filterOf(values url.Values) filter { return filter{values} }

// usualRows is how many articles the wire shows.
const usualRows = "50"

// query is what the API is asked.
func (f filter) query() url.Values {
	out := url.Values{}
	for name := range f.values {
		out.Set(name, f.values.Get(name))
	}
	if !out.Has("limit") {
		out.Set("limit", usualRows)
	}
	return out
}

// Get gives the value of a parameter.
func (f filter) Get(name string) string { return f.values.Get(name) }

// Any reports whether anything is left out.
func (f filter) Any() bool { return len(f.Chosen()) > 0 }

// choice is one parameter, and the address without it.
type choice struct{ Name, Value, Without string }

// Chosen lists what is chosen.
func (f filter) Chosen() (out []choice) {
	for _, name := range fields() {
		if v := f.values.Get(name); v != "" && name != "limit" && name != "cursor" {
			rest := url.Values{}
			for other := range f.values {
				if other != name && other != "cursor" {
					rest.Set(other, f.values.Get(other))
				}
			}
			out = append(out, choice{name, v, address("/", rest)})
		}
	}
	return out
}

// Topics lists what may be chosen.
func (filter) Topics() []contract.Topic { return contract.Topics() }

// Signals lists what may be chosen.
func (filter) Signals() []contract.Signal {
	return []contract.Signal{contract.New, contract.Update, contract.Correction}
}

// Urgencies lists what may be chosen.
func (filter) Urgencies() []choice {
	return []choice{{"flashes, 1 and 2", "1,2", ""}, {"3 and more urgent", "1,2,3", ""}, {"4 and more urgent", "1,2,3,4", ""}, {"5 and more urgent", "1,2,3,4,5", ""}}
}

func (f filter) title() string {
	var parts []string
	for _, c := range f.Chosen() {
		parts = append(parts, c.Name+" "+c.Value)
	}
	if len(parts) == 0 {
		return "Live wire"
	}
	return strings.Join(parts, ", ")
}
