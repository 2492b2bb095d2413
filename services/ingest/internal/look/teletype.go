package look

import (
	"bytes"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

const (
	soh = 0x01 // start of header
	syn = 0x16 // synchronisation, before an ANPA header
	us  = 0x1f // ends the first line of an ANPA header
)

// maxHeader bounds where a teletype header's priority may stand, in bytes.
const maxHeader = 200

// teletype reads the priority of an ANPA 1312 or IPTC 7901 header.
func teletype(data []byte) (ninjs.Urgency, bool) {
	head := bytes.TrimLeft(data[:min(len(data), maxHeader)], "\x00\x16\r\n ")
	if len(head) == 0 || head[0] != soh {
		return 0, false
	}
	if len(data) > 0 && data[0] == syn || bytes.IndexByte(head, us) >= 0 {
		return anpa(head), true
	}
	return iptc7901(head[1:]), true
}

// anpa reads ANPA-1312's priority: the character that begins the line after the
// first, f flash, b bulletin, u urgent, d deferred, w weekend.
func anpa(head []byte) ninjs.Urgency {
	_, line, ok := bytes.Cut(head, []byte("\n"))
	if !ok || len(line) < 2 || line[1] != ' ' {
		return 0
	}
	switch line[0] {
	case 'f', 'F':
		return 1
	case 'b', 'B':
		return 2
	case 'u', 'U':
		return 3
	case 'd', 'D', 'w', 'W':
		return 8
	}
	return 0
}

// iptc7901 reads the priority of IPTC 7901: the digit that is the second field of
// the first line, after the source and the number.
func iptc7901(head []byte) ninjs.Urgency {
	line, _, _ := bytes.Cut(head, []byte("\n"))
	for i, field := range bytes.Fields(line) {
		if i > 0 && len(field) == 1 && field[0] >= '1' && field[0] <= '9' {
			return ninjs.Urgency(field[0] - '0')
		}
		if i == 2 {
			break
		}
	}
	return 0
}
