package docs

import (
	"fmt"
	"strings"
)

// page collects Markdown.
type page struct{ strings.Builder }

func (p *page) addf(format string, args ...any) { _, _ = fmt.Fprintf(p, format, args...) }

// table writes a table; a page without rows gets none.
func (p *page) table(head []string, rows [][]string) {
	if len(rows) == 0 {
		return
	}
	p.row(head)
	p.addf("|%s\n", strings.Repeat("---|", len(head)))
	for _, r := range rows {
		p.row(r)
	}
	p.addf("\n")
}

func (p *page) row(cells []string) {
	escaped := make([]string, len(cells))
	for i, c := range cells {
		escaped[i] = strings.NewReplacer("|", `\|`, "\n", " ").Replace(c)
	}
	p.addf("| %s |\n", strings.Join(escaped, " | "))
}

func code(s string) string {
	if s == "" {
		return ""
	}
	return "`" + s + "`"
}
