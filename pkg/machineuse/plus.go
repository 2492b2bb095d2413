package machineuse

import "strings"

// plusCodes is the vocabulary "Data Mining" of the PLUS Coalition
// (ns.useplus.org/LDF/ldf-XMPSpecification#DataMining), which NewsML-G2 2.34 and IPTC's
// photo metadata standard 2023.1 use. A prohibition with exceptions in a text that no
// machine reads is a prohibition.
func plusCodes() map[string]Use {
	return map[string]Use{
		"DMI-UNSPECIFIED":                           {},
		"DMI-ALLOWED":                               all(Allowed),
		"DMI-PROHIBITED":                            all(NotAllowed),
		"DMI-PROHIBITED-AIMLTRAINING":               {Training: NotAllowed},
		"DMI-PROHIBITED-GENAIMLTRAINING":            {Training: NotAllowed},
		"DMI-PROHIBITED-EXCEPTSEARCHENGINEINDEXING": {Training: NotAllowed, Input: NotAllowed, Indexing: Allowed},
		"DMI-PROHIBITED-SEECONSTRAINT":              all(NotAllowed),
		"DMI-PROHIBITED-SEEEMBEDDEDRIGHTSEXPR":      all(NotAllowed),
		"DMI-PROHIBITED-SEELINKEDRIGHTSEXPR":        all(NotAllowed),
	}
}

// PLUS reads a value of the PLUS vocabulary: a URI
// (http://ns.useplus.org/ldf/vocab/DMI-ALLOWED), a code with a prefix (plusvocab:…,
// PLUS:…), or the code alone. ok is false for what is none.
func PLUS(value string) (use Use, ok bool) {
	code := strings.TrimSpace(value)
	if i := strings.LastIndexAny(code, "/:#"); i >= 0 {
		code = code[i+1:]
	}
	use, ok = plusCodes()[strings.ToUpper(code)]
	return use, ok
}
