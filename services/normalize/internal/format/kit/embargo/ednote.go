package embargo

import (
	"errors"
	"regexp"
	"strings"
	"time"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

var (
	markup      = regexp.MustCompile(`<[^<>]{1,200}>`)
	sentenceEnd = regexp.MustCompile(`[.!;:)\]–—] +`)
)

var errNoTime = errors.New("the note names no time that can be read")

// OfNote reads an editor's note that says from when on the item may be used, where
// nothing else of the document does. What can only be such a notice counts; one whose
// time can't be read withholds the item. base is the time of the message where the item
// has none of its own, by which year and day are completed.
func OfNote(it *ninjs.Item, base time.Time, zone *time.Location, note func(string)) {
	if it.EdNote == "" || !it.EmbargoedUntil.IsZero() || it.PubStatus == ninjs.Canceled || it.PubStatus == ninjs.Withheld {
		return
	}
	if !it.VersionCreated.IsZero() {
		base = it.VersionCreated.Time
	}
	for line := range strings.Lines(markup.ReplaceAllString(it.EdNote, "\n")) {
		until, ok := inLine(strings.TrimSpace(line), base, zone)
		switch {
		case !ok:
			continue
		case until.IsZero():
			Unreadable(it, "edNote", errNoTime, note)
		default:
			it.EmbargoedUntil = ninjs.At(until)
		}
		return
	}
}

// inLine looks at each sentence of a line.
func inLine(line string, base time.Time, zone *time.Location) (time.Time, bool) {
	if len(line) > maxLine {
		line = strings.ToValidUTF8(line[:maxLine], "")
	}
	starts := []int{0}
	for _, at := range sentenceEnd.FindAllStringIndex(line, -1) {
		starts = append(starts, at[1])
	}
	for _, start := range starts {
		said := line[start:]
		until, labelled := Line(said, base, zone)
		if labelled && !until.IsZero() {
			return until, true
		}
		if labelled || Certain(said) {
			until, _ = Release(said, base, zone)
			return until, true
		}
	}
	return time.Time{}, false
}
