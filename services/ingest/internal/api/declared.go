package api

import (
	"mime"
	"net/http"
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/ingest/internal/look"
)

// lane is what a look at the document, the provider's setting and the header come
// to. The header may only lower, and a takedown waits for nobody.
func (in *intake) lane() contract.Lane {
	lane, takedown := look.Lane(in.push.Data)
	in.push.Takedown = takedown
	if takedown {
		return contract.Flash
	}
	if set := in.caller.provider.Defaults.Lane; set != "" {
		lane = set
	}
	return lower(lane, in.asked)
}

func lower(a, b contract.Lane) contract.Lane {
	if b == contract.Bulk || b == contract.Wire && a == contract.Flash {
		return b
	}
	return a
}

// contentType is what the provider declared, but for what curl declares by itself:
// no document of news is a form.
func contentType(r *http.Request) string {
	declared := r.Header.Get("Content-Type")
	if strings.HasPrefix(declared, "application/x-www-form-urlencoded") {
		return ""
	}
	return declared
}

// fileName is the name that the provider gave, without folders.
func fileName(r *http.Request) string {
	name := r.URL.Query().Get("file")
	if name == "" {
		if d := r.Header.Get("Content-Disposition"); d != "" {
			if _, params, err := mime.ParseMediaType(d); err == nil {
				name = params["filename"]
			}
		}
	}
	return name[strings.LastIndexAny(name, `/\`)+1:]
}
