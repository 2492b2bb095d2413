package older

import (
	"strconv"
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/publish/internal/output/content"
)

// Write1 gives the article as ninjs 1.6.
func Write1(a content.Article) ([]byte, error) {
	out := item1(a.Item)
	out["$standard"] = object{"name": "ninjs", "version": "1.6", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_1.6.json#"}
	return encode(out)
}

func item1(it *ninjs.Item) object {
	out := object{"uri": it.URI}
	if it.Type != ninjs.TypeEvent && it.Type != ninjs.TypePlanning {
		text(out, "type", string(it.Type))
	}
	switch it.RepresentationType {
	case ninjs.Full:
		out["representationtype"] = "complete"
	case ninjs.Partial:
		out["representationtype"] = "incomplete"
	}
	for name, value := range map[string]string{
		"profile": it.Profile, "version": it.Version, "pubstatus": string(it.PubStatus), "language": it.Language, "title": it.Title, "byline": it.By,
		"slugline": it.Slugline, "located": it.Located, "ednote": it.EdNote, "copyrightholder": it.CopyrightHolder,
		"copyrightnotice": it.CopyrightNotice, "usageterms": it.UsageTerms,
	} {
		text(out, name, value)
	}
	for name, t := range map[string]ninjs.Time{
		"firstcreated": it.FirstCreated, "versioncreated": it.VersionCreated, "contentcreated": it.ContentCreated, "embargoed": it.EmbargoedUntil, "expires": it.Expires,
	} {
		if !t.IsZero() {
			out[name] = t
		}
	}
	if it.Urgency != 0 {
		out["urgency"] = it.Urgency
	}
	texts1(out, it)
	concepts1(out, it)
	media1(out, it)
	rights1(out, it)
	return out
}

func text(out object, name, value string) {
	if value != "" {
		out[name] = value
	}
}

// texts1 spells roles and content types into the names of the fields.
func texts1(out object, it *ninjs.Item) {
	for i, h := range it.Headlines {
		if i == 0 {
			out["headline"] = h.Value
		} else {
			out[free(out, "headline_"+word(h.Role, "alternate"))] = h.Value
		}
	}
	for _, d := range it.Descriptions {
		name := "description_" + word(d.Role, "text")
		if d.Role == "summary" || d.Role == "caption" {
			name = "description_text"
		}
		out[free(out, name)] = d.Value
	}
	for _, b := range it.Bodies {
		suffix := map[string]string{content.XHTML: "xhtml", content.Plain: "text", "text/html": "html"}[b.ContentType]
		switch {
		case b.Role != content.Main && b.Role != "":
			if b.ContentType == content.XHTML || b.ContentType == "text/html" { // one of the twins is enough
				out[free(out, "body_"+word(b.Role, "other"))] = b.Value
			}
			continue
		case suffix == "":
			continue
		}
		out[free(out, "body_"+suffix)] = b.Value
		if b.CharCount > 0 {
			out["charcount"], out["wordcount"] = b.CharCount, b.WordCount
		}
	}
}

// word is a role as the end of a field's name, which has letters, digits and
// underscores.
func word(role, otherwise string) string {
	clean := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' {
			return r
		}
		return '_'
	}, role)
	if strings.Trim(clean, "_") == "" {
		return otherwise
	}
	return clean
}

// free is a name that is not taken: a second one of a name gets a number.
func free(out object, name string) string {
	for n, try := 2, name; ; n++ {
		if _, taken := out[try]; !taken {
			return try
		}
		try = name + "_" + strconv.Itoa(n)
	}
}

// concept1 writes a concept: its URI as scheme and code, else its code alone.
func concept1(name, rel string, uri ninjs.URI, literal string) object {
	out := object{}
	text(out, "name", name)
	text(out, "rel", rel)
	scheme, code := "", literal
	if uri != "" {
		scheme, code = apart(string(uri))
	}
	text(out, "scheme", scheme)
	text(out, "code", code)
	return out
}

// apart parts an address at its last slash or number sign, so that the two parts make
// it again.
func apart(uri string) (scheme, code string) {
	at := strings.LastIndexAny(uri, "/#") + 1
	if at == 0 || at == len(uri) || !strings.Contains(uri, "://") || at <= strings.Index(uri, "://")+3 {
		return "", uri
	}
	return uri[:at], uri[at:]
}

func contacts1(out object, list []ninjs.ContactInfo) object {
	var all []object
	for _, c := range list {
		one := object{}
		for name, value := range map[string]string{"type": c.Type, "role": c.Role, "lang": c.Lang, "name": c.Name, "value": c.Value} {
			text(one, name, value)
		}
		if a := c.Address; a != nil {
			address := object{}
			for name, value := range map[string]string{"locality": a.Locality, "area": a.Area, "postalcode": a.PostalCode, "country": a.Country} {
				text(address, name, value)
			}
			if len(a.Lines) > 0 {
				address["lines"] = a.Lines
			}
			one["address"] = address
		}
		all = append(all, one)
	}
	if all != nil {
		out["contactinfo"] = all
	}
	return out
}
