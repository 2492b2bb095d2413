// Package completion is the command that prints a script for a shell: it completes
// commands and flags.
//
// The script holds what the commands are when it is printed; it runs nothing of ours.
package completion

import (
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/wireroom/wireroom/services/wireroom/internal/console"
)

// Cmd is the command.
type Cmd struct {
	Shell string `arg:"" enum:"bash,zsh,fish" help:"bash, zsh or fish."`
}

// Help has examples.
func (Cmd) Help() string {
	return `    wireroom completion bash > /etc/bash_completion.d/wireroom
    wireroom completion zsh > "${fpath[1]}/_wireroom"
    wireroom completion fish > ~/.config/fish/completions/wireroom.fish
    source <(wireroom completion bash)`
}

// Run prints.
func (c *Cmd) Run(con *console.Console, k *kong.Kong) error {
	words := wordsOf(k.Model.Node)
	switch c.Shell {
	case "fish":
		con.Printf("%s", fish(words))
	case "zsh":
		con.Printf("#compdef wireroom\nautoload -U +X bashcompinit && bashcompinit\n%s", bash(words))
	default:
		con.Printf("%s", bash(words))
	}
	return nil
}

// level is what may follow a command.
type level struct {
	path  string // the commands so far, by blanks
	words []word
}

type word struct{ text, help string }

// wordsOf lists each command's sub-commands and flags, those of its parents too.
func wordsOf(root *kong.Node) []level {
	var out []level
	var walk func(n *kong.Node, path string, flags []word)
	walk = func(n *kong.Node, path string, flags []word) {
		flags = slices.Clone(flags)
		for _, f := range n.Flags {
			if !f.Hidden {
				flags = append(flags, word{"--" + f.Name, f.Help})
			}
		}
		l := level{path: path}
		for _, child := range n.Children {
			if child.Type == kong.CommandNode && !child.Hidden {
				l.words = append(l.words, word{child.Name, child.Help})
				walk(child, strings.TrimSpace(path+" "+child.Name), flags)
			}
		}
		l.words = append(l.words, flags...)
		out = append(out, l)
	}
	walk(root, "", nil)
	slices.SortFunc(out, func(a, b level) int { return strings.Compare(a.path, b.path) })
	return out
}

func (l level) texts() string {
	var out []string
	for _, w := range l.words {
		out = append(out, w.text)
	}
	return strings.Join(out, " ")
}

// bash completes files where no word fits.
func bash(levels []level) string {
	var b strings.Builder
	b.WriteString(`_wireroom() {
  local word path="" next
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) continue ;; esac
    next="${path:+$path }$word"
    case "$next" in
      ` + strings.Join(quoted(levels), "|") + `) path="$next" ;;
    esac
  done
  case "$path" in
`)
	for _, l := range levels {
		b.WriteString("    '" + l.path + "') COMPREPLY=($(compgen -W '" + l.texts() + "' -- \"${COMP_WORDS[COMP_CWORD]}\")) ;;\n")
	}
	b.WriteString("  esac\n}\ncomplete -o default -F _wireroom wireroom\n")
	return b.String()
}

func quoted(levels []level) []string {
	var out []string
	for _, l := range levels {
		if l.path != "" {
			out = append(out, "'"+l.path+"'")
		}
	}
	return out
}

func fish(levels []level) string {
	var b strings.Builder
	for _, l := range levels {
		var below []string
		for _, w := range l.words {
			if !strings.HasPrefix(w.text, "-") {
				below = append(below, w.text)
			}
		}
		when := fishWhen(l.path, below)
		for _, w := range l.words {
			what := " -a " + w.text
			if flag, ok := strings.CutPrefix(w.text, "--"); ok {
				what = " -l " + flag
			} else {
				what = " -f" + what
			}
			b.WriteString("complete -c wireroom" + when + what + " -d '" + strings.NewReplacer("\\", "\\\\", "'", "\\'").Replace(w.help) + "'\n")
		}
	}
	return b.String()
}

// fishWhen is the condition under which the words of a level fit: its commands were
// written, and none of those below it.
func fishWhen(path string, below []string) string {
	if path == "" {
		return " -n __fish_use_subcommand"
	}
	var parts []string
	for _, command := range strings.Fields(path) {
		parts = append(parts, "__fish_seen_subcommand_from "+command)
	}
	if len(below) > 0 {
		parts = append(parts, "not __fish_seen_subcommand_from "+strings.Join(below, " "))
	}
	return " -n '" + strings.Join(parts, "; and ") + "'"
}
