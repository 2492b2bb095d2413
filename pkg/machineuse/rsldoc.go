package machineuse

import (
	"bytes"
	"encoding/xml"
	"net/url"
)

// document is an RSL document (RSL 1.0, rslstandard.org/rsl).
type document struct {
	Contents []content `xml:"content"`
}

type content struct {
	URL      string       `xml:"url,attr"`
	Server   string       `xml:"server,attr"` // gives licences to who asks
	Terms    string       `xml:"terms"`
	Licenses []xmlLicense `xml:"license"`
}

type xmlLicense struct {
	Permits   []limited `xml:"permits"`
	Prohibits []limited `xml:"prohibits"`
	Payment   struct {
		Type     string `xml:"type,attr"`
		Standard string `xml:"standard"`
		Custom   string `xml:"custom"`
	} `xml:"payment"`
	Terms string `xml:"terms"`
}

type limited struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

// ParseRSL reads what an RSL document says of the text at an address, or of the only
// content that it has. Of the contents whose url matches the address's path the longest
// counts. notes names what was not understood. Documents of more than a megabyte are not
// read.
func ParseRSL(data []byte, address string) (use Use, notes []string) {
	const most = 1 << 20
	var doc document
	if len(data) > most {
		return Use{}, []string{NotUnderstood("RSL", "a document of more than a megabyte")}
	}
	if err := xml.NewDecoder(bytes.NewReader(data)).Decode(&doc); err != nil {
		return Use{}, []string{NotUnderstood("RSL", err.Error())}
	}
	c := doc.of(address)
	switch {
	case c == nil:
		return Use{}, nil
	case len(c.Licenses) > 0:
		return RSL(c.offers())
	}
	use.Policy = firstAddress(c.Server, c.Terms)
	if use.Policy != "" {
		notes = append(notes, "RSL: a licence is to be asked for at "+use.Policy)
	}
	return use, notes
}

// of finds the content that an address belongs to.
func (d *document) of(address string) *content {
	var found *content
	path := "/"
	if u, err := url.Parse(address); err == nil && u.EscapedPath() != "" {
		path = u.EscapedPath()
	}
	for i := range d.Contents[:min(len(d.Contents), maxRules)] {
		c := &d.Contents[i]
		if c.URL != address && !matches(patternOf(c.URL), path) {
			continue
		}
		if found == nil || len(c.URL) > len(found.URL) {
			found = c
		}
	}
	return found
}

// patternOf is the path of a content's url, which may be a whole address.
func patternOf(s string) string {
	if u, err := url.Parse(s); err == nil && u.IsAbs() {
		return u.EscapedPath()
	}
	return s
}

func (c *content) offers() []License {
	var out []License
	for _, l := range c.Licenses[:min(len(c.Licenses), maxRules)] {
		terms := firstAddress(l.Payment.Standard, l.Payment.Custom, l.Terms, c.Terms)
		out = append(out, License{Permits: usages(l.Permits), Prohibits: usages(l.Prohibits), Payment: l.Payment.Type, Terms: terms})
	}
	return out
}

// usages are the texts that are about usage; users and places are other dimensions.
func usages(list []limited) []string {
	var out []string
	for _, l := range list {
		if l.Type == "" || l.Type == "usage" {
			out = append(out, l.Text)
		}
	}
	return out
}

func firstAddress(list ...string) string {
	for _, s := range list {
		if a := Address(s); a != "" {
			return a
		}
	}
	return ""
}
