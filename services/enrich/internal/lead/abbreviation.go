package lead

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// abbreviations that stand before a capital and end no sentence, in lower case
// without the last stop. Those that end sentences as often ("etc", "inc", "p.m")
// are left out on purpose.
const abbreviations = ` mr mrs ms dr prof sen rep gov gen lt col sgt capt cmdr adm maj rev hon st sr jr mt ft pres supt det insp
 messrs mme mlle mm jan feb mar apr jun jul aug sep sept oct nov dec nos vs v ca cf approx fig vol pp al
 nr bzw z.b u.a d.h ggf evtl dipl ing str abs mio mrd tsd geb st hl
 sr sra srta dr dra ud uds ee.uu av dott sig avv arch prof p.es
 dhr mevr drs ir jl o.a bijv t d.v.s bl.a t.ex kr kl jf f.eks bl.a ca m.m
 inż hab ul św tzw np m.in tj г ул им д т.е др проф акад руб тыс гг напр см `

// abbreviated reports whether s ends with an abbreviation or an initial, so that
// what follows belongs to the same sentence.
func abbreviated(s string) bool {
	s, ok := strings.CutSuffix(strings.TrimRightFunc(s, unicode.IsSpace), ".")
	if !ok || s == "" {
		return false
	}
	word := s[lastBreak(s):]
	if word == "" {
		return false
	}
	if initial(word) {
		return true
	}
	return strings.Contains(abbreviations, " "+strings.ToLower(word)+" ")
}

func lastBreak(s string) int {
	i := strings.LastIndexFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '(' || r == '"' || r == '“' || r == '-' })
	if i < 0 {
		return 0
	}
	_, size := utf8.DecodeRuneInString(s[i:])
	return i + size
}

// initial reports whether a word is one capital ("J.") or an ordinal number, as
// German, Czech and the Nordic languages write it ("3. Mai").
func initial(word string) bool {
	r, size := utf8.DecodeRuneInString(word)
	if size == len(word) {
		return unicode.IsUpper(r) || unicode.IsDigit(r)
	}
	return len(word) == 2 && unicode.IsDigit(r) && unicode.IsDigit(rune(word[1]))
}
