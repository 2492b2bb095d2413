package feed

import (
	"bytes"
	"encoding/json"
	"time"

	"github.com/wireroom/wireroom/services/publish/internal/output/content"
)

func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return b.Bytes(), err
}

type person struct {
	Name string `json:"name"`
}

type hub struct {
	Type string `json:"type"`
	URL  string `json:"url"`
}

type jsonItem struct {
	ID        string    `json:"id"`
	URL       string    `json:"url"`
	Title     string    `json:"title"`
	HTML      string    `json:"content_html,omitempty"`
	Text      string    `json:"content_text,omitempty"`
	Summary   string    `json:"summary,omitempty"`
	Published time.Time `json:"date_published"`
	Modified  time.Time `json:"date_modified"`
	Authors   []person  `json:"authors,omitempty"`
	Tags      []string  `json:"tags,omitempty"`
	Language  string    `json:"language,omitempty"`
	Wireroom  extension `json:"_wireroom"`
}

// extension is what JSON Feed has no place for (its own clause on extensions).
type extension struct {
	About   string  `json:"about"`
	Article string  `json:"article"`
	Story   string  `json:"story,omitempty"`
	Counts  *Counts `json:"counts,omitempty"`
	Source  *source `json:"source,omitempty"`
}

const about = "https://github.com/wireroom/wireroom/blob/main/docs/consumers.md"

// JSON gives the feed as JSON Feed 1.1.
func JSON(f Feed) ([]byte, error) {
	items := []jsonItem{}
	for _, e := range f.Entries {
		i := jsonItem{ID: string(e.Item.URI), URL: e.URL, Title: e.name(), HTML: e.text(), Text: e.Text(content.Plain), Summary: e.Summary(),
			Published: e.first(), Modified: e.Envelope.Published, Tags: e.Keywords(), Language: e.Item.Language,
			Wireroom: extension{about, e.Envelope.Article, e.Envelope.Story, e.Counts, e.source()}}
		if i.HTML == "" && i.Text == "" {
			i.Text = e.name() // an item needs one of them
		}
		if e.Item.By != "" {
			i.Authors = []person{{e.Item.By}}
		}
		items = append(items, i)
	}
	var hubs []hub
	if f.Hub != "" {
		hubs = []hub{{"WebSub", f.Hub}}
	}
	return encode(struct {
		Version string     `json:"version"`
		Title   string     `json:"title"`
		URL     string     `json:"feed_url"`
		Next    string     `json:"next_url,omitempty"`
		Hubs    []hub      `json:"hubs,omitempty"`
		Items   []jsonItem `json:"items"`
	}{"https://jsonfeed.org/version/1.1", title, f.Self, f.Next, hubs, items})
}

// Page is a page of a list with each article as ninjs 3.1.
type Page struct {
	Articles []ListedArticle `json:"articles"`
	Next     string          `json:"next,omitempty" doc:"Address of the next page; missing on the last one."`
}

// ListedArticle is one article of it.
type ListedArticle struct {
	Article   string          `json:"article" doc:"The article's id."`
	Sequence  uint64          `json:"sequence" doc:"The sequence of its last version on NEWS."`
	Subject   string          `json:"subject" doc:"The subject of its last version on NEWS."`
	Published time.Time       `json:"published" doc:"When its last version was published."`
	URL       string          `json:"url" doc:"Address of the article."`
	Counts    *Counts         `json:"counts,omitempty"`
	Source    *source         `json:"source,omitempty"`
	Found     *Found          `json:"found,omitempty"`
	Item      json.RawMessage `json:"item" schema:"NinjsItem"`
}

// Ninjs gives the list with each article as ninjs 3.1.
func Ninjs(f Feed) ([]byte, error) {
	list := []ListedArticle{}
	for _, e := range f.Entries {
		list = append(list, ListedArticle{e.Envelope.Article, e.Sequence, e.Subject, e.Envelope.Published, e.URL, e.Counts, e.source(), e.Found, e.Data})
	}
	return encode(Page{list, f.Next})
}
