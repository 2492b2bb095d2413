package feed

import (
	"strings"

	"github.com/wireroom/wireroom/pkg/machineuse"
	"github.com/wireroom/wireroom/pkg/ninjs"
)

// license is the address of the licence that a feed or an item names: Creative Commons's
// two modules, Media RSS, Dublin Core, a link of Atom (RFC 4946). RSL's is no text for people
// and is read elsewhere.
func license(x extensions, links []link) ninjs.URI {
	for _, l := range x["atom"]["link"] {
		links = append(links[:len(links):len(links)], link{Href: l.Attrs["href"], Rel: l.Attrs["rel"], Type: l.Attrs["type"]})
	}
	for _, l := range links {
		if l.Rel == "license" && !strings.EqualFold(l.Type, machineuse.MediaTypeRSL) && absolute(l.Href) != "" {
			return absolute(l.Href)
		}
	}
	var found ninjs.URI
	for _, of := range []string{"creativecommons", "creativeCommons", "cc", "dcterms", "media"} {
		for _, e := range x[of]["license"] {
			found = firstURI(found, web(e.Attrs["resource"]), web(e.Attrs["href"]), web(e.Value))
		}
	}
	return found
}

// web is an address that a reader can open.
func web(s string) ninjs.URI {
	if s = strings.TrimSpace(s); !strings.HasPrefix(s, "http://") && !strings.HasPrefix(s, "https://") {
		return ""
	}
	return absolute(s)
}

func firstURI(list ...ninjs.URI) ninjs.URI {
	for _, u := range list {
		if u != "" {
			return u
		}
	}
	return ""
}

// linkedRights are those of the item, else of its feed.
func linkedRights(list ...ninjs.URI) *ninjs.RightsInfo {
	if u := firstURI(list...); u != "" {
		return &ninjs.RightsInfo{LinkedRights: u}
	}
	return nil
}
