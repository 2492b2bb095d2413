// Package demo is the sample wire: a dozen stories in our own words from three
// invented providers, with what happens to stories on a real wire.
//
// It pushes over the real HTTP API like any agency. It must not reach into the
// stages.
package demo

import (
	"bytes"
	"embed"
	"fmt"
	"time"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/provider"
)

//go:embed wire
var files embed.FS

// Providers are the ids of the sample wire's providers, with their names.
func Providers() map[string]string {
	return map[string]string{"harbour-press": "Harbour Press", "nordwind": "Nordwind", "polder-post": "Polder Post"}
}

// Conventions are the words of a provider's editors that mean a signal.
func Conventions(id string) []provider.ConventionText {
	if id != "harbour-press" {
		return nil
	}
	return []provider.ConventionText{{Field: provider.FieldEdNote, Pattern: `^CORRECTS version (?P<corrects>\d+)`, Signal: contract.Correction}}
}

// Step is one push of the sample wire.
type Step struct {
	Provider    string
	File        string
	ContentType string
	Shows       string        // what a watcher should see
	Embargo     time.Duration // how long it is held, counted from its push; 0: not at all
}

// Steps lists the sample wire in the order of pushing.
func Steps() []Step {
	const ninjs, nitf = "application/json", "application/xml"
	return []Step{
		{Provider: "harbour-press", File: "01-ferry-v1.json", ContentType: ninjs, Shows: "a story in ninjs"},
		{Provider: "harbour-press", File: "02-ferry-v3.json", ContentType: ninjs, Shows: "its third version: an update"},
		{Provider: "harbour-press", File: "03-ferry-v2-late.json", ContentType: ninjs, Shows: "its second version, late: dropped as stale"},
		{Provider: "harbour-press", File: "02-ferry-v3.json", ContentType: ninjs, Shows: "the third once more: dropped as a duplicate"},
		{Provider: "nordwind", File: "04-quake-flash.xml", ContentType: nitf, Shows: "a flash in NITF, urgency 1"},
		{Provider: "nordwind", File: "05-ferry-nordwind.xml", ContentType: nitf, Shows: "the ferry from another provider: another article of the same story"},
		{Provider: "nordwind", File: "06-frost-latin1.xml", ContentType: nitf, Shows: "German, in ISO 8859-1"},
		{Provider: "polder-post", File: "07-feed.xml", ContentType: "application/rss+xml", Shows: "an RSS feed with three stories"},
		{Provider: "polder-post", File: "08-page.html", ContentType: "text/html", Shows: "a web page"},
		{Provider: "polder-post", File: "09-note.txt", ContentType: "text/plain", Shows: "plain text"},
		{Provider: "harbour-press", File: "10-budget.json", ContentType: ninjs, Shows: "ninjs 1, as older systems send it"},
		{Provider: "harbour-press", File: "11-merger.json", ContentType: ninjs, Shows: "a story that turns out wrong"},
		{Provider: "harbour-press", File: "12-merger-kill.json", ContentType: ninjs, Shows: "its kill: taken down everywhere"},
		{Provider: "nordwind", File: "13-broken.xml", ContentType: nitf, Shows: "a broken document: a dead letter, and the wire goes on"},
		{Provider: "harbour-press", File: "14-ferry-correction.json", ContentType: ninjs, Shows: "the ferry's fourth version says CORRECTS: a correction"},
		{Provider: "nordwind", File: "15-prize.xml", ContentType: nitf, Shows: "under embargo for some seconds: nobody can read it yet", Embargo: 4 * time.Second},
	}
}

// Read gives the bytes of a step's document. now is when it is pushed: the end of
// its embargo is counted from there.
func (s Step) Read(now time.Time) ([]byte, error) {
	data, err := files.ReadFile("wire/" + s.File)
	if err != nil {
		return nil, fmt.Errorf("read sample %s: %w", s.File, err)
	}
	until := now.Add(s.Embargo).UTC().Format("20060102T150405Z")
	return bytes.ReplaceAll(data, []byte("{embargo}"), []byte(until)), nil
}
