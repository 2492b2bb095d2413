package email

import (
	"bytes"

	"github.com/wireroom/wireroom/services/normalize/internal/mimetree"
)

// maxOpened is how many signed messages are opened within each other.
const maxOpened = 3

// open reads what an opaque signed message holds (RFC 8551, 3.5.2). What is
// encrypted stays closed.
func (m *message) open(p *mimetree.Part, opened int) {
	data, _ := p.Bytes()
	inner := signedContent(data)
	if inner == nil || opened >= maxOpened {
		m.note("an encrypted or unreadable S/MIME part was left out")
		return
	}
	child, err := mimetree.Message(Name, inner)
	if err != nil {
		m.note("a signed part that can't be read was left out")
		return
	}
	m.note("signed; the signature was not checked")
	if p == m.root {
		// the text's own fields are the inner ones, the mail's the outer ones
		m.charset = child.Params["charset"]
	}
	m.walk(child, opened+1)
}

// The tags of BER that a signed message is made of (X.690, 8).
const (
	tagOctets      = 0x04
	tagID          = 0x06
	tagSequence    = 0x30
	tagConstructed = 0x24 // an octet string in pieces
	tagContext0    = 0xa0
)

// signedContent gives the content of a SignedData (RFC 5652, 5.1), nil if there is
// none. Definite and indefinite lengths are read.
func signedContent(data []byte) []byte {
	info := element(&data, tagSequence)
	if id := element(&info, tagID); !bytes.Equal(id, []byte{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02}) {
		return nil
	}
	wrapped := element(&info, tagContext0)
	signed := element(&wrapped, tagSequence)
	next(&signed) // version
	next(&signed) // digest algorithms
	content := element(&signed, tagSequence)
	element(&content, tagID)
	octets := element(&content, tagContext0)
	tag, value := next(&octets)
	switch tag {
	case tagOctets:
		return value
	case tagConstructed:
		var out []byte
		for len(value) > 0 {
			piece := element(&value, tagOctets)
			if piece == nil {
				break
			}
			out = append(out, piece...)
		}
		return out
	}
	return nil
}

// element reads the next element if it has that tag.
func element(data *[]byte, want byte) []byte {
	tag, value := next(data)
	if tag != want {
		*data = nil
		return nil
	}
	return value
}

// next reads one element and moves on; tag 0 means that there is none.
func next(data *[]byte) (tag byte, value []byte) {
	d := *data
	*data = nil
	if len(d) < 2 {
		return 0, nil
	}
	tag, size, d := d[0], int(d[1]), d[2:]
	switch {
	case size == 0x80:
		// of indefinite length: what it holds ends itself, and so does what is
		// around it; only the last one in its place is written so, or pieces
		end := indefiniteEnd(d, 0)
		if end < 0 {
			return tag, d
		}
		*data = d[min(end+2, len(d)):]
		return tag, d[:end]
	case size > 0x80:
		n := size - 0x80
		if n > 4 || len(d) < n {
			return 0, nil
		}
		size = 0
		for _, c := range d[:n] {
			size = size<<8 | int(c)
		}
		d = d[n:]
	}
	if size < 0 || size > len(d) {
		return 0, nil
	}
	*data = d[size:]
	return tag, d[:size]
}

// indefiniteEnd finds where the two zeros stand that end an element of indefinite
// length; -1 if they are missing.
func indefiniteEnd(d []byte, depth int) int {
	at := 0
	for at+1 < len(d) {
		if d[at] == 0 && d[at+1] == 0 {
			return at
		}
		size, head := int(d[at+1]), 2
		switch {
		case size == 0x80:
			if depth > 16 {
				return -1
			}
			end := indefiniteEnd(d[at+2:], depth+1)
			if end < 0 {
				return -1
			}
			size = end + 2
		case size > 0x80:
			n := size - 0x80
			if n > 4 || at+2+n > len(d) {
				return -1
			}
			size = 0
			for _, c := range d[at+2 : at+2+n] {
				size = size<<8 | int(c)
			}
			head += n
		}
		at += head + size
	}
	return -1
}
