package older

import "github.com/wireroom/wireroom/pkg/ninjs"

// list sets a field to what each entry is written as; nothing for no entries.
func list[T any](out object, name string, in []T, write func(T) object) {
	if len(in) == 0 {
		return
	}
	all := make([]object, len(in))
	for i, v := range in {
		all[i] = write(v)
	}
	out[name] = all
}

func concepts1(out object, it *ninjs.Item) {
	list(out, "person", it.People, func(p ninjs.Person) object {
		return contacts1(concept1(p.Name, p.Rel, p.URI, p.Literal), p.ContactInfo)
	})
	list(out, "organisation", it.Organisations, organisation1)
	list(out, "place", it.Places, func(p ninjs.Place) object {
		return contacts1(concept1(p.Name, p.Rel, p.URI, p.Literal), p.ContactInfo)
	})
	list(out, "subject", it.Subjects, subject1)
	list(out, "event", it.Events, func(e ninjs.Event) object { return concept1(e.Name, e.Rel, e.URI, e.Literal) })
	list(out, "object", it.Objects, func(o ninjs.Object) object { return concept1(o.Name, o.Rel, o.URI, o.Literal) })
	list(out, "infosource", it.InfoSources, func(s ninjs.InfoSource) object {
		return contacts1(concept1(s.Name, s.Role, s.URI, s.Literal), s.ContactInfo)
	})
	list(out, "genre", it.Genres, func(g ninjs.Genre) object {
		if uri, err := ninjs.ParseURI(g.URI); err == nil {
			return concept1(g.Name, "", uri, "")
		}
		return concept1(g.Name, "", "", g.Literal)
	})
}

func organisation1(o ninjs.Organisation) object {
	out := contacts1(concept1(o.Name, o.Rel, o.URI, o.Literal), o.ContactInfo)
	list(out, "symbols", o.Symbols, func(s ninjs.Symbol) object {
		one := object{}
		text(one, "symbol", s.Symbol)
		text(one, "exchange", s.Exchange)
		text(one, "symboltype", string(s.SymbolType))
		return one
	})
	return out
}

func subject1(s ninjs.Subject) object {
	out := concept1(s.Name, s.Rel, s.URI, s.Literal)
	text(out, "creator", s.Creator)
	if s.Relevance != nil {
		out["relevance"] = *s.Relevance
	}
	if s.Confidence != nil {
		out["confidence"] = *s.Confidence
	}
	return out
}

// media1 writes what 1.6 has as objects by name or role.
func media1(out object, it *ninjs.Item) {
	renditions, associations, ids := object{}, object{}, object{}
	for _, r := range it.Renditions {
		renditions[free(renditions, word(r.Name, "rendition"))] = rendition1(r)
	}
	for i := range it.Associations {
		a := &it.Associations[i]
		associations[free(associations, word(a.Name, "association"))] = item1(&a.Item)
	}
	for _, id := range it.AltIDs {
		ids[free(ids, word(id.Role, "id"))] = id.Value
	}
	for name, o := range map[string]object{"renditions": renditions, "associations": associations, "altids": ids} {
		if len(o) > 0 {
			out[name] = o
		}
	}
}

func rendition1(r ninjs.Rendition) object {
	one := object{}
	text(one, "href", string(r.Href))
	text(one, "mimetype", r.ContentType)
	text(one, "title", r.Title)
	text(one, "format", r.Format)
	for name, n := range map[string]int64{"height": int64(r.Height), "width": int64(r.Width), "sizeinbytes": r.SizeInBytes} {
		if n > 0 {
			one[name] = n
		}
	}
	if r.Duration > 0 {
		one["duration"] = r.Duration
	}
	return one
}

func rights1(out object, it *ninjs.Item) {
	if r := it.RightsInfo; r != nil {
		one := object{}
		text(one, "langid", string(r.LangID))
		text(one, "linkedrights", string(r.LinkedRights))
		text(one, "encodedrights", r.EncodedRights)
		out["rightsinfo"] = one
	}
	list(out, "trustindicator", it.TrustIndicators, func(t ninjs.TrustIndicator) object {
		one := concept1("", "", t.Role, "")
		text(one, "title", t.Title)
		text(one, "href", string(t.Href))
		return one
	})
	if s := it.DigitalSourceType; s != nil {
		one := object{}
		text(one, "name", s.Name)
		text(one, "uri", string(s.URI))
		text(one, "literal", s.Literal)
		out["digitalsourcetype"] = one
	}
}
