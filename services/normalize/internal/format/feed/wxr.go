package feed

import (
	"strings"

	"github.com/mmcdole/gofeed/rss"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

// notArticle tells what a WordPress export holds beside articles: attachments,
// revisions, menus, and what has never been open to its readers (drafts,
// scheduled and inherited states). An item of any other feed is an article.
func notArticle(item *rss.Item) bool {
	wp := item.Extensions["wp"]
	switch strings.TrimSpace(value(wp, "post_type")) {
	case "attachment", "revision", "nav_menu_item", "custom_css", "customize_changeset", "oembed_cache",
		"user_request", "wp_block", "wp_template", "wp_template_part", "wp_global_styles", "wp_navigation":
		return true
	}
	switch strings.TrimSpace(value(wp, "status")) {
	case "", "publish", "private", "trash":
		return false
	default:
		return true
	}
}

// publication takes down what WordPress took from its readers: posts that are
// private, in the trash, or behind a password. Of these nothing but the name
// goes on, so that nothing of them can leak.
func publication(a *format.Article, item *rss.Item) {
	wp := item.Extensions["wp"]
	status := strings.TrimSpace(value(wp, "status"))
	if status == "" {
		return
	}
	a.Item.PubStatus = ninjs.Usable
	if status == "publish" && value(wp, "post_password") == "" {
		return
	}
	it := a.Item
	a.Item = ninjs.Item{
		URI: it.URI, Type: it.Type, AltIDs: it.AltIDs, Language: it.Language, PubStatus: ninjs.Withheld,
		FirstCreated: it.FirstCreated, VersionCreated: it.VersionCreated,
	}
	a.SourceComments, a.SourceViews = nil, nil
	a.Note("withheld by WordPress: " + status)
}
