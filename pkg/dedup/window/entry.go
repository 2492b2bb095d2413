package window

import (
	"strings"
	"time"

	"github.com/wireroom/wireroom/pkg/dedup/near"
	"github.com/wireroom/wireroom/pkg/dedup/story"
	"github.com/wireroom/wireroom/pkg/ninjs"
)

// Entry is an article as an index holds it.
type Entry struct {
	Article  string // its id, of MaxID bytes at most
	Original string // the article that its text repeats; empty: none
	Story    string // the id of its story; empty: not decided yet
	At       time.Time
	Sequence uint64 // on NEWS; 0: it is not known there yet
	Print    near.Print
	Features story.Features
}

// MaxID is how many bytes the ids of articles and stories have at most in a record.
const MaxID = 255

// EntryOf makes the entry of an article at a time. A text that has no words, such as
// that of a picture, gives one that repeats nothing.
func EntryOf(article string, item *ninjs.Item, at time.Time) Entry {
	title, body := headline(item), text(item)
	return Entry{Article: article, At: at, Print: near.Of(title, body), Features: story.Of(title, body)}
}

// story gives the id under which others join the entry's story.
func (e Entry) story() string {
	if e.Story != "" {
		return e.Story
	}
	return e.Article
}

// Empty reports whether there is nothing to compare.
func (e Entry) Empty() bool { return e.Print.Words == 0 }

func headline(item *ninjs.Item) string {
	if len(item.Headlines) > 0 {
		return item.Headlines[0].Value
	}
	return item.Title
}

// text is the plain body, else the first one without its markup, else the description.
func text(item *ninjs.Item) string {
	for _, b := range item.Bodies {
		if b.ContentType == "text/plain" || b.ContentType == "" {
			return b.Value
		}
	}
	if len(item.Bodies) > 0 {
		return withoutTags(item.Bodies[0].Value)
	}
	if len(item.Descriptions) > 0 {
		return item.Descriptions[0].Value
	}
	return ""
}

// withoutTags leaves out what stands in angle brackets: enough for words to compare.
func withoutTags(markup string) string {
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(markup, "<")
		out.WriteString(before)
		if !found {
			return out.String()
		}
		out.WriteByte(' ')
		_, markup, found = strings.Cut(rest, ">")
		if !found {
			return out.String()
		}
	}
}
