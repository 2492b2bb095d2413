package dedup

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Status is what a version does to its article.
type Status byte

// The statuses, by pubStatus of ninjs.
const (
	Usable   Status = 'u'
	Withheld Status = 'w'
	Canceled Status = 'c'
)

// Basis says which of the provider's fields order an article's versions. The
// article's first version fixes it.
type Basis struct{ Number, Created bool }

// Version is one version's place in the order. Number and Created count only if
// said (HasNumber, HasCreated); Seq, Pos and Replay are the arrival and always
// there, and together name the version.
type Version struct {
	Epoch      uint64 // rises with a restore and with a return of what was withheld
	Status     Status
	HasNumber  bool
	Number     uint64 // the provider's version number
	HasCreated bool
	Created    time.Time // versionCreated, to the microsecond
	Seq        uint64    // RAW sequence of the delivery
	Pos        int       // position in the delivery, from 1
	Replay     int       // number of the replay, 0 the first run
	Basis      Basis     // of a published version: as the article's first one fixed it
	// Since is the arrival that began the epoch by a restore: what arrived before it
	// does not join it, so that the kill which was lifted kills no second time.
	Since uint64
	// Lacked is the latest arrival among the published versions that lacked a field
	// of the basis. Such a one takes the value of whatever is last, so it would come
	// after everything each time it is redelivered: nothing of the kind that arrived
	// no later follows.
	Lacked uint64
}

// SameArrival reports whether both are the very same delivery and position.
func (v Version) SameArrival(o Version) bool {
	return v.Seq == o.Seq && v.Pos == o.Pos && v.Replay == o.Replay
}

// First gives v as the first version of its article: it fixes the basis. What it
// does not say counts for nothing.
func (v Version) First() Version {
	v.Basis = Basis{Number: v.HasNumber, Created: v.HasCreated}
	return v.After(v)
}

// After gives v as a version that competes with last, which is published: by
// last's basis; a field that v lacks takes last's value, so that v comes after
// it by arrival; an epoch that v does not rise is last's, unless v arrived before
// the restore that began it.
func (v Version) After(last Version) Version {
	if v.lacks(last.Basis) {
		v.Lacked = max(v.Lacked, v.Seq)
	}
	v.Lacked = max(v.Lacked, last.Lacked)
	v.Basis = last.Basis
	if v.Epoch <= last.Epoch && (v.Seq > last.Since || v.Epoch == last.Epoch) {
		v.Epoch, v.Since = last.Epoch, last.Since
	}
	switch {
	case !v.Basis.Number:
		v.HasNumber, v.Number = false, 0
	case !v.HasNumber:
		v.HasNumber, v.Number = true, last.Number
	}
	switch {
	case !v.Basis.Created:
		v.HasCreated, v.Created = false, time.Time{}
	case !v.HasCreated:
		v.HasCreated, v.Created = true, last.Created
	}
	return v
}

// lacks reports whether v does not say what orders its article's versions.
func (v Version) lacks(b Basis) bool {
	return b.Number && !v.HasNumber || b.Created && !v.HasCreated
}

// Compare orders two versions of one article that share a basis (First, After):
// epoch, then kills last of all, then number, date, arrival. It is a total
// order: 0 only for the same arrival.
func Compare(a, b Version) int {
	return cmp.Or(
		cmp.Compare(a.Epoch, b.Epoch),
		cmp.Compare(killed(a), killed(b)),
		CompareSaid(a, b),
		cmp.Compare(a.Seq, b.Seq),
		cmp.Compare(a.Pos, b.Pos),
		cmp.Compare(a.Replay, b.Replay),
	)
}

// CompareSaid orders by what the provider said alone: number, then date.
func CompareSaid(a, b Version) int {
	return cmp.Or(cmp.Compare(a.Number, b.Number), a.Created.Compare(b.Created))
}

func killed(v Version) int {
	if v.Status == Canceled {
		return 1
	}
	return 0
}

// String writes the version as a header holds it, for people as well:
// "e=0 k=u n=3 c=2024-05-01T10:00:00Z s=17 p=1 y=0 b=nc".
func (v Version) String() string {
	b := make([]byte, 0, 80)
	b = strconv.AppendUint(append(b, "e="...), v.Epoch, 10)
	b = append(b, " k="...)
	b = append(b, byte(v.Status))
	if v.HasNumber {
		b = strconv.AppendUint(append(b, " n="...), v.Number, 10)
	}
	if v.HasCreated {
		b = v.Created.UTC().AppendFormat(append(b, " c="...), time.RFC3339Nano)
	}
	b = strconv.AppendUint(append(b, " s="...), v.Seq, 10)
	b = strconv.AppendInt(append(b, " p="...), int64(v.Pos), 10)
	b = strconv.AppendInt(append(b, " y="...), int64(v.Replay), 10)
	if v.Since != 0 {
		b = strconv.AppendUint(append(b, " f="...), v.Since, 10)
	}
	if v.Lacked != 0 {
		b = strconv.AppendUint(append(b, " l="...), v.Lacked, 10)
	}
	if v.Basis != (Basis{}) {
		b = append(b, " b="...)
		if v.Basis.Number {
			b = append(b, 'n')
		}
		if v.Basis.Created {
			b = append(b, 'c')
		}
	}
	return string(b)
}

// ParseVersion reads what String wrote. Fields that it does not know are passed
// over: a later release may add some.
func ParseVersion(s string) (Version, error) {
	var v Version
	for field := range strings.FieldsSeq(s) {
		key, value, ok := strings.Cut(field, "=")
		if !ok {
			return v, fmt.Errorf("version %q: field %q", s, field)
		}
		if err := v.set(key, value); err != nil {
			return v, fmt.Errorf("version %q: %w", s, err)
		}
	}
	if v.Seq == 0 || v.Status == 0 {
		return v, fmt.Errorf("version %q: no arrival or no status", s)
	}
	return v, nil
}

func (v *Version) set(key, value string) (err error) {
	switch key {
	case "e":
		v.Epoch, err = strconv.ParseUint(value, 10, 64)
	case "k":
		if value != "u" && value != "w" && value != "c" {
			return fmt.Errorf("status %q", value)
		}
		v.Status = Status(value[0])
	case "n":
		v.HasNumber = true
		v.Number, err = strconv.ParseUint(value, 10, 64)
	case "c":
		v.HasCreated = true
		v.Created, err = time.Parse(time.RFC3339Nano, value)
	case "s":
		v.Seq, err = strconv.ParseUint(value, 10, 64)
	case "p":
		v.Pos, err = strconv.Atoi(value)
	case "y":
		v.Replay, err = strconv.Atoi(value)
	case "f":
		v.Since, err = strconv.ParseUint(value, 10, 64)
	case "l":
		v.Lacked, err = strconv.ParseUint(value, 10, 64)
	case "b":
		v.Basis = Basis{Number: strings.Contains(value, "n"), Created: strings.Contains(value, "c")}
	}
	return err
}
