package parts

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

// maxDepth is how deep associations are searched.
const maxDepth = 4

// Into says in an item where its binaries are: at base + "/v1/media/" + name. base
// is an absolute http or https address without a slash at its end. A rendition
// that names a binary gets the address, or where it has one of its own, a
// neighbour; what no rendition names becomes an association of its own. Addresses
// in the text ("cid:", a bare file name) are replaced too. It is called before
// package tidy, which takes out addresses that mean nothing to a reader; the item's
// slices may be changed.
func (p *Plan) Into(it *ninjs.Item, base string) {
	places := map[string]string{}
	for n, k := range p.kept {
		address := strings.TrimRight(base, "/") + "/v1/media/" + k.file.Name
		keys := keysOf(k.part)
		for _, key := range keys {
			if _, taken := places[key]; !taken {
				places[key] = address
			}
		}
		if !k.fill(it, keys, address, 0) {
			it.Associations = append(it.Associations, k.association(n+1, address))
		}
	}
	for i := range it.Bodies {
		it.Bodies[i].Value = replaceReferences(it.Bodies[i].Value, func(ref string) string { return place(places, ref) })
	}
}

// place is the address of what a text names; that of another site stays.
func place(places map[string]string, ref string) string {
	if address := places[normal(ref)]; address != "" {
		return address
	}
	if u, err := url.Parse(ref); err == nil && u.Scheme == "" && u.Host == "" {
		return places[normal(lastOf(ref))]
	}
	return ""
}

// fill gives the address to each rendition and association that names the part.
func (k *kept) fill(it *ninjs.Item, keys []string, address string, depth int) bool {
	found := false
	for i := range it.Renditions {
		if !anyOf(keys, callsOfRendition(it.Renditions[i])) {
			continue
		}
		found = true
		if remote(string(it.Renditions[i].Href)) {
			it.Renditions = append(it.Renditions, k.rendition("stored", address))
		} else {
			k.describe(&it.Renditions[i], address)
		}
	}
	for i := range it.Associations {
		a := &it.Associations[i]
		if depth < maxDepth && k.fill(&a.Item, keys, address, depth+1) {
			found = true
		} else if anyOf(keys, namesOf(a)) {
			found = true
			k.original(&a.Item, address)
		}
	}
	return found
}

// namesOf gives what an association is called beside its renditions' addresses.
func namesOf(a *ninjs.Association) []string {
	out := []string{normal(a.Name)}
	for _, alt := range a.AltIDs {
		out = append(out, normal(alt.Value))
	}
	return out
}

// original fills the first rendition that has no address, else adds one.
func (k *kept) original(it *ninjs.Item, address string) {
	for i := range it.Renditions {
		if it.Renditions[i].Href == "" {
			k.describe(&it.Renditions[i], address)
			return
		}
	}
	it.Renditions = append(it.Renditions, k.rendition("original", address))
}

func (k *kept) rendition(name, address string) ninjs.Rendition {
	r := ninjs.Rendition{Name: name}
	k.describe(&r, address)
	return r
}

// describe fills in what the bytes show, over what the document says of them.
func (k *kept) describe(r *ninjs.Rendition, address string) {
	r.Href, r.ContentType, r.SizeInBytes = ninjs.URI(address), k.file.MediaType, int64(len(k.file.Data))
	if k.width > 0 {
		r.Width, r.Height = k.width, k.height
	}
}

// association is one for a part that the document does not name.
func (k *kept) association(n int, address string) ninjs.Association {
	a := ninjs.Association{Name: "part-" + strconv.Itoa(n)}
	a.URI, a.Type = ninjs.URI(address), typeOf(k.file.MediaType)
	a.Renditions = []ninjs.Rendition{k.rendition("original", address)}
	title := k.part.Title
	if title == "" {
		title = k.part.Name
	}
	a.Title = title
	if k.part.Caption != "" {
		a.Descriptions = []ninjs.Text{{Role: "caption", ContentType: "text/plain", Value: k.part.Caption}}
	}
	return a
}

func remote(href string) bool {
	u, err := url.Parse(href)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https")
}

func anyOf(a, b []string) bool {
	for _, x := range a {
		for _, y := range b {
			if x != "" && x == y {
				return true
			}
		}
	}
	return false
}
