// Package demo is the sample wire: a dozen stories in our own words from three
// invented providers, with what happens to stories on a real wire.
//
// It pushes over the real HTTP API like any agency. It must not reach into the
// stages.
package demo

import (
	"embed"
	"fmt"
)

//go:embed wire
var files embed.FS

// Providers are the ids of the sample wire's providers, with their names.
func Providers() map[string]string {
	return map[string]string{"harbour-press": "Harbour Press", "nordwind": "Nordwind", "polder-post": "Polder Post"}
}

// Step is one push of the sample wire.
type Step struct {
	Provider    string
	File        string
	ContentType string
	Tells       string // what a watcher should see
}

// Steps lists the sample wire in the order of pushing.
func Steps() []Step {
	const ninjs, nitf = "application/json", "application/xml"
	return []Step{
		{"harbour-press", "01-ferry-v1.json", ninjs, "a story in ninjs"},
		{"harbour-press", "02-ferry-v3.json", ninjs, "its third version: an update"},
		{"harbour-press", "03-ferry-v2-late.json", ninjs, "its second version, late: dropped as stale"},
		{"harbour-press", "02-ferry-v3.json", ninjs, "the third once more: dropped as a duplicate"},
		{"nordwind", "04-quake-flash.xml", nitf, "a flash in NITF, urgency 1"},
		{"nordwind", "05-ferry-nordwind.xml", nitf, "the ferry from another provider: a story of its own"},
		{"nordwind", "06-frost-latin1.xml", nitf, "German, in ISO 8859-1"},
		{"polder-post", "07-feed.xml", "application/rss+xml", "an RSS feed with three stories"},
		{"polder-post", "08-page.html", "text/html", "a web page"},
		{"polder-post", "09-note.txt", "text/plain", "plain text"},
		{"harbour-press", "10-budget.json", ninjs, "ninjs 1, as older systems send it"},
		{"harbour-press", "11-merger.json", ninjs, "a story that turns out wrong"},
		{"harbour-press", "12-merger-kill.json", ninjs, "its kill: taken down everywhere"},
		{"nordwind", "13-broken.xml", nitf, "a broken document: a dead letter, and the wire goes on"},
	}
}

// Read gives the bytes of a step's document.
func (s Step) Read() ([]byte, error) {
	data, err := files.ReadFile("wire/" + s.File)
	if err != nil {
		return nil, fmt.Errorf("read sample %s: %w", s.File, err)
	}
	return data, nil
}
