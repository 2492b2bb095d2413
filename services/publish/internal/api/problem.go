package api

import (
	"net/http"

	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/publish/internal/output"
)

// The kinds of problems of this API: the ends of their types, which are URNs. They are
// part of the contract with consumers.
const (
	kindNoArticle     = "no-article"
	kindNoStory       = "no-story"
	kindTakenDown     = "taken-down"
	kindNotAcceptable = "not-acceptable"
	kindUnavailable   = "unavailable"
	kindInvalid       = "invalid-request"
	kindInternal      = "internal"
	kindNotEntitled   = "not-entitled"
	kindNoRoute       = "no-route"
	kindMethod        = "method-not-allowed"
)

func problem(w http.ResponseWriter, status int, kind, title, detail string) {
	problemWith(w, status, kind, title, detail, nil)
}

func problemWith(w http.ResponseWriter, status int, kind, title, detail string, more map[string]any) {
	service.WriteProblem(w, service.Problem{Type: "urn:wireroom:problem:" + kind, Status: status, Title: title, Detail: detail, Extensions: more})
}

// notAcceptable names what there is.
func notAcceptable(w http.ResponseWriter, formats []output.Format) {
	type one struct {
		Format      string `json:"format"`
		ContentType string `json:"contentType"`
	}
	var list []one
	for _, f := range formats {
		list = append(list, one{f.Name, f.ContentType()})
	}
	problemWith(w, http.StatusNotAcceptable, kindNotAcceptable, "No such format",
		"This is there in the formats listed: name one by ?format= or its media type by Accept.", map[string]any{"formats": list})
}

// unavailable answers while NEWS can't be read; reason is a word of the vocabulary.
func unavailable(w http.ResponseWriter, reason string) {
	w.Header().Set("Retry-After", "2")
	service.Because(w, reason)
	service.WriteProblem(w, service.Problem{Type: "urn:wireroom:problem:" + kindUnavailable, Status: http.StatusServiceUnavailable,
		Title: "The stream does not answer", Detail: "NEWS can't be read at the moment. Try again."})
}

func notEntitled(w http.ResponseWriter) {
	problem(w, http.StatusForbidden, kindNotEntitled, "Not yours to read", "The rights of your key do not take in this article.")
}
