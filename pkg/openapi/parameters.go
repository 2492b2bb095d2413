package openapi

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// KnownParameters refuses a request below /v1/ with a parameter in its query that its
// operation does not have, so that a misspelt filter, or dry-run, is not taken for none.
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
				if detail := o.unknown(r); detail != "" {
					r.Pattern = pattern // by which metrics count it
					refuse(w, detail)
					return
				}
			}
		}
		next.ServeHTTP(w, r)
	})
}

// unknown says which parameter an operation does not have, empty if there is none.
func (o Operation) unknown(r *http.Request) string {
	var known []string
	for _, p := range o.Parameters {
		if p.In == "query" {
			known = append(known, p.Name)
		}
	}
	for name := range r.URL.Query() {
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
