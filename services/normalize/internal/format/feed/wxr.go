package feed

import (
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

// notArticle tells what a WordPress export holds beside articles: attachments,
// revisions, menus, and what has never been open to its readers (drafts,
// scheduled and inherited states). An item of any other feed is an article.
func notArticle(item *item) bool {
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
func (e export) publication(a *format.Article, item *item, b base) {
	wp := item.Extensions["wp"]
	status := strings.TrimSpace(value(wp, "status"))
	if status == "" {
		return
	}
	e.complete(a, item, b)
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

// export is what a WordPress export says once for all posts: who wrote them, and
// where its files are.
type export struct {
	authors map[string]string // display names by login
	files   map[string]*item
}

func exportOf(feed *rssFeed) export {
	e := export{authors: map[string]string{}, files: map[string]*item{}}
	for _, a := range feed.Extensions["wp"]["author"] {
		if login, name := value(a.Children, "author_login"), plain(value(a.Children, "author_display_name")); login != "" && name != "" {
			e.authors[login] = name
		}
	}
	for _, item := range feed.Items {
		wp := item.Extensions["wp"]
		if id := value(wp, "post_id"); id != "" && value(wp, "attachment_url") != "" {
			e.files[id] = item
		}
	}
	return e
}

// complete fills in what a post takes from its export: the writer's name, and the
// picture that stands above it.
func (e export) complete(a *format.Article, item *item, b base) {
	if name := e.authors[a.Item.By]; name != "" {
		a.Item.By = name
	}
	for _, meta := range item.Extensions["wp"]["postmeta"] {
		file := e.files[value(meta.Children, "meta_value")]
		if file == nil || value(meta.Children, "meta_key") != "_thumbnail_id" {
			continue
		}
		e.picture(a, file, b)
		return
	}
}

func (e export) picture(a *format.Article, item *item, b base) {
	m := media{base: b}
	at := m.add(file{href: value(item.Extensions["wp"], "attachment_url"), medium: "image"})
	if at < 0 {
		return
	}
	picture := m.list[at]
	picture.Name = "featured"
	picture.Headlines = texts("", plain(item.Title))
	picture.Descriptions = texts("caption", firstOf(plain(value(item.Extensions["excerpt"], "encoded")), plain(item.Description)))
	a.Item.Associations = append([]ninjs.Association{picture}, a.Item.Associations...)
}
