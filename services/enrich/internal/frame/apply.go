package frame

import (
	"slices"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
)

// work is the article on its way through the steps. What a step was given is
// written to once it came back; one that is late keeps it, and work goes on with a
// copy.
type work struct {
	article *Article
	env     *contract.Envelope
	own     bool // the item is a copy of the given one
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

// fork leaves the article to a step that may still read it.
func (w *work) fork() {
	next := *w.article
	w.article, w.own = &next, false
}

// room is for as many subjects as are usually added.
const room = 11

// item gives the item to write to. Its lists are only ever written to behind the
// end that others know of them.
func (w *work) item() *ninjs.Item {
	if !w.own {
		item := *w.article.Item
		item.Subjects = append(make([]ninjs.Subject, 0, len(item.Subjects)+room), item.Subjects...)
		item.Descriptions = slices.Clip(item.Descriptions)
		item.People = slices.Clip(item.People)
		item.Organisations = slices.Clip(item.Organisations)
		item.Places = slices.Clip(item.Places)
		w.article.Item, w.own = &item, true
	}
	return w.article.Item
}

// apply makes a change.
func (w *work) apply(c Change) {
	w.say(c)
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
	w.article.Language = w.env.Language
	w.article.Names = append(w.article.Names, c.Names...)
	w.article.Mentions = append(w.article.Mentions, c.Mentions...)
}

// say puts into the item what the change says in it.
func (w *work) say(c Change) {
	if c.Language != "" && c.Language != w.article.Item.Language {
		w.item().Language = c.Language
		w.derived("language")
	}
	if len(c.Subjects) > 0 {
		item := w.item()
		item.Subjects = append(item.Subjects, c.Subjects...)
		w.derived("subjects")
	}
	if len(c.Descriptions) > 0 {
		item := w.item()
		item.Descriptions = append(item.Descriptions, c.Descriptions...)
		w.derived("descriptions")
	}
	w.sayNames(c)
}

func (w *work) sayNames(c Change) {
	if len(c.People) > 0 {
		item := w.item()
		item.People = append(item.People, c.People...)
		w.derived("people")
	}
	if len(c.Organisations) > 0 {
		item := w.item()
		item.Organisations = append(item.Organisations, c.Organisations...)
		w.derived("organisations")
	}
	if len(c.Places) > 0 {
		item := w.item()
		item.Places = append(item.Places, c.Places...)
		w.derived("places")
	}
}

// derived keeps the list sorted and each field once.
func (w *work) derived(field string) {
	if at, ok := slices.BinarySearch(w.env.Derived, field); !ok {
		w.env.Derived = slices.Insert(w.env.Derived, at, field)
	}
}
