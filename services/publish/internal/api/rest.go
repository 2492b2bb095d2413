package api

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/wireroom/wireroom/pkg/openapi"
	"github.com/wireroom/wireroom/pkg/service"
)

// MountRest adds what answers where no route does: with problem details, as all
// errors, and at / with what is where; to who prefers HTML with page, unless that is nil.
func MountRest(mux *http.ServeMux, all []openapi.Operation, page http.Handler) {
	list := map[string]string{"service": "wireroom publish"}
	for _, o := range all {
		if o.Path != "/{$}" {
			list[o.Name] = o.Method + " " + o.Path
		}
	}
	for path, methods := range openapi.Methods(all) {
		mux.HandleFunc(path, only(openapi.Allowed(methods)))
	}
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Accept")
		if page != nil && prefersHTML(r) {
			page.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(list) // a reader that has gone away is told nothing
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		problem(w, http.StatusNotFound, kindNoRoute, "Nothing there", "There is nothing at this address. GET / tells what is where.")
	})
}

// prefersHTML tells a browser, which names text/html before */*, from a program.
func prefersHTML(r *http.Request) bool {
	return strings.Contains(strings.ToLower(strings.Join(r.Header.Values("Accept"), ",")), "text/html")
}

func only(methods string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Allow", methods)
		problem(w, http.StatusMethodNotAllowed, kindMethod, "Not this method", "This address takes "+methods+" alone.")
	}
}

// KnownParameters answers with a problem to a parameter that a route does not have.
func KnownParameters(all []openapi.Operation, next http.Handler) http.Handler {
	return openapi.KnownParameters(all, func(w http.ResponseWriter, detail string) {
		problem(w, http.StatusBadRequest, kindInvalid, unknownParameter, detail)
	}, next)
}

const unknownParameter = "Wrong parameter"

// UnknownParameter is what KnownParameters answers with.
func UnknownParameter() openapi.Problem {
	return openapi.Problem{Status: http.StatusBadRequest, Kind: kindInvalid, Title: unknownParameter}
}

// Exact answers with problem details where a mux would have an answer of its own.
func Exact(next http.Handler) http.Handler {
	return service.ExactPaths(next, func(w http.ResponseWriter, status int, detail string) {
		if status == http.StatusMethodNotAllowed {
			problem(w, status, kindMethod, "Not this method", detail)
			return
		}
		problem(w, status, kindNoRoute, "Nothing there", detail)
	})
}
