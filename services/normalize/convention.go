package normalize

import (
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

// observe applies the provider's conventions: what its editors say in words where
// the format has a means that they don't use. The gravest signal counts, also
// beside the format's own.
func observe(conventions []provider.Convention, articles []format.Article) {
	for i := range articles {
		for j := range conventions {
			if articles[i].Err == nil {
				follow(&conventions[j], &articles[i])
			}
		}
	}
}

func follow(c *provider.Convention, a *format.Article) {
	for _, text := range texts(&a.Item, c.Field) {
		said, ok := c.Match(text)
		if !ok {
			continue
		}
		if grave(c.Signal) > grave(a.Signal) {
			a.Signal = c.Signal
		}
		switch {
		case c.Signal == contract.Correction && said.Corrects != "":
			a.Corrects = said.Corrects
		case c.Signal == contract.Kill && said.Target != "":
			a.Targets = append(a.Targets, said.Target)
		case c.Signal == contract.Kill:
			a.Item.PubStatus = ninjs.Canceled
		}
		return
	}
}

func grave(s contract.Signal) int {
	switch s {
	case contract.Kill:
		return 3
	case contract.Correction:
		return 2
	case contract.Update:
		return 1
	default:
		return 0
	}
}

// texts gives the values of a field that a convention may look at.
func texts(it *ninjs.Item, f provider.Field) []string {
	var out []string
	switch f {
	case provider.FieldEdNote:
		out = append(out, it.EdNote)
	case provider.FieldSlugline:
		out = append(out, it.Slugline)
	case provider.FieldHeadline:
		out = append(out, it.Title)
		for _, h := range it.Headlines {
			out = append(out, h.Value)
		}
	case provider.FieldKeyword:
		for _, s := range it.Subjects {
			out = append(out, s.Name, s.Literal)
		}
	case provider.FieldGenre:
		for _, g := range it.Genres {
			out = append(out, g.Name, string(g.URI))
		}
	}
	return out
}
