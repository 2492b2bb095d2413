package ninjs

import (
	"fmt"
	"slices"
)

// Type is the nature of the item (IPTC's ninature).
type Type string

// The types that ninjs 3.1 knows.
const (
	TypeText      Type = "text"
	TypeAudio     Type = "audio"
	TypeVideo     Type = "video"
	TypePicture   Type = "picture"
	TypeGraphic   Type = "graphic"
	TypeComposite Type = "composite"
	TypeComponent Type = "component"
	TypeEvent     Type = "event"
	TypePlanning  Type = "planning"
)

// PubStatus says whether the item may be used (IPTC's pubstatusg2).
type PubStatus string

// The states of publication. An empty one means usable.
const (
	Usable   PubStatus = "usable"
	Withheld PubStatus = "withheld"
	Canceled PubStatus = "canceled"
)

// RepresentationType says how complete the item's representation is.
type RepresentationType string

// The representation types.
const (
	Full    RepresentationType = "full"
	Partial RepresentationType = "partial"
)

// ScanType is the scan of a video.
type ScanType string

// The scan types.
const (
	Progressive ScanType = "progressive"
	Interlaced  ScanType = "interlaced"
)

// Frequency is how often an event recurs (RFC 5545, FREQ).
type Frequency string

// Valid reports whether the schema lists the value.
func (t Type) Valid() bool {
	return slices.Contains([]Type{TypeText, TypeAudio, TypeVideo, TypePicture, TypeGraphic,
		TypeComposite, TypeComponent, TypeEvent, TypePlanning}, t)
}

// Valid reports whether the schema lists the value.
func (p PubStatus) Valid() bool { return p == Usable || p == Withheld || p == Canceled }

// Valid reports whether the schema lists the value.
func (r RepresentationType) Valid() bool { return r == Full || r == Partial }

// Valid reports whether the schema lists the value.
func (s ScanType) Valid() bool { return s == Progressive || s == Interlaced }

// Valid reports whether the schema lists the value.
func (f Frequency) Valid() bool {
	return slices.Contains([]Frequency{"secondly", "minutely", "hourly", "daily", "weekly", "monthly", "yearly"}, f)
}

// MarshalText refuses a value that the schema does not list.
func (t Type) MarshalText() ([]byte, error) { return enum("type", string(t), t.Valid()) }

// MarshalText refuses a value that the schema does not list.
func (p PubStatus) MarshalText() ([]byte, error) { return enum("pubStatus", string(p), p.Valid()) }

// MarshalText refuses a value that the schema does not list.
func (r RepresentationType) MarshalText() ([]byte, error) {
	return enum("representationType", string(r), r.Valid())
}

// MarshalText refuses a value that the schema does not list.
func (s ScanType) MarshalText() ([]byte, error) { return enum("scanType", string(s), s.Valid()) }

// MarshalText refuses a value that the schema does not list.
func (f Frequency) MarshalText() ([]byte, error) { return enum("frequency", string(f), f.Valid()) }

func enum(field, value string, ok bool) ([]byte, error) {
	if !ok {
		return nil, fmt.Errorf("%s %q is not one that ninjs 3.1 lists", field, value)
	}
	return []byte(value), nil
}
