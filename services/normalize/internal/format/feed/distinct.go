package feed

import (
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/note"
)

// distinct takes the name from articles of one document that have it in common though they
// are different stories: a guid or a link on all items identifies none of them. Their link
// names them then, else link and title.
func distinct(list []format.Article) []format.Article {
	for i := range list {
		list[i] = notHome(list[i])
	}
	shared := sharedBy(list, nameOf)
	if len(shared) == 0 {
		return list
	}
	links := sharedBy(list, linkOfArticle)
	for i := range list {
		a := &list[i]
		name := nameOf(*a)
		if !shared[name] || a.Err != nil || a.Item.PubStatus == ninjs.Canceled {
			continue
		}
		note.Addf(&a.Notes, "%q names several items of other titles and links: it identifies none", short(name))
		link := linkOfArticle(*a)
		if links[link] || link == name || link == "" {
			link = strings.TrimSpace(link + " " + titleOf(*a))
		}
		if a.Item.URI, a.ID = absolute(link), ""; a.Item.URI == "" {
			a.ID = link
		}
	}
	return list
}

// sharedBy gives the names that different stories have in common.
func sharedBy(list []format.Article, name func(format.Article) string) map[string]bool {
	shared, first := map[string]bool{}, map[string]int{}
	for i, a := range list {
		n := name(a)
		if n == "" || a.Err != nil || a.Item.PubStatus == ninjs.Canceled {
			continue
		}
		if at, ok := first[n]; !ok {
			first[n] = i
		} else if !sameStory(list[at], a) {
			shared[n] = true
		}
	}
	return shared
}

// sameStory reports whether two articles of one name are states of one story: by their
// title, or by an id and a link in common and different dates.
func sameStory(a, b format.Article) bool {
	if titleOf(a) == titleOf(b) && titleOf(a) != "" {
		return true
	}
	return altOf(a, "guid") != "" && altOf(a, "guid") == altOf(b, "guid") && altOf(a, "link") == altOf(b, "link") &&
		!a.Item.VersionCreated.IsZero() && !b.Item.VersionCreated.IsZero() && !a.Item.VersionCreated.Equal(b.Item.VersionCreated.Time)
}

func linkOfArticle(a format.Article) string { return altOf(a, "link") }

func altOf(a format.Article, role string) string {
	for _, alt := range a.Item.AltIDs {
		if alt.Role == role {
			return alt.Value
		}
	}
	return ""
}

func titleOf(a format.Article) string {
	if len(a.Item.Headlines) > 0 {
		return a.Item.Headlines[0].Value
	}
	if len(a.Item.Bodies) > 0 {
		return short(a.Item.Bodies[0].Value)
	}
	return ""
}

// short cuts a text to 80 characters.
func short(s string) string {
	const most = 80
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// notHome takes the name from an article that has the address of the whole feed for one:
// the next poll's items would have it too.
func notHome(a format.Article) format.Article {
	name := nameOf(a)
	if a.Err != nil || len(a.Item.InfoSources) == 0 || name == "" || !sameAddress(name, string(a.Item.InfoSources[0].URI)) {
		return a
	}
	link := linkOfArticle(a)
	if sameAddress(link, name) || link == "" {
		link = strings.TrimSpace(name + " " + titleOf(a))
	}
	note.Addf(&a.Notes, "%q is the address of the feed: it identifies no item", short(name))
	if a.Item.URI, a.ID = absolute(link), ""; a.Item.URI == "" {
		a.ID = link
	}
	return a
}

func sameAddress(a, b string) bool {
	return a != "" && strings.TrimSuffix(a, "/") == strings.TrimSuffix(b, "/")
}
