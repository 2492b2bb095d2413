package openapi

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// KnownParameters refuses a request below /v1/ with a parameter in its query that its
// operation does not have, an empty one, or more of one than it takes, so that a misspelt
// filter, or dry-run, is not taken for none. Nor is one that can't be read, which net/url
// leaves out.
// refuse writes the answer with what is wrong. All else goes to next as it is: the address /
// is also that of a page, which has parameters of its own.
func KnownParameters(list []Operation, refuse func(w http.ResponseWriter, detail string), next http.Handler) http.Handler {
	operations, mux := map[string]Operation{}, http.NewServeMux()
	for _, o := range list {
		if strings.HasPrefix(o.Path, "/v1/") {
			pattern := o.Method + " " + o.Path
			operations[pattern] = o
			mux.Handle(pattern, http.NotFoundHandler())
		}
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.RawQuery != "" {
			_, pattern := mux.Handler(r)
			if o, ok := operations[pattern]; ok {
				if detail := o.wrong(r); detail != "" {
					r.Pattern = pattern // by which metrics count it
					refuse(w, detail)
					return
				}
			}
		}
		next.ServeHTTP(w, r)
	})
}

// wrong says what is wrong with the query of a request, empty if nothing is.
func (o Operation) wrong(r *http.Request) string {
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return fmt.Sprintf("The query can't be read: %.80s.", err)
	}
	var known []string
	for _, p := range o.Parameters {
		if p.In != "query" {
			continue
		}
		known = append(known, p.Name)
		switch said := values[p.Name]; {
		case len(said) > 1 && p.Schema["type"] != "array":
			return fmt.Sprintf("%q is there %d times: it has one value.", p.Name, len(said))
		case slices.Contains(said, ""):
			return fmt.Sprintf("%q is empty.", p.Name)
		}
	}
	for name := range values {
		if slices.Contains(known, name) {
			continue
		}
		if len(known) == 0 {
			return fmt.Sprintf("%.40q is no parameter of %s, which has none.", name, o.Path)
		}
		return fmt.Sprintf("%.40q is no parameter of %s: it has %s.", name, o.Path, strings.Join(known, ", "))
	}
	return ""
}

// Time reads a parameter of the format date-time (RFC 3339). The plus of an offset that was
// not escaped comes as a space.
func Time(value string) (time.Time, error) {
	return time.Parse(time.RFC3339, strings.ReplaceAll(value, " ", "+"))
}

// Allowed are the methods of a path as Allow has them (RFC 9110, 10.2.1): where GET is
// answered, HEAD is.
func Allowed(methods []string) string {
	var out []string
	for _, m := range methods {
		if out = append(out, m); m == http.MethodGet {
			out = append(out, http.MethodHead)
		}
	}
	return strings.Join(out, ", ")
}
