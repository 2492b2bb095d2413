package page

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wireroom/wireroom/pkg/machineuse"
)

// machineUse reads what the page says that machines may do with it: TDMRep's meta
// elements, robots directives, Content-Usage, and RSL as a link or within a script.
func (p *page) machineUse() (use machineuse.Use) {
	take := func(one machineuse.Use, notes []string) {
		use = use.And(one)
		p.notes = append(p.notes, notes...)
	}
	take(machineuse.TDM(p.meta.get("tdm-reservation"), p.meta.get("tdm-policy")))
	for _, name := range []string{"robots", "content-usage", "x-robots-tag"} {
		for _, value := range p.meta.values[name] {
			if name == "content-usage" {
				take(machineuse.ContentUsage(value))
			} else {
				take(machineuse.Robots(value))
			}
		}
	}
	for _, name := range []string{"plus:datamining", "plus:data_mining", "datamining"} {
		for _, value := range p.meta.values[name] {
			if one, ok := machineuse.PLUS(value); ok {
				take(one, nil)
			} else {
				take(one, []string{machineuse.NotUnderstood(name, value)})
			}
		}
	}
	address := firstOf(p.meta.canonical, p.in.BaseURL)
	walk(p.root, func(n *html.Node) bool {
		if !strings.EqualFold(attr(n, "type"), machineuse.MediaTypeRSL) {
			return true
		}
		switch n.DataAtom {
		case atom.Script:
			if n.FirstChild != nil {
				take(machineuse.ParseRSL([]byte(n.FirstChild.Data), address))
			}
		case atom.Link:
			take(machineuse.Use{Policy: machineuse.Address(p.absolute(attr(n, "href")))}, nil)
		}
		return true
	})
	return use
}

// absolute resolves an address against the page's.
func (p *page) absolute(href string) string {
	if p.base == nil {
		return href
	}
	u, err := p.base.Parse(href)
	if err != nil {
		return ""
	}
	return u.String()
}
