package page

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/publish/internal/output/content"
)

func topics(a content.Article) (out []topicText) {
	for _, s := range a.Topics() {
		t := topicText{Name: s.Name}
		if first, ok := contract.TopicByURI(string(s.URI)); ok {
			t.Slug = first.Slug
			if t.Name == "" {
				t.Name = first.Name
			}
		}
		if s.Confidence != nil {
			t.Confidence = strconv.Itoa(*s.Confidence) + "%"
		}
		if t.Name != "" {
			out = append(out, t)
		}
	}
	return out
}

// pictures are the pictures that came with the article and are kept here.
func pictures(item *ninjs.Item) (out []picture) {
	seen := map[string]bool{}
	for _, a := range item.Associations {
		for _, r := range a.Renditions {
			u, err := url.Parse(string(r.Href))
			if err != nil || !strings.HasPrefix(u.Path, "/v1/media/") || !strings.HasPrefix(r.ContentType, "image/") || seen[a.Name] {
				continue
			}
			seen[a.Name] = true
			title := r.Title
			if title == "" {
				title = content.Article{Item: &a.Item}.Headline()
			}
			out = append(out, picture{Address: u.EscapedPath(), Title: title})
		}
	}
	return out
}

// facts are what is known of the article beside its text.
func facts(a content.Article) []fact {
	e, item := a.Envelope, a.Item
	var out []fact
	add := func(name, value, link string) {
		if value != "" {
			out = append(out, fact{name, value, link})
		}
	}
	add("Provider", e.Provider, address("/", url.Values{"provider": {e.Provider}}))
	add("URI", e.URI, "")
	add("Delivery", e.Delivery, "")
	add("Read as", e.Format, "")
	add("Slug", item.Slugline, "")
	if e.ReadingSeconds > 0 {
		add("Reading time", (time.Duration(e.ReadingSeconds) * time.Second).String(), "")
	}
	if e.DuplicateOf != "" {
		add("Repeats", e.DuplicateKind+" copy, similarity "+strconv.FormatFloat(e.Similarity, 'f', 2, 64), "/articles/"+e.DuplicateOf)
	}
	add("Machine use", e.MachineUse.String(), "")
	add("Usage terms", item.UsageTerms, "")
	add("Copyright", item.CopyrightNotice, "")
	if e.SourceViews != nil {
		add("Views at the source", strconv.Itoa(*e.SourceViews), "")
	}
	if e.SourceComments != nil {
		add("Comments at the source", strconv.Itoa(*e.SourceComments), "")
	}
	add("Found here, not said by the provider", strings.Join(e.Derived, ", "), "")
	add("Enrichers that failed", strings.Join(e.EnrichFailed, ", "), "")
	add("Notes", strings.Join(e.Notes, "; "), "")
	return out
}

func formats() []string { return []string{"ninjs", "ninjs-2", "ninjs-1", "newsml-g2", "nitf", "text"} }

// step is one stage on an article's way, with the time since the one before.
type step struct {
	Name  string
	At    time.Time
	Took  time.Duration
	First bool
}

// steps are the stages that a version passed, by its own headers.
func steps(e *contract.Envelope) (out []step) {
	var last time.Time
	for _, s := range []step{{Name: "received", At: e.Received}, {Name: "normalized", At: e.Normalized}, {Name: "enriched", At: e.Enriched},
		{Name: "embargo ended", At: e.Embargo}, {Name: "published", At: e.Published}} {
		if s.At.IsZero() || s.Name == "embargo ended" && (s.At.Before(e.Enriched) || s.At.After(e.Published)) {
			continue
		}
		s.First, s.Took = last.IsZero(), s.At.Sub(last)
		last = s.At
		out = append(out, s)
	}
	return out
}
