package ninjson

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
)

// renditions of ninjs 1 are an object by name; mediaType is the item's, for
// those that don't say their own.
func (n node) renditions(mediaType string) []ninjs.Rendition {
	var out []ninjs.Rendition
	for i, m := range n.named("renditions") {
		r := ninjs.Rendition{
			Name: m.text("name"), Href: m.uriOnly("href", "uri"), Title: m.text("title"),
			ContentType: firstOf(m.text("contenttype", "mimetype"), mediaType),
			Width:       m.count("width"), Height: m.count("height"), SizeInBytes: m.size(),
			Duration: m.positive("duration"), Format: m.text("format"), AspectRatio: m.text("aspectratio"),
			VideoCodec: m.text("videocodec"), FrameRate: m.positive("framerate"), POI: m.pointOfInterest(),
			TransportProtocol: m.text("transportprotocol"), ScanType: m.scanType(), Bitrate: m.text("bitrate"),
		}
		m.take("media") // Superdesk's own key of the file
		m.rest()
		if r.Name == "" {
			r.Name = "rendition-" + strconv.Itoa(i+1)
			n.r.notef("%srenditions[%d] has no name: called %s", n.path, i, r.Name)
		}
		out = append(out, r)
	}
	return out
}

func (n node) size() int64 {
	size, _ := n.whole(0, math.MaxInt64/1024, "sizeinbytes")
	return size
}

func (n node) positive(key string) float64 {
	f, ok := n.number(key)
	if ok && f < 0 {
		n.note(key, "is below 0")
		return 0
	}
	return f
}

func (n node) pointOfInterest() *ninjs.POI {
	p, ok := n.one("poi")
	if !ok {
		return nil
	}
	x, hasX := p.whole(math.MinInt32, math.MaxInt32, "x")
	y, hasY := p.whole(math.MinInt32, math.MaxInt32, "y")
	p.rest()
	if !hasX || !hasY {
		return nil
	}
	return &ninjs.POI{X: int(x), Y: int(y)}
}

func (n node) scanType() ninjs.ScanType {
	s := ninjs.ScanType(n.text("scantype"))
	if s != "" && !s.Valid() {
		n.note("scantype", "is none that ninjs knows")
		return ""
	}
	return s
}

// associations of ninjs 1 are an object by name. One without a name or an id
// gets one, because the schema asks for both.
func (n node) associations() []ninjs.Association {
	var out []ninjs.Association
	for i, m := range n.named("associations") {
		if *n.r.associated++; *n.r.associated > maxAssociated {
			n.r.refuse(contract.ReasonTooLarge, "more than %d associated items, where a delivery may hold so many", maxAssociated)
			return nil
		}
		a := ninjs.Association{Name: m.text("name"), Rel: m.text("rel")}
		if a.Name == "" {
			a.Name = "association-" + strconv.Itoa(i+1)
			m.r.notef("%sname is missing: called %s", m.path, a.Name)
		}
		if !m.identifyAssociation(&a) {
			m.r.notef("%suri is missing: association left out", m.path)
			continue
		}
		m.item(&a.Item)
		m.take("standard", "$standard", "priority")
		m.rest()
		out = append(out, a)
	}
	return n.evolution(out)
}

// identifyAssociation makes a URN of an id that is no URI, which is kept among
// the alternative ids.
func (n node) identifyAssociation(a *ninjs.Association) bool {
	uri, plain := n.uri("uri")
	guid, plainGUID := n.uri("guid")
	if a.URI = uri; a.URI == "" {
		a.URI = guid
	}
	if id := firstOf(plainGUID, plain); id != "" {
		a.AltIDs = append(a.AltIDs, ninjs.AltID{Role: "guid", Value: id})
		if a.URI == "" {
			a.URI = n.r.urn(id)
		}
	}
	return a.URI.Valid()
}

// urn makes a URN of an id as tidy makes it of an article's own, so that an
// association leads to the article that came by itself.
func (r *reader) urn(id string) ninjs.URI {
	const most = 900 // bytes; beyond it tidy hashes
	if len(id) > most {
		return ""
	}
	var b strings.Builder
	for _, c := range []byte(id) {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~:", c) >= 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return ninjs.URI("urn:wireroom:" + r.in.Provider + ":" + b.String())
}

// evolution keeps Superdesk's link to the story that this one rewrites.
func (n node) evolution(out []ninjs.Association) []ninjs.Association {
	uri, plain := n.uri("evolvedfrom")
	if plain != "" {
		uri = n.r.urn(plain)
	}
	if !uri.Valid() {
		return out
	}
	return append(out, ninjs.Association{Name: "evolvedfrom", Rel: "evolvedFrom", Item: ninjs.Item{URI: uri}})
}

// altIDs of ninjs 1 are an object of role to value, of any type.
func (n node) altIDs() []ninjs.AltID {
	var out []ninjs.AltID
	if byRole, ok := n.fields["altids"].(map[string]any); ok {
		delete(n.fields, "altids")
		for _, role := range slices.Sorted(maps.Keys(byRole)) {
			if value := verbatim(byRole[role]); value != "" {
				out = append(out, ninjs.AltID{Role: role, Value: value})
			}
		}
	}
	for _, m := range n.list("value", "altids") {
		id := ninjs.AltID{Role: m.text("role"), Value: m.text("value")}
		m.rest()
		if id.Value != "" {
			out = append(out, id)
		}
	}
	if extra, ok := n.fields["extra"].(map[string]any); ok {
		if doi, ok := extra["doi"].(string); ok && doi != "" {
			out = append(out, ninjs.AltID{Role: "doi", Value: doi})
		}
	}
	return out
}

func (n node) trust() []ninjs.TrustIndicator {
	var out []ninjs.TrustIndicator
	for _, m := range n.list("title", "trustindicators", "trustindicator") {
		t := ninjs.TrustIndicator{Role: m.uriOnly("role"), Title: m.text("title"), Href: m.uriOnly("href")}
		if uri, _ := conceptID(m.text("scheme"), m.text("code"), false); t.Role == "" {
			t.Role = uri
		}
		m.rest()
		if t != (ninjs.TrustIndicator{}) {
			out = append(out, t)
		}
	}
	return out
}

func (n node) sourceType() *ninjs.DigitalSourceType {
	switch v := n.fields["digitalsourcetype"].(type) {
	case string, json.Number:
		literal := n.text("digitalsourcetype")
		n.r.notef("%sdigitalsourcetype is no object: kept as literal", n.path)
		if literal == "" {
			return nil
		}
		return &ninjs.DigitalSourceType{Literal: literal}
	case map[string]any:
		m, _ := n.one("digitalsourcetype")
		c := m.concept(false)
		m.rest()
		return &ninjs.DigitalSourceType{Name: c.name, URI: c.uri, Literal: c.literal}
	case nil:
	default:
		n.take("digitalsourcetype")
		n.note("digitalsourcetype", verbatim(v)+" is no object")
	}
	return nil
}
