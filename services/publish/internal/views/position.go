package views

import (
	"fmt"
	"strconv"
	"strings"
)

// position says how far a shard is applied: the sequence on VIEWS of the last
// message, in a life of that stream.
type position struct {
	life string
	seq  uint64
}

func (p position) String() string { return p.life + ":" + strconv.FormatUint(p.seq, 10) }

func parsePosition(s string) (position, error) {
	life, num, ok := strings.Cut(s, ":")
	seq, err := strconv.ParseUint(num, 10, 64)
	if !ok || err != nil {
		return position{}, fmt.Errorf("%q is not a position on VIEWS", s)
	}
	return position{life, seq}, nil
}
