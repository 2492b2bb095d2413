// Package journal remembers, beside the broker's own files, how far each stream had come,
// so that a stream whose files were damaged is found out at the start: the broker drops what
// it can't read, says nothing, and gives the sequences out again.
//
// It must not read messages; what is missing within a stream `wireroom check` finds.
package journal

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Mark is how far a stream had come.
type Mark struct {
	Created time.Time `json:"created"` // of the stream, by its broker
	Last    uint64    `json:"last"`    // the highest sequence that it had given out
}

// Marks are those of all streams by name, buckets included.
type Marks map[string]Mark

// Damage is one stream that had come further than it now is.
type Damage struct {
	At     time.Time `json:"at"` // when it was found
	Stream string    `json:"stream"`
	Kind   Kind      `json:"kind"`
	Knew   uint64    `json:"knew"` // the last sequence that was known
	Had    uint64    `json:"had"`  // the last one that was found
}

// Kind says what was found.
type Kind string

// The kinds of damage.
const (
	WentBack Kind = "went back" // the same stream, with fewer sequences
	Missing  Kind = "missing"   // no such stream any more; it is made anew
	Anew     Kind = "made anew" // another stream of the name, with fewer sequences
)

// String is one line for people.
func (d Damage) String() string {
	if d.Kind == Missing {
		return fmt.Sprintf("%s is missing, and had come to sequence %d", d.Stream, d.Knew)
	}
	return fmt.Sprintf("%s %s from sequence %d to %d", d.Stream, d.Kind, d.Knew, d.Had)
}

// Compare tells what the marks of before and now say of damage. now has every stream that
// there is.
func Compare(before, now Marks, at time.Time) []Damage {
	var out []Damage
	for name, was := range before {
		is, there := now[name]
		switch {
		case was.Last == 0 || there && is.Last >= was.Last:
		case !there:
			out = append(out, Damage{at, name, Missing, was.Last, 0})
		case is.Created.Equal(was.Created):
			out = append(out, Damage{at, name, WentBack, was.Last, is.Last})
		default:
			out = append(out, Damage{at, name, Anew, was.Last, is.Last})
		}
	}
	return out
}

const (
	marksFile  = "journal.json"
	damageFile = "damage.json"
)

// LoadMarks reads the marks of a data folder; none where there are none.
func LoadMarks(dir string) (Marks, error) {
	m := Marks{}
	return m, load(filepath.Join(dir, marksFile), &m)
}

// LoadDamage reads what was found damaged and not yet settled.
func LoadDamage(dir string) ([]Damage, error) {
	var d []Damage
	return d, load(filepath.Join(dir, damageFile), &d)
}

// Settle forgets the damage, once an operator has seen to it.
func Settle(dir string) error {
	if err := os.Remove(filepath.Join(dir, damageFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("settle the damage: %w", err)
	}
	return nil
}

func saveMarks(dir string, m Marks) error     { return save(filepath.Join(dir, marksFile), m) }
func saveDamage(dir string, d []Damage) error { return save(filepath.Join(dir, damageFile), d) }

func load(file string, into any) error {
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = json.Unmarshal(data, into)
	}
	if err != nil {
		return fmt.Errorf("read %s: %w", file, err)
	}
	return nil
}

// save replaces a file at once, so that a power cut leaves the old or the new one.
func save(file string, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("write %s: %w", file, err)
	}
	f, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".*")
	if err != nil {
		return fmt.Errorf("write %s: %w", file, err)
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), file)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", file, err), os.Remove(f.Name()))
	}
	return nil
}
