package docs

import (
	"strings"

	"github.com/alecthomas/kong"
)

// CLI writes the page of the command line.
func CLI(app *kong.Application) string {
	p := &page{}
	p.addf("# Command line\n\n%s%s\n\n", generated, app.Help)
	p.addf("Every command has `--help`. What prints a table prints JSON with `--json`. Exit codes: 0 all well, 1 it failed or\nfound something wrong, 2 the arguments make no sense.\n\n")
	p.addf("## Flags of every command\n\n")
	p.flags(app.Flags)
	for _, c := range app.Children {
		p.command(c)
	}
	return strings.TrimRight(p.String(), "\n") + "\n"
}

func (p *page) command(n *kong.Node) {
	if n.Hidden {
		return
	}
	if len(n.Children) > 0 {
		for _, c := range n.Children {
			p.command(c)
		}
		return
	}
	p.addf("## %s\n\n", n.FullPath())
	p.addf("%s\n\n", n.Help)
	p.addf("```\nwireroom %s\n```\n\n", n.Summary())
	if n.Detail != "" {
		p.addf("%s\n\n", detail(n.Detail))
	}
	var rows [][]string
	for _, a := range n.Positional {
		rows = append(rows, []string{code(a.Summary()), a.Help})
	}
	p.table([]string{"argument", "means"}, rows)
	p.flags(n.Flags)
}

// detail keeps indented examples as they are: four spaces are code in Markdown.
func detail(text string) string {
	return strings.ReplaceAll(strings.TrimRight(text, "\n "), "\n\n\n", "\n\n")
}

func (p *page) flags(flags []*kong.Flag) {
	var rows [][]string
	for _, f := range flags {
		if f.Hidden || f.Name == "help" {
			continue
		}
		name := "--" + f.Name
		if f.Tag.Negatable != "" {
			name = "--[no-]" + f.Name
		}
		if f.Short != 0 {
			name = "-" + string(f.Short) + ", " + name
		}
		if !f.IsBool() {
			name += "=" + placeholder(f)
		}
		var env []string
		for _, e := range f.Envs {
			env = append(env, code(e))
		}
		rows = append(rows, []string{code(name), strings.Join(env, ", "), f.Help})
	}
	p.table([]string{"flag", "environment", "means"}, rows)
}

func placeholder(f *kong.Flag) string {
	switch {
	case f.PlaceHolder != "":
		return f.PlaceHolder
	case f.HasDefault && f.Default != "":
		return f.Default
	default:
		return strings.ToUpper(f.Name)
	}
}
