package plaintext

import (
	"regexp"
	"slices"
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter"
)

// maxOrder is how long a text may be that takes a story down or puts it on hold, in
// bytes: a story about a kill is longer.
const maxOrder = 1500

// order is a text that is no story, but takes one down or puts it on hold.
type order struct {
	sign teleprinter.Sign
	slug string // of the story, where the line of the order names it
	all  string // the whole text, which may name stories
}

// orderLine is a line of version words with a slug behind it: "KILL: BC-Fire".
var orderLine = regexp.MustCompile(`^(\p{Lu}[\p{Lu} ]{2,24}?)\s?(?::|\s[-–—])\s*(\S.*)$`)

// takeOrder takes the line that makes an order of a text: the first one that stands
// above the text and is nothing but such words in capitals. Without one, a text is an
// order if it tells editors to take a story down.
func takeOrder(lines []string) (order, []string) {
	all := strings.Join(lines, "\n")
	if len(all) > maxOrder {
		return order{}, lines
	}
	for i, line := range lines {
		line = strings.Trim(line, "*+=-!:()[] ")
		if sign, slug, ok := ordered(line); ok {
			rest := append(append([]string{}, lines[:i]...), lines[i+1:]...)
			return order{sign: sign, slug: slug, all: all}, trimEmpty(rest)
		}
		if m := labelledLine.FindStringSubmatch(line); line != "" && !teleprinter.Shouts(line) && (m == nil || meaningOf(m[1]) == "") {
			break
		}
	}
	if o, ok := headedOrder(lines, all); ok {
		return o, lines
	}
	return order{}, lines
}

// ordered reads one line of an order.
func ordered(line string) (sign teleprinter.Sign, slug string, ok bool) {
	if s, is := teleprinter.Line(line); is && teleprinter.Shouts(line) && takesDown(s) {
		return s, "", true
	}
	m := orderLine.FindStringSubmatch(line)
	if m == nil {
		return sign, "", false
	}
	s, is := teleprinter.Line(m[1])
	return s, m[2], is && takesDown(s)
}

// headedOrder: "BC-Fire KILL" above, or a text that tells editors what to do.
func headedOrder(lines []string, all string) (order, bool) {
	orders := teleprinter.Orders(strings.Join(lines[1:], "\n")) // a headline may begin with such a word
	slug, sign := teleprinter.Split(lines[0])
	if takesDown(sign) && (orders || teleprinter.WithoutCycle(slug) != slug) {
		return order{sign: sign, slug: slug, all: all}, true
	}
	if !orders {
		return order{}, false
	}
	return order{sign: teleprinter.Sign{Signal: contract.Kill}, all: all}, true
}

func takesDown(s teleprinter.Sign) bool { return s.Signal == contract.Kill || s.Hold }

// tell writes the order to the article. A kill that gives the story's own id hits it by
// that; one that names slugs hits what teleprinters sent under them.
func (o order) tell(a *format.Article, n *notices) {
	it := &a.Item
	switch {
	case o.sign.Signal == contract.Kill:
		a.Signal, it.PubStatus = contract.Kill, ninjs.Canceled
	case o.sign.Hold:
		it.PubStatus = ninjs.Withheld
		a.Note("on hold until further notice")
		return
	default:
		return
	}
	if it.URI != "" || a.ID != "" {
		return
	}
	slugs := []string{it.Slugline, o.slug}
	for _, ref := range teleprinter.Refs(o.all) {
		slugs = append(slugs, ref.Slug)
	}
	slugs = slices.DeleteFunc(slugs, isGeneral)
	if a.Targets = teleprinter.Targets([]string{""}, slugs, n.day(a)); len(a.Targets) == 0 {
		a.Note("a kill that names no story")
	}
}
