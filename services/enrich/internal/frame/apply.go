package frame

import (
	"slices"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
)

// work is the article on its way through the steps. What a step was given is
// never written to again: a late one may still read it.
type work struct {
	article *Article
	env     *contract.Envelope
}

func begin(item *ninjs.Item, env *contract.Envelope) *work {
	e := *env
	e.Derived = slices.Clone(env.Derived)
	e.Notes = slices.Clip(env.Notes)
	e.EnrichFailed = nil // an earlier run's failures say nothing about this one
	e.Language = contract.LanguageToken(item.Language)
	e.Topic = contract.None
	return &work{env: &e, article: &Article{
		Item: item, Language: e.Language, Text: plainBody(item), Headline: headline(item),
	}}
}

// plainBody gives the body that normalize wrote without markup.
func plainBody(item *ninjs.Item) string {
	for i := range item.Bodies {
		if item.Bodies[i].ContentType == "text/plain" {
			return item.Bodies[i].Value
		}
	}
	return ""
}

func headline(item *ninjs.Item) string {
	if len(item.Headlines) > 0 {
		return item.Headlines[0].Value
	}
	return item.Title
}

func (w *work) failed(name string) { w.env.EnrichFailed = append(w.env.EnrichFailed, name) }

// apply makes a change to copies: a late enricher may still read what it was given.
func (w *work) apply(c Change) {
	next := *w.article
	if c.said(next.Item) {
		item := *next.Item
		w.say(&item, c)
		next.Item = &item
	}
	if c.LanguageToken != "" {
		w.env.Language = c.LanguageToken
	}
	if c.Topic != "" {
		w.env.Topic = c.Topic
	}
	if c.ReadingSeconds != 0 {
		w.env.ReadingSeconds = c.ReadingSeconds
	}
	w.env.Notes = append(w.env.Notes, c.Notes...)
	next.Language = w.env.Language
	w.article = &next
}

// said reports whether the change says something in the item itself.
func (c *Change) said(item *ninjs.Item) bool {
	return c.Language != "" && c.Language != item.Language || len(c.Subjects)+len(c.Descriptions) > 0
}

func (w *work) say(item *ninjs.Item, c Change) {
	if c.Language != "" && c.Language != item.Language {
		item.Language = c.Language
		w.derived("language")
	}
	if len(c.Subjects) > 0 {
		item.Subjects = append(slices.Clip(item.Subjects), c.Subjects...)
		w.derived("subjects")
	}
	if len(c.Descriptions) > 0 {
		item.Descriptions = append(slices.Clip(item.Descriptions), c.Descriptions...)
		w.derived("descriptions")
	}
}

// derived keeps the list sorted and each field once.
func (w *work) derived(field string) {
	if at, ok := slices.BinarySearch(w.env.Derived, field); !ok {
		w.env.Derived = slices.Insert(w.env.Derived, at, field)
	}
}
