package openapi

import (
	"reflect"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
)

// WireSchemas are those of what the wire's messages are made of: the words of the
// contract, and ninjs 3.1.
func WireSchemas() *Schemas {
	s := NewSchemas()
	Enum(s, contract.New, contract.Update, contract.Correction, contract.Kill)
	Enum(s, contract.Published, contract.Dropped, contract.Held, contract.Dead)
	Enum(s, contract.Ingest, contract.Normalize, contract.Enrich, contract.Publish)
	Enum(s, contract.Lanes()...)
	reasons := []contract.Reason{}
	for _, r := range contract.Reasons() {
		reasons = append(reasons, r.Reason)
	}
	Enum(s, reasons...)
	ninjsTypes(s)
	Of[ninjs.Item](s)
	return s
}

// ninjsTypes are the values of ninjs 3.1 (iptc.org/std/ninjs/ninjs-schema_3.1.json).
func ninjsTypes(s *Schemas) {
	s.Prefixes[reflect.TypeFor[ninjs.Item]().PkgPath()] = "Ninjs"
	Set[ninjs.Time](s, Moment())
	Set[ninjs.Urgency](s, Integer(1, 9))
	Enum(s, ninjs.TypeText, ninjs.TypeAudio, ninjs.TypeVideo, ninjs.TypePicture, ninjs.TypeGraphic, ninjs.TypeComposite, ninjs.TypeComponent, ninjs.TypeEvent, ninjs.TypePlanning)
	Enum(s, ninjs.Usable, ninjs.Withheld, ninjs.Canceled)
	Enum(s, ninjs.Full, ninjs.Partial)
	Enum(s, ninjs.Progressive, ninjs.Interlaced)
}
