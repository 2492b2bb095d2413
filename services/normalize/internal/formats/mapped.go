package formats

import (
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/mapped"
)

// shipped is the format of a mapping that comes with wireroom.
func shipped(name string) Format {
	m, err := mapped.Shipped(name)
	if err != nil {
		return Format{name, func(Look) bool { return false }, func(format.Input) (string, []format.Article, error) {
			return name, nil, format.Errorf(name, contract.ReasonInvalid, "", "%w", err)
		}}
	}
	return Format{name, func(l Look) bool { return claims(m, l) }, named(name, m.Parse)}
}

func claims(m *mapped.Mapping, l Look) bool {
	switch l.Kind {
	case XML:
		return m.Claims(mapped.XML, l.Root, l.Space, nil)
	case JSON:
		return m.Claims(mapped.JSON, "", "", l.Keys)
	default:
		return false
	}
}

// ParseMapped reads a delivery by a mapping of its provider's own: every delivery
// if the mapping does not say how its documents are known, else those that it
// claims, and the others as Parse does.
func ParseMapped(in format.Input, own *mapped.Mapping) (name string, articles []format.Article, err error) {
	l := lookAt(in)
	if l.Kind != Empty && (!own.Detects() || claims(own, l)) {
		return named(own.Name(), own.Parse)(in)
	}
	return Parse(in, "")
}
