package e2e

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/ninjs"
)

// expected is an entry of the corpus's expected.json.
type expected struct {
	File, Format, ID, Version, Headline, HeadlineStarts, Slugline, By, Located, Language string
	BodyStarts, BodyContains, EdNoteContains, UsageTerms, PubStatus, Type, Signal        string
	Cancels                                                                              string
	Urgency, WordCount                                                                   int
	VersionCreated, EmbargoedUntil                                                       time.Time
	Subjects, People, Organisations, Places, Keywords, Associations                      []string
	Preformatted                                                                         bool
}

// expectations gives the entries.
func expectations(t *testing.T) []expected {
	t.Helper()
	data, err := os.ReadFile(localtest.Corpus(t, "wire", "expected.json"))
	require.NoError(t, err)
	var all []expected
	require.NoError(t, json.Unmarshal(data, &all))
	return all
}

// check holds an item against what the corpus names of it.
func (x expected) check(t *testing.T, it *ninjs.Item) {
	t.Helper()
	text := func(want, got, what string) {
		if want != "" {
			assert.Equal(t, want, got, "%s of %s", what, x.File)
		}
	}
	headline := ""
	if len(it.Headlines) > 0 {
		headline = it.Headlines[0].Value
	}
	text(x.Headline, headline, "headline")
	assert.True(t, strings.HasPrefix(headline, x.HeadlineStarts), "headline of %s: %q", x.File, headline)
	text(x.Slugline, it.Slugline, "slugline")
	text(x.By, it.By, "by")
	text(x.Located, it.Located, "located")
	text(x.Language, it.Language, "language")
	text(x.Version, it.Version, "version")
	text(x.PubStatus, string(it.PubStatus), "pubStatus")
	text(x.Type, string(it.Type), "type")
	text(x.UsageTerms, it.UsageTerms, "usageTerms")
	assert.Contains(t, it.EdNote, x.EdNoteContains, "edNote of %s", x.File)
	if x.Urgency != 0 {
		assert.EqualValues(t, x.Urgency, it.Urgency, "urgency of %s", x.File)
	}
	if !x.VersionCreated.IsZero() {
		assert.True(t, x.VersionCreated.Equal(it.VersionCreated.Time), "versionCreated of %s: %s", x.File, it.VersionCreated)
	}
	if !x.EmbargoedUntil.IsZero() {
		assert.True(t, x.EmbargoedUntil.Equal(it.EmbargoedUntil.Time), "embargoedUntil of %s: %s", x.File, it.EmbargoedUntil)
	}
	x.checkID(t, it)
	x.checkBody(t, it)
	x.checkLists(t, it)
}

func (x expected) checkID(t *testing.T, it *ninjs.Item) {
	t.Helper()
	if x.ID == "" {
		return
	}
	known := slices.ContainsFunc(it.AltIDs, func(a ninjs.AltID) bool { return a.Value == x.ID })
	assert.True(t, known, "id %s is among the altIds of %s: %v", x.ID, x.File, it.AltIDs)
	if x.Cancels == "" && !strings.ContainsAny(x.ID, ":/?") {
		assert.Contains(t, string(it.URI), x.ID, "uri of %s", x.File)
	}
}

func (x expected) checkBody(t *testing.T, it *ninjs.Item) {
	t.Helper()
	var xhtml, plain *ninjs.Body
	for i := range it.Bodies {
		switch it.Bodies[i].ContentType {
		case "application/xhtml+xml":
			xhtml = &it.Bodies[i]
		case "text/plain":
			plain = &it.Bodies[i]
		}
	}
	if x.BodyStarts+x.BodyContains == "" && x.WordCount == 0 && !x.Preformatted {
		return
	}
	if !assert.NotNil(t, plain, "plain body of %s", x.File) || !assert.NotNil(t, xhtml, "body of %s", x.File) {
		return
	}
	assert.True(t, strings.HasPrefix(plain.Value, x.BodyStarts), "body of %s starts with %.60q", x.File, plain.Value)
	assert.Contains(t, plain.Value, x.BodyContains)
	if x.WordCount != 0 {
		assert.InDelta(t, x.WordCount, plain.WordCount, float64(x.WordCount)*0.15+3, "words of %s", x.File)
	}
	if x.Preformatted {
		assert.Contains(t, xhtml.Value, "<pre", "%s keeps its lines", x.File)
	}
}

func (x expected) checkLists(t *testing.T, it *ninjs.Item) {
	t.Helper()
	var subjects, keywords, people, organisations, places, associations []string
	for _, s := range it.Subjects {
		subjects = append(subjects, string(s.URI)+" "+s.Literal)
		if s.Rel == "keyword" {
			keywords = append(keywords, s.Name)
		}
	}
	for _, p := range it.People {
		people = append(people, p.Name)
	}
	for _, o := range it.Organisations {
		organisations = append(organisations, o.Name)
	}
	for _, p := range it.Places {
		places = append(places, p.Name)
	}
	for _, a := range it.Associations {
		associations = append(associations, a.Name)
	}
	for _, code := range x.Subjects {
		assert.True(t, slices.ContainsFunc(subjects, func(s string) bool { return strings.Contains(s, code) }), "subject %s of %s in %v", code, x.File, subjects)
	}
	assert.Subset(t, people, x.People, "people of %s", x.File)
	assert.Subset(t, organisations, x.Organisations, "organisations of %s", x.File)
	assert.Subset(t, places, x.Places, "places of %s", x.File)
	assert.Subset(t, keywords, x.Keywords, "keywords of %s", x.File)
	assert.Subset(t, associations, x.Associations, "associations of %s", x.File)
}
