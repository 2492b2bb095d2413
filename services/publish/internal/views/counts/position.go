package counts

import (
	"fmt"
	"strconv"
	"strings"
)

// Position says how far a shard is applied: the sequence on VIEWS of the last
// message, in a life of that stream.
type Position struct {
	Life string
	Seq  uint64
}

func (p Position) String() string { return p.Life + ":" + strconv.FormatUint(p.Seq, 10) }

func parsePosition(s string) (Position, error) {
	life, num, ok := strings.Cut(s, ":")
	seq, err := strconv.ParseUint(num, 10, 64)
	if !ok || err != nil {
		return Position{}, fmt.Errorf("%q is not a position on VIEWS", s)
	}
	return Position{life, seq}, nil
}
