package page

// resolved gives an article in which references by @id are replaced by what they name
// elsewhere on the page, as plugins of content systems write it.
func (o object) resolved(scripts []any) object {
	known := map[string]map[string]any{}
	for _, s := range scripts {
		index(s, known, 0)
	}
	out := make(object, len(o))
	for key, value := range o {
		switch key {
		case "author", "creator", "publisher", "image", "copyrightHolder", "contentLocation", "primaryImageOfPage":
			value = replaced(value, known, 0)
		}
		out[key] = value
	}
	return out
}

// index gathers the objects that have an id and say more than that.
func index(value any, known map[string]map[string]any, depth int) {
	if depth > 6 || len(known) >= maxIDs {
		return
	}
	switch v := value.(type) {
	case []any:
		for _, entry := range v {
			index(entry, known, depth+1)
		}
	case map[string]any:
		if id, _ := v["@id"].(string); id != "" && !reference(v) && len(v) > len(known[id]) {
			known[id] = v
		}
		for _, entry := range v {
			index(entry, known, depth+1)
		}
	}
}

// reference reports whether an object only names another.
func reference(v map[string]any) bool {
	for key := range v {
		if key != "@id" && key != "@type" {
			return false
		}
	}
	return true
}

func replaced(value any, known map[string]map[string]any, depth int) any {
	switch v := value.(type) {
	case []any:
		out := make([]any, len(v))
		for i, entry := range v {
			out[i] = entry
			if depth < 2 {
				out[i] = replaced(entry, known, depth+1)
			}
		}
		return out
	case map[string]any:
		id, _ := v["@id"].(string)
		if whole := known[id]; whole != nil && reference(v) {
			return whole
		}
	}
	return value
}
