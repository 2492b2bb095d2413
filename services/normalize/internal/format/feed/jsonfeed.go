package feed

import (
	"encoding/json"
	"errors"
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/charset"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

// jsonFeed is what the items of a JSON Feed take from it.
type jsonFeed struct {
	in                    format.Input
	base                  base
	title, home, language string
	authors               string
}

func parseJSON(in format.Input, data []byte) ([]format.Article, error) {
	var notes []string
	data, repaired := charset.RepairJSON(data)
	if repaired != "" {
		notes = append(notes, repaired)
	}
	if depth := bracketDepth(data); depth > maxDepth {
		return nil, format.Errorf(JSONFeed, contract.ReasonTooDeep, "", "values nested deeper than %d", maxDepth)
	}
	head, err := objectOf(data, &notes)
	if err == nil && head.fields["items"] == nil {
		err = errors.New("no items")
	}
	if spent := format.Spent(JSONFeed, elements(head.fields["items"])); spent != nil {
		return nil, spent
	}
	var items []json.RawMessage
	if err == nil {
		err = json.Unmarshal(head.fields["items"], &items)
	}
	if err != nil {
		return nil, format.Errorf(JSONFeed, contract.ReasonMalformed, "", "read JSON: %w", err)
	}
	feed := jsonFeedOf(in, &head)
	out := make([]format.Article, 0, len(items))
	for i, raw := range items {
		a := feed.article(raw)
		a.Notes = append(a.Notes, notes...)
		if a.Err != nil {
			a.Err.Where = place(i)
		}
		out = append(out, complete(JSONFeed, i, a))
	}
	return out, nil
}

func jsonFeedOf(in format.Input, head *object) jsonFeed {
	f := jsonFeed{in: in, title: oneLine(head.text("title")), home: head.text("home_page_url"), language: head.text("language")}
	own := head.text("feed_url")
	f.base = newBase(string(baseOf(in).uri(own)), own, in.BaseURL, f.home)
	f.home = firstOf(f.home, own)
	f.authors = head.authors()
	return f
}

func (f jsonFeed) article(raw json.RawMessage) format.Article {
	var a format.Article
	item, err := objectOf(raw, &a.Notes)
	if err != nil {
		a.Err = format.Errorf(JSONFeed, contract.ReasonMalformed, "", "read item: %w", err)
		return a
	}
	own, external := item.text("url"), item.text("external_url")
	link := firstOf(own, external)
	it := &a.Item
	it.Type = ninjs.TypeText
	it.URI, a.ID, it.AltIDs = identify(item.text("id"), link, f.base)
	if full := f.base.uri(external); full != "" && own != "" {
		it.AltIDs = append(it.AltIDs, ninjs.AltID{Role: "external", Value: string(full)})
	}
	it.Language = language(item.text("language"), f.language)
	published := item.text("date_published")
	it.FirstCreated = firstDate(&a, f.in.Zone, published)
	it.VersionCreated = firstDate(&a, f.in.Zone, item.text("date_modified"), published)
	it.Headlines = texts("", oneLine(item.text("title")))
	it.Descriptions = texts("summary", oneLine(item.text("summary")))
	it.Bodies = item.bodies()
	absoluteLinks(it.Bodies, link, f.base)
	it.By = firstOf(item.authors(), f.authors)
	if f.title != "" {
		it.InfoSources = []ninjs.InfoSource{{Name: f.title, URI: f.base.uri(f.home)}}
	}
	it.Subjects = item.tags()
	item.media(&a, f.base)
	if item.wrong && len(it.Headlines)+len(it.Bodies)+len(it.Descriptions) == 0 {
		a.Err = format.Errorf(JSONFeed, contract.ReasonMalformed, "", "no title and no text in the item that are text")
	}
	return a
}

// bodies prefers markup; the text beside it says the same, and tidy makes a twin of its
// own.
func (o *object) bodies() []ninjs.Body {
	if html := strings.TrimSpace(o.joined("content_html", "\n")); html != "" {
		return []ninjs.Body{{ContentType: "text/html", Value: html}}
	}
	if text := strings.TrimSpace(o.joined("content_text", "\n\n")); text != "" {
		return []ninjs.Body{{ContentType: "text/plain", Value: text}}
	}
	return nil
}
