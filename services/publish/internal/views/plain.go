package views

import "strconv"

// plain reads JSON that is written as programs mostly write it: no escapes, nothing but
// ASCII, no member that is not known. It takes a tenth of the time of encoding/json and
// reads nothing otherwise than that does; what it does not take is encoding/json's.
type plain struct {
	text string
	at   int
	bad  bool // not plain: all further answers are empty
}

// next passes over white space and gives the byte that follows, 0 at the end.
func (p *plain) next() byte {
	for ; p.at < len(p.text); p.at++ {
		if c := p.text[p.at]; c != ' ' && c != '\n' && c != '\t' && c != '\r' {
			return c
		}
	}
	return 0
}

// has takes c if it is the next byte.
func (p *plain) has(c byte) bool {
	if p.bad || p.next() != c {
		return false
	}
	p.at++
	return true
}

// take takes c, which has to be the next byte.
func (p *plain) take(c byte) { p.bad = !p.has(c) || p.bad }

// string takes a string: a part of the text.
func (p *plain) string() string {
	p.take('"')
	start := p.at
	for ; !p.bad && p.at < len(p.text); p.at++ {
		switch c := p.text[p.at]; {
		case c == '"':
			p.at++
			return p.text[start : p.at-1]
		case c == '\\' || c < ' ' || c > '~':
			p.bad = true
		}
	}
	p.bad = true
	return ""
}

// number takes a whole number of at most 18 digits.
func (p *plain) number() int64 {
	p.next()
	start := p.at
	if p.at < len(p.text) && p.text[p.at] == '-' {
		p.at++
	}
	for p.at < len(p.text) && p.text[p.at] >= '0' && p.text[p.at] <= '9' {
		p.at++
	}
	digits := p.text[start:p.at]
	n, err := strconv.ParseInt(digits, 10, 64)
	if p.bad = p.bad || err != nil || len(digits) > 18 || strconv.FormatInt(n, 10) != digits; p.bad {
		return 0 // also 007 and -0
	}
	return n
}

// list takes a list of what each takes.
func (p *plain) list(each func()) {
	p.within('[', ']', each)
}

// object takes an object; each takes the value of the member that it is given.
func (p *plain) object(each func(name string)) {
	p.within('{', '}', func() {
		name := p.string()
		p.take(':')
		each(name)
	})
}

func (p *plain) within(begin, end byte, each func()) {
	p.take(begin)
	if p.has(end) {
		return
	}
	for !p.bad {
		each()
		if p.has(end) {
			return
		}
		p.take(',')
	}
}

// whole reports whether the text was plain, and nothing follows.
func (p *plain) whole() bool { return !p.bad && p.next() == 0 && p.at == len(p.text) }

// plainViews reads an array of views, or one view.
func plainViews(data []byte) ([]view, bool) {
	p := plain{text: string(data)}
	var list []view
	if p.next() == '[' {
		list = make([]view, 0, min(maxBatch, len(data)/28)+1) // of the shortest view
		p.list(func() {
			// one view more than a request may hold is enough to tell
			if v := p.view(); len(list) <= maxBatch {
				list = append(list, v)
			} else {
				p.bad = true
			}
		})
	} else {
		list = []view{p.view()}
	}
	return list, p.whole() && (len(list) != 1 || list[0].Article != "")
}

func (p *plain) view() (v view) {
	p.object(func(name string) {
		switch value := p.string(); name {
		case "article":
			v.Article = value
		case "viewer":
			v.Viewer = value
		case "at":
			v.At = value
		case "agent":
			v.Agent = value
		default:
			p.bad = true
		}
	})
	return v
}

// plainBatch reads what encode writes.
func plainBatch(data []byte) (batch, bool) {
	p := plain{text: string(data)}
	var b batch
	p.object(func(name string) {
		switch {
		case name == "v" && b.Views == nil:
			b.Views = map[string]viewed{}
			p.object(func(article string) {
				if _, twice := b.Views[article]; twice {
					p.bad = true
				}
				b.Views[article] = p.viewed()
			})
		case name == "f" && b.Forget == nil:
			p.list(func() { b.Forget = append(b.Forget, p.string()) })
		case name == "at" && b.At == 0:
			b.At = p.number()
		default:
			p.bad = true
		}
	})
	return b, p.whole()
}

func (p *plain) viewed() (v viewed) {
	p.object(func(name string) {
		switch {
		case name == "n" && v.Count == 0:
			v.Count = int(p.number())
		case name == "u" && v.Viewers == nil:
			p.list(func() { v.Viewers = append(v.Viewers, p.string()) })
		case name == "t" && v.Ago == nil:
			p.list(func() { v.Ago = append(v.Ago, p.number()) })
		default:
			p.bad = true
		}
	})
	return v
}
