package seen

import (
	"strconv"
	"strings"

	"github.com/wireroom/wireroom/pkg/dedup"
)

// Record says what NEWS held of an article when it was written.
type Record struct {
	Incarnation string // of NEWS: a record of another life of the stream says nothing
	Sequence    uint64 // on NEWS
	State       dedup.State
}

// Supersedes reports whether r takes the place of old: it does unless old is of the
// same incarnation of NEWS and as late.
func (r Record) Supersedes(old *Record) bool {
	return old == nil || old.Incarnation != r.Incarnation || old.Sequence < r.Sequence
}

// String writes the record as stores hold it: "incarnation sequence hash version".
func (r Record) String() string {
	return r.Incarnation + " " + strconv.FormatUint(r.Sequence, 10) + " " + r.State.Hash + " " + r.State.Version.String()
}

// parse reads what String wrote; what can't be read is no record.
func parse(s string) *Record {
	f := strings.SplitN(s, " ", 4)
	if len(f) != 4 {
		return nil
	}
	seq, err := strconv.ParseUint(f[1], 10, 64)
	v, verr := dedup.ParseVersion(f[3])
	if err != nil || verr != nil {
		return nil
	}
	return &Record{Incarnation: f[0], Sequence: seq, State: dedup.State{Version: v, Hash: f[2]}}
}
