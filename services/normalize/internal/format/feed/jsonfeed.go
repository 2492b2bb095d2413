package feed

import (
	"bytes"
	stdjson "encoding/json"
	"errors"
	"regexp"
	"strings"

	"github.com/mmcdole/gofeed/json"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

// jsonName tells a JSON Feed by its version, else, because many writers sort
// the version behind the items, by fields that only it has.
func jsonName(head []byte) string {
	if versionSyntax.Match(head) || bytes.Contains(head, []byte(`"items"`)) && fieldSyntax.Match(head) {
		return JSONFeed
	}
	return ""
}

var (
	versionSyntax = regexp.MustCompile(`jsonfeed\.org\\?/version\\?/`)
	fieldSyntax   = regexp.MustCompile(`"(?:home_page_url|feed_url|content_html|content_text|date_published)"\s*:`)
)

func parseJSON(in format.Input, data []byte) ([]format.Article, error) {
	if depth := bracketDepth(data); depth > maxDepth {
		return nil, format.Errorf(JSONFeed, contract.ReasonTooDeep, "", "values nested deeper than %d", maxDepth)
	}
	feed, items, err := splitJSON(data)
	var spent *format.Error
	switch {
	case errors.As(err, &spent):
		return nil, spent
	case err != nil:
		return nil, format.Errorf(JSONFeed, contract.ReasonMalformed, "", "read JSON: %w", err)
	}
	out := make([]format.Article, 0, len(items))
	for i, raw := range items {
		a := jsonArticle(in, feed, raw)
		if a.Err != nil {
			a.Err.Where = place(i)
		}
		out = append(out, finish(JSONFeed, i, document{}, a))
	}
	return out, nil
}

// splitJSON reads the feed without its items, so that each of these can be
// broken on its own.
func splitJSON(data []byte) (*json.Feed, []stdjson.RawMessage, error) {
	var fields map[string]stdjson.RawMessage
	if err := stdjson.Unmarshal(data, &fields); err != nil {
		return nil, nil, err
	}
	var items []stdjson.RawMessage
	if fields["items"] == nil {
		return nil, nil, errors.New("no items")
	}
	if err := format.Spent(JSONFeed, elements(fields["items"])); err != nil {
		return nil, nil, err
	}
	if err := stdjson.Unmarshal(fields["items"], &items); err != nil {
		return nil, nil, err
	}
	delete(fields, "items")
	head, err := stdjson.Marshal(fields)
	if err != nil {
		return nil, nil, err
	}
	feed, err := (&json.Parser{}).Parse(bytes.NewReader(head))
	return feed, items, err
}

func jsonArticle(in format.Input, feed *json.Feed, raw stdjson.RawMessage) format.Article {
	var a format.Article
	var item json.Item
	if err := stdjson.Unmarshal(numbersAsText(raw), &item); err != nil {
		a.Err = format.Errorf(JSONFeed, contract.ReasonMalformed, "", "read item: %w", err)
		return a
	}
	b := newBase(in.BaseURL, feed.FeedURL, feed.HomePageURL)
	it := &a.Item
	it.Type = ninjs.TypeText
	it.URI, a.ID, it.AltIDs = identify(item.ID, firstOf(item.URL, item.ExternalURL), b)
	if external := b.uri(item.ExternalURL); external != "" && item.URL != "" {
		it.AltIDs = append(it.AltIDs, ninjs.AltID{Role: "external", Value: string(external)})
	}
	it.Language = language(item.Language, feed.Language)
	it.FirstCreated = firstDate(&a, in.Zone, item.DatePublished)
	it.VersionCreated = firstDate(&a, in.Zone, item.DateModified, item.DatePublished)
	it.Headlines = texts("", oneLine(item.Title))
	it.Descriptions = texts("summary", oneLine(item.Summary))
	it.Bodies = jsonBodies(item)
	absoluteLinks(it.Bodies, firstOf(item.URL, item.ExternalURL), b)
	it.By = jsonAuthors(feed, item)
	if feed.Title != "" {
		it.InfoSources = []ninjs.InfoSource{{Name: oneLine(feed.Title), URI: b.uri(firstOf(feed.HomePageURL, feed.FeedURL))}}
	}
	var s subjects
	for _, tag := range item.Tags {
		s.category("", tag, "")
	}
	it.Subjects = s.list
	jsonMedia(&a, b, item)
	return a
}

// numbersAsText quotes dates that are numbers: Unix time, which the format has no place for.
func numbersAsText(raw stdjson.RawMessage) []byte {
	return numberDate.ReplaceAll(raw, []byte(`${1}"${2}"`))
}

var numberDate = regexp.MustCompile(`("date_(?:published|modified)"\s*:\s*)(\d[\d.]*)`)

// jsonBodies prefers markup; the text beside it says the same, and tidy makes a
// twin of its own.
func jsonBodies(item json.Item) []ninjs.Body {
	if html := strings.TrimSpace(item.ContentHTML); html != "" {
		return []ninjs.Body{{ContentType: "text/html", Value: html}}
	}
	if text := strings.TrimSpace(item.ContentText); text != "" {
		return []ninjs.Body{{ContentType: "text/plain", Value: text}}
	}
	return nil
}
