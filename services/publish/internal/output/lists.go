package output

import "github.com/wireroom/wireroom/services/publish/internal/output/feed"

// List is a format of lists.
type List struct {
	Format
	Write func(feed.Feed) ([]byte, error)
}

// Lists lists the formats of lists. The first one is the default.
func Lists() []List {
	return []List{
		{Format{Name: "ninjs", Media: "application/json"}, feed.Ninjs},
		{Format{Name: "atom", Media: "application/atom+xml"}, feed.Atom},
		{Format{Name: "rss", Media: "application/rss+xml"}, feed.RSS},
		{Format{Name: "json-feed", Media: "application/feed+json"}, feed.JSON},
	}
}

// ListFormats are the formats of Lists.
func ListFormats() []Format {
	var out []Format
	for _, l := range Lists() {
		out = append(out, l.Format)
	}
	return out
}
