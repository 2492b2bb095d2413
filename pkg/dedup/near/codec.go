package near

import (
	"encoding/binary"
	"errors"
)

// MaxPrint is how many bytes an encoded print has at most.
const MaxPrint = 1 + 8 + 4 + 4 + 4*2 + 3*maxShingles + 2*(maxFigures+maxNames+maxTitle)

// format is the first byte of an encoded print: another build's prints say nothing.
const format = 1

// ErrFormat says that bytes are no print of this format.
var ErrFormat = errors.New("not a print of this format")

// Append writes the print without its bands.
func (p Print) Append(out []byte) []byte {
	out = append(out, format)
	out = binary.LittleEndian.AppendUint64(out, p.Exact)
	out = binary.LittleEndian.AppendUint32(out, uint32(p.Words))
	out = binary.LittleEndian.AppendUint32(out, p.Below)
	out = binary.LittleEndian.AppendUint16(out, uint16(len(p.Shingles)))
	for _, h := range p.Shingles {
		out = append(out, byte(h), byte(h>>8), byte(h>>16))
	}
	for _, list := range [][]uint16{p.Figures, p.Names, p.Title} {
		out = binary.LittleEndian.AppendUint16(out, uint16(len(list)))
		for _, h := range list {
			out = binary.LittleEndian.AppendUint16(out, h)
		}
	}
	return out
}

// Decode reads what Append wrote; the bands are not in it.
func Decode(data []byte) (Print, error) {
	r := reader{data: data}
	if r.take(1)[0] != format {
		return Print{}, ErrFormat
	}
	p := Print{
		Exact: binary.LittleEndian.Uint64(r.take(8)),
		Words: int(binary.LittleEndian.Uint32(r.take(4))),
		Below: binary.LittleEndian.Uint32(r.take(4)),
	}
	p.Shingles = r.threes(maxShingles)
	p.Figures, p.Names, p.Title = r.twos(maxFigures), r.twos(maxNames), r.twos(maxTitle)
	if r.short || len(r.data) > 0 {
		return Print{}, ErrFormat
	}
	return p, nil
}

// reader takes bytes from the front; short tells that there were too few.
type reader struct {
	data  []byte
	short bool
}

func (r *reader) take(n int) []byte {
	if len(r.data) < n {
		r.short = true
		return make([]byte, n)
	}
	out := r.data[:n]
	r.data = r.data[n:]
	return out
}

// count reads the length of a list, 0 if it is more than bound.
func (r *reader) count(bound int) int {
	n := int(binary.LittleEndian.Uint16(r.take(2)))
	if n > bound {
		r.short = true
		return 0
	}
	return n
}

func (r *reader) threes(bound int) []uint32 {
	out := make([]uint32, r.count(bound))
	for i := range out {
		b := r.take(3)
		out[i] = uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16
	}
	return out
}

func (r *reader) twos(bound int) []uint16 {
	out := make([]uint16, r.count(bound))
	for i := range out {
		out[i] = binary.LittleEndian.Uint16(r.take(2))
	}
	return out
}
