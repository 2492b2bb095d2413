package machineuse

import "strings"

// License is one <license> of RSL 1.0 (rslstandard.org/rsl): what it permits and
// prohibits, and what it costs.
type License struct {
	Permits   []string // texts of <permits type="usage">
	Prohibits []string // texts of <prohibits type="usage">
	Payment   string   // type of <payment>, empty where there is none
	Terms     string   // address of the terms: <terms>, or a licence's own
}

// free are the payment types under which anyone may use the text: RSL 1.0, "payment".
func (l License) free() bool {
	switch strings.ToLower(strings.TrimSpace(l.Payment)) {
	case "", "free", "attribution":
		return true
	default:
		return false
	}
}

// RSL reads the licences that one text is offered under. Each is an offer of its own: a
// use that one of them gives for free is allowed. What is permitted for a payment is not
// allowed to who has no contract, and noted. Prohibitions stand over permissions within a
// licence. notes names what was not understood.
func RSL(licenses []License) (use Use, notes []string) {
	for i, l := range licenses {
		one, more := l.use()
		notes = append(notes, more...)
		if i == 0 {
			use = one
			continue
		}
		use = either(use, one)
	}
	return use, notes
}

func (l License) use() (use Use, notes []string) {
	use.Policy = Address(l.Terms)
	for _, word := range flatten(l.Permits) {
		answer := Allowed
		if !l.free() {
			answer = NotAllowed
			notes = append(notes, "machine use \""+word+"\" is allowed with a licence for payment ("+l.Payment+") only")
		}
		if !use.set(word, answer) {
			notes = append(notes, NotUnderstood("RSL usage", word))
		}
	}
	for _, word := range flatten(l.Prohibits) {
		if !use.set(word, NotAllowed) {
			notes = append(notes, NotUnderstood("RSL usage", word))
		}
	}
	return use, notes
}

func flatten(lists []string) []string {
	var out []string
	for _, list := range lists {
		out = append(out, words(list)...)
	}
	return out
}

// either joins two offers for the same text.
func either(a, b Use) Use {
	a.Training = offered(a.Training, b.Training)
	a.Input = offered(a.Input, b.Input)
	a.Indexing = offered(a.Indexing, b.Indexing)
	if a.Policy == "" {
		a.Policy = b.Policy
	}
	return a
}

func offered(a, b Answer) Answer {
	if a == Allowed || b == Allowed {
		return Allowed
	}
	return max(a, b)
}
