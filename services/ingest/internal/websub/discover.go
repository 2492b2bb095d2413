package websub

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/net/html/charset"
)

// Hub is what a feed says of its hub.
type Hub struct{ URL, Topic string }

// lookLimit bounds how far into a document its hub is looked for, in bytes.
const lookLimit = 64 << 10

// Discover finds hub and topic of a document that was fetched from address: in
// its Link headers, else in the document itself (WebSub, section 4). A zero Hub
// says that it has none.
func Discover(address string, header http.Header, body []byte) Hub {
	found := inLinks(header)
	if found.URL == "" {
		found = inDocument(body[:min(len(body), lookLimit)])
	}
	if found.URL == "" {
		return Hub{}
	}
	if found.Topic == "" {
		found.Topic = address
	}
	return Hub{absolute(address, found.URL), absolute(address, found.Topic)}
}

func absolute(base, ref string) string {
	b, err := url.Parse(base)
	if err != nil {
		return ""
	}
	u, err := b.Parse(ref)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return u.String()
}

// linkValue is one value of a Link header (RFC 8288).
var linkValue = regexp.MustCompile(`<([^<>]*)>((?:\s*;\s*[^;,"]*(?:"[^"]*")?)*)`)

var relation = regexp.MustCompile(`(?i);\s*rel\s*=\s*"?([^";]*)"?`)

func inLinks(header http.Header) (h Hub) {
	for _, value := range header.Values("Link") {
		for _, m := range linkValue.FindAllStringSubmatch(value, -1) {
			if rel := relation.FindStringSubmatch(m[2]); rel != nil {
				h.take(rel[1], m[1])
			}
		}
	}
	return h
}

// take notes a link; the first of a kind counts.
func (h *Hub) take(rel, href string) {
	for _, r := range strings.Fields(strings.ToLower(rel)) {
		switch {
		case r == "hub" && h.URL == "":
			h.URL = href
		case r == "self" && h.Topic == "":
			h.Topic = href
		}
	}
}

func inDocument(head []byte) Hub {
	if bytes.HasPrefix(bytes.TrimSpace(head), []byte("{")) {
		return inJSON(head)
	}
	var h Hub
	d := xml.NewDecoder(bytes.NewReader(head))
	d.Strict, d.CharsetReader = false, charset.NewReaderLabel
	d.AutoClose, d.Entity = xml.HTMLAutoClose, xml.HTMLEntity
	for {
		token, err := d.Token()
		if err != nil {
			return h
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch start.Name.Local {
		case "link":
			h.take(attribute(start, "rel"), attribute(start, "href"))
		case "item", "entry", "body":
			return h // what follows speaks of single articles
		}
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// hubsOfJSON finds the hubs of a JSON Feed, which may be cut off.
var hubsOfJSON = regexp.MustCompile(`"hubs"\s*:\s*(\[[^\]]*\])`)

var selfOfJSON = regexp.MustCompile(`"feed_url"\s*:\s*"([^"\\]*)"`)

func inJSON(head []byte) (h Hub) {
	m := hubsOfJSON.FindSubmatch(head)
	if m == nil {
		return h
	}
	var hubs []struct{ Type, URL string }
	if json.Unmarshal(m[1], &hubs) != nil {
		return h
	}
	for _, hub := range hubs {
		if strings.EqualFold(hub.Type, "websub") || strings.EqualFold(hub.Type, "pubsubhubbub") {
			h.take("hub", hub.URL)
		}
	}
	if self := selfOfJSON.FindSubmatch(head); self != nil {
		h.Topic = string(self[1])
	}
	return h
}
