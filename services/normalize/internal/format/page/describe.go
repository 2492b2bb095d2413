package page

import (
	"regexp"
	"slices"
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/date"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/note"
)

// identify names the article by its canonical address. One that leads to the
// front page, as some sites have it on all pages, names nothing.
func (p *page) identify(it *ninjs.Item) {
	candidates := []string{p.meta.canonical, p.ld.text("mainEntityOfPage"), p.ld.text("url"), p.meta.get("og:url", "mainentityofpage"), p.in.BaseURL}
	for _, link := range candidates {
		if uri := p.uri(link); uri != "" && !isFrontPage(link) {
			it.URI = uri
			it.AltIDs = []ninjs.AltID{{Role: "link", Value: string(uri)}}
			return
		}
	}
}

func isFrontPage(link string) bool {
	u := firstURL(link)
	return u != nil && strings.Trim(u.Path, "/") == "" && u.RawQuery == ""
}

// describe fills what the page says about the article.
func (p *page) describe(it *ninjs.Item) {
	it.Headlines = nonEmpty("", p.headline())
	if other := p.ld.text("alternativeHeadline"); len(it.Headlines) > 0 && other != it.Headlines[0].Value {
		it.Headlines = append(it.Headlines, nonEmpty("alternate", other)...)
	}
	if id, _ := p.ld["identifier"].(string); strings.TrimSpace(id) != "" {
		it.AltIDs = append(it.AltIDs, ninjs.AltID{Role: "identifier", Value: strings.TrimSpace(id)})
	}
	it.Descriptions = nonEmpty("summary", firstOf(p.ld.text("description"), p.meta.get("og:description", "description", "twitter:description")))
	it.By = p.byline()
	it.Language = language(p.ld.text("inLanguage"), p.meta.language, p.meta.get("og:locale", "content-language"))
	it.FirstCreated = p.firstDate("date of publication", p.ld.text("datePublished"), p.meta.get("article:published_time", "itemprop:datepublished",
		"datepublished", "parsely-pub-date", "dc.date", "date"), p.ld.text("dateCreated"))
	it.VersionCreated = p.firstDate("date of the last change", p.ld.text("dateModified"), p.meta.get("article:modified_time", "og:updated_time",
		"itemprop:datemodified", "datemodified"))
	if it.VersionCreated.Before(it.FirstCreated.Time) {
		it.VersionCreated = it.FirstCreated
	}
	it.Subjects = p.subjects()
	it.CopyrightHolder = p.ld.text("copyrightHolder")
	it.CopyrightNotice = firstOf(p.ld.text("copyrightNotice"), p.meta.get("copyright"))
	if name := firstOf(p.ld.text("publisher"), p.meta.get("og:site_name")); name != "" {
		it.InfoSources = []ninjs.InfoSource{{Name: name, Role: "publisher"}}
	}
}

// headline prefers what the page names so. JSON-LD's may be cut at 110
// characters; og:title and title may end in the name of the site.
func (p *page) headline() string {
	stated := firstOf(p.ld.text("headline"), p.ld.text("name"), p.meta.get("itemprop:headline"))
	titles := []string{stated, p.meta.get("og:title"), p.meta.title, p.meta.get("twitter:title")}
	for _, h := range p.meta.headings {
		for _, title := range titles {
			if title != "" && strings.HasPrefix(lowerWords(title), lowerWords(h)) || stated != "" && strings.HasPrefix(lowerWords(h), lowerWords(stated)) {
				return h
			}
		}
	}
	for _, h := range p.meta.headings {
		if alike(h, titles) {
			return h
		}
	}
	title := firstOf(stated, p.withoutSite(p.meta.get("og:title")), p.meta.get("twitter:title"))
	if title == "" && len(p.meta.headings) == 1 {
		title = p.meta.headings[0]
	}
	return firstOf(title, p.withoutSite(p.meta.title))
}

// alike reports whether a heading is one of the titles in other words: what is shown
// is longer or shorter than what is for search engines.
func alike(heading string, titles []string) bool {
	const least, share = 4, 0.7
	words := strings.Fields(lowerWords(heading))
	for _, title := range titles {
		known, hits := strings.Fields(lowerWords(title)), 0
		for _, w := range words {
			if slices.Contains(known, w) {
				hits++
			}
		}
		if hits >= least && float64(hits) >= share*float64(len(words)) && len(words) <= 60 {
			return true
		}
	}
	return false
}

// withoutSite cuts " - Site" off a title where the page names its site so.
func (p *page) withoutSite(title string) string {
	site := firstOf(p.meta.get("og:site_name"), p.ld.text("publisher"))
	for _, mark := range []string{" - ", " | ", " – ", " — ", " :: ", " » "} {
		if site != "" && strings.HasSuffix(strings.ToLower(title), strings.ToLower(mark+site)) {
			return title[:len(title)-len(mark+site)]
		}
	}
	return title
}

func (p *page) byline() string {
	names := p.ld.texts("author")
	if len(names) == 0 {
		names = p.meta.values["itemprop:author"]
	}
	for _, key := range []string{"author", "article:author", "parsely-author", "byl", "dc.creator"} {
		if len(names) == 0 {
			names = p.meta.values[key]
		}
	}
	var out []string
	for _, name := range names {
		name = strings.TrimSpace(byPrefix.ReplaceAllString(oneLine(name), ""))
		if name != "" && !slices.Contains(out, name) && !strings.Contains(name, "://") && name[0] != '#' && len(name) <= 200 {
			out = append(out, name)
		}
	}
	if len(out) == 0 {
		return p.shown
	}
	return strings.Join(out, ", ")
}

// byPrefix is what stands before a name that was taken from shown text.
var byPrefix = regexp.MustCompile(`^(?i:[|\s]*by:?\s+)`)

func (p *page) subjects() []ninjs.Subject {
	var words []string
	words = append(words, p.ld.texts("articleSection")...)
	words = append(words, p.meta.values["article:section"]...)
	lists := append(p.ld.texts("keywords"), p.meta.values["article:tag"]...)
	if len(lists) == 0 {
		lists = append(lists, p.meta.get("news_keywords", "keywords"))
	}
	for _, list := range lists {
		words = append(words, strings.Split(list, ",")...)
	}
	var out []ninjs.Subject
	seen := map[string]bool{}
	for _, word := range words {
		word = oneLine(word)
		key := strings.ToLower(word)
		if word == "" || seen[key] || len(word) > 100 || len(out) >= 50 {
			continue
		}
		seen[key] = true
		out = append(out, ninjs.Subject{Name: word, Rel: "keyword"})
	}
	return out
}

func nonEmpty(role, value string) []ninjs.Text {
	if value == "" {
		return nil
	}
	return []ninjs.Text{{Role: role, Value: value}}
}

// firstDate is the first date that can be read, in UTC; one without a zone is
// the provider's.
func (p *page) firstDate(name string, texts ...string) ninjs.Time {
	t := date.First(name, p.in.Zone, note.To(&p.notes), texts...)
	if t.IsZero() {
		return ninjs.Time{}
	}
	return ninjs.At(t.UTC())
}
