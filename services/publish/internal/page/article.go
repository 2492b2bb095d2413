package page

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/dedup"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/publish/internal/access"
	"github.com/wireroom/wireroom/services/publish/internal/lastword"
	"github.com/wireroom/wireroom/services/publish/internal/output/content"
	"github.com/wireroom/wireroom/services/publish/internal/output/xhtml"
	"github.com/wireroom/wireroom/services/publish/internal/page/worddiff"
)

// articlePage is one article with its versions.
type articlePage struct {
	Row      row
	By       string
	Located  string
	EdNote   string
	URI      string
	Nodes    []*xhtml.Node
	Pictures []picture
	Topics   []topicText
	Keywords []string
	Facts    []fact
	Map      *worldMap
	Views    *Views // nil where they can't be told now
	Versions []version
	Older    int      // versions that are not listed
	Shown    *version // the one that is shown
	Latest   bool     // it is the latest
	Changes  *changes // against the version before
	Steps    []step   // the way of the shown version
	Formats  []string // that the API gives it in
	Story    []row    // other articles of its story
}

type fact struct{ Name, Value, Link string }

type topicText struct {
	Name       string
	Slug       string // of the first level; else empty
	Confidence string
}

type picture struct{ Address, Title string }

// version is one version in the list of them.
type version struct {
	Sequence string
	Number   string // as the provider says it
	Signal   contract.Signal
	Corrects string
	At       time.Time
	Headline string
	Here     bool
	message  *lastword.Message
	article  content.Article
}

// changes is what changed between two versions.
type changes struct {
	From, To *version
	Headline []worddiff.Piece
	Text     [][]worddiff.Piece // by paragraph
	None     bool
}

// maxVersions is how many versions are listed, the latest: each is read by itself.
const maxVersions = 50

// article shows the last word on an article, or one of its versions.
func (p *Page) article(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	if !contract.ValidArticle(id) {
		p.noArticle(w, r)
		return
	}
	versions, earlier, err := p.versions(r, id)
	if err != nil {
		p.Log.Warn("page not read", zap.String("article", id), zap.Error(err))
		p.fail(w, r, http.StatusServiceUnavailable, "The wire does not answer", "NEWS can't be read at the moment. Nothing is lost; try again.")
		return
	}
	if len(versions) == 0 {
		p.noArticle(w, r)
		return
	}
	last := &versions[len(versions)-1]
	switch {
	case last.Signal == contract.Kill:
		p.takenDown(w, r, last)
		return
	case !mayRead(r, last.message):
		p.fail(w, r, http.StatusForbidden, "Not yours to read", "The rights of your key do not take in this article.")
		return
	}
	versions = slices.DeleteFunc(versions, func(v version) bool { return !mayRead(r, v.message) })
	shown := chosen(versions, r.URL.Query().Get("version"))
	if shown < 0 {
		p.fail(w, r, http.StatusNotFound, "No such version", "NEWS does not hold this version of the article.")
		return
	}
	page := p.articlePage(r, versions, shown, chosen(versions, r.URL.Query().Get("against")))
	page.Older = earlier
	p.show(w, r, http.StatusOK, "article", p.frame(r, "article", page.Row.Headline, page))
}

func (p *Page) noArticle(w http.ResponseWriter, r *http.Request) {
	p.fail(w, r, http.StatusNotFound, "No such article", "NEWS holds nothing of this article: it never came, is held until the end of its embargo, or is older than the stream reaches back.")
}

func (p *Page) takenDown(w http.ResponseWriter, r *http.Request, v *version) {
	e := v.message.Envelope
	p.fail(w, r, http.StatusGone, "Taken down", "The provider "+e.Provider+" killed or withheld this article at "+e.Published.UTC().Format(time.RFC3339)+". Remove what you have of it.")
}

func mayRead(r *http.Request, m *lastword.Message) bool {
	subject, err := contract.ParseNewsSubject(m.Subject)
	return err == nil && access.Of(r).May(subject, m.Envelope.MachineUse)
}

// versions reads what NEWS holds of an article, oldest first, the latest of them, and how
// many came before.
func (p *Page) versions(r *http.Request, id string) (list []version, earlier int, err error) {
	for from := uint64(1); ; {
		m, err := p.News.Next(r.Context(), contract.NewsOfArticle(id), from)
		if err != nil || m == nil {
			return list, earlier, err
		}
		if from = m.Sequence + 1; len(list) == maxVersions {
			list, earlier = list[1:], earlier+1
		}
		list = append(list, versionOf(m))
	}
}

func versionOf(m *lastword.Message) version {
	e := m.Envelope
	v := version{Sequence: strconv.FormatUint(m.Sequence, 10), Number: said(e.Version), Signal: e.Signal, Corrects: e.Corrects, At: e.Published, message: m}
	if e.Signal == contract.Kill {
		return v
	}
	if a, err := content.New(e, m.Data); err == nil {
		v.article, v.Headline = a, headline(a)
	} else {
		v.article = content.Article{Envelope: e, Item: &ninjs.Item{}}
	}
	return v
}

// said is a version as its provider says it: its number, else its date.
func said(v dedup.Version) string {
	switch {
	case v.HasNumber:
		return "version " + strconv.FormatUint(v.Number, 10)
	case v.HasCreated:
		return "of " + v.Created.UTC().Format("2006-01-02 15:04:05")
	default:
		return ""
	}
}

// chosen is the place of the version with a sequence, the last one for none, -1 if it is
// not there.
func chosen(versions []version, sequence string) int {
	if sequence == "" {
		return len(versions) - 1
	}
	return slices.IndexFunc(versions, func(v version) bool { return v.Sequence == sequence })
}

func (p *Page) articlePage(r *http.Request, versions []version, shown, against int) articlePage {
	v := &versions[shown]
	v.Here = true
	a, e := v.article, v.message.Envelope
	page := articlePage{Row: rowOf(a, v.message.Sequence), By: a.Item.By, Located: a.Item.Located, EdNote: a.Item.EdNote, URI: e.URI, Nodes: a.Nodes(),
		Pictures: pictures(a.Item), Topics: topics(a), Keywords: a.Keywords(), Facts: facts(a), Map: mapOf(a.Item, p.templates.land),
		Versions: versions, Shown: v, Latest: shown == len(versions)-1, Steps: steps(e), Formats: formats()}
	if !r.URL.Query().Has("against") {
		against = shown - 1
	}
	if against >= 0 && against != shown {
		page.Changes = compare(&versions[against], v)
	}
	if views, err := p.Views(r.Context(), e.Article); err == nil {
		page.Views = &views
	}
	page.Story = p.others(r, e)
	return page
}

// others are the other articles of the story.
func (p *Page) others(r *http.Request, e *contract.Envelope) (out []row) {
	if e.Story == "" {
		return nil
	}
	f, err := p.Articles(r, url.Values{"story": {e.Story}, "limit": {strconv.Itoa(maxOthers + 1)}})
	if err != nil {
		return nil // the article is told without
	}
	for _, other := range rows(f) {
		if other.ID != e.Article {
			out = append(out, other)
		}
	}
	return out
}

// compare marks what changed from one version to another.
func compare(from, to *version) *changes {
	c := &changes{From: from, To: to, Headline: worddiff.Words(from.Headline, to.Headline)}
	older, newer := paragraphs(from.article), paragraphs(to.article)
	c.None = from.Headline == to.Headline && older == newer
	for _, p := range worddiff.Words(older, newer) {
		for i, part := range strings.Split(p.Text, "\n\n") {
			if i > 0 || len(c.Text) == 0 {
				c.Text = append(c.Text, nil)
			}
			if part != "" {
				n := len(c.Text) - 1
				c.Text[n] = append(c.Text[n], worddiff.Piece{Op: p.Op, Text: part})
			}
		}
	}
	return c
}

// paragraphs is the text with an empty line between paragraphs.
func paragraphs(a content.Article) string {
	var lines []string
	for _, n := range a.Nodes() {
		lines = append(lines, content.Lines(words(n))...)
	}
	return strings.Join(lines, "\n\n")
}

// words is the text of a node, with a line for each block within.
func words(n *xhtml.Node) string {
	if n.Name == "" {
		return n.Text
	}
	var b strings.Builder
	for _, c := range n.Children {
		b.WriteString(words(c))
	}
	switch n.Name {
	case "p", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "div", "blockquote", "br":
		b.WriteString("\n")
	case "td", "th":
		b.WriteString(" ")
	}
	return b.String()
}

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

// point is a place on the map, in tenths of a degree from the top left.
type point struct {
	Name       string
	X, Y       float64
	TextX      float64
	Anchor     string
	Radius     float64
	FontHeight float64
}

// worldMap is a map of the places of an article (equirectangular).
type worldMap struct {
	Land   string // a path of SVG
	Box    string
	Points []point
	Lines  string // the graticule, every ten degrees
}

// maxPoints is how many places are on a map.
const maxPoints = 12

// mapOf makes the map; nil if no place has a point.
func mapOf(item *ninjs.Item, land string) *worldMap {
	m := &worldMap{Land: land}
	for _, place := range item.Places {
		var g struct {
			Type        string          `json:"type"`
			Coordinates json.RawMessage `json:"coordinates"`
		}
		var at []float64
		if len(m.Points) == maxPoints || json.Unmarshal(place.GeoJSON, &g) != nil || g.Type != "Point" || json.Unmarshal(g.Coordinates, &at) != nil || len(at) < 2 {
			continue
		}
		if at[0] < -180 || at[0] > 180 || at[1] < -90 || at[1] > 90 {
			continue
		}
		m.Points = append(m.Points, point{Name: place.Name, X: (at[0] + 180) * 10, Y: (90 - at[1]) * 10})
	}
	if len(m.Points) == 0 {
		return nil
	}
	m.frame()
	return m
}

// The sides of a map, in tenths of a degree: twice as wide as high.
const (
	leastWidth = 500.0
	mostWidth  = 3600.0
)

// frame cuts the map around its points.
func (m *worldMap) frame() {
	left, right, top, bottom := m.Points[0].X, m.Points[0].X, m.Points[0].Y, m.Points[0].Y
	for _, p := range m.Points {
		left, right, top, bottom = min(left, p.X), max(right, p.X), min(top, p.Y), max(bottom, p.Y)
	}
	width := min(max(leastWidth, (right-left)*1.5, (bottom-top)*3), mostWidth)
	height := width / 2
	x := min(max((left+right)/2-width/2, 0), mostWidth-width)
	y := min(max((top+bottom)/2-height/2, 0), mostWidth/2-height)
	m.Box = strings.Join([]string{short(x), short(y), short(width), short(height)}, " ")
	for i := range m.Points {
		p := &m.Points[i]
		p.Radius, p.FontHeight = width/110, width/26
		p.TextX, p.Anchor = p.X+2*p.Radius, "start"
		if p.X > x+width*0.7 {
			p.TextX, p.Anchor = p.X-2*p.Radius, "end"
		}
	}
	var b strings.Builder
	for at := 0.0; at <= mostWidth; at += 100 {
		b.WriteString("M" + short(at) + " 0V1800")
		if at <= mostWidth/2 {
			b.WriteString("M0 " + short(at) + "H3600")
		}
	}
	m.Lines = b.String()
}

func short(f float64) string { return strconv.FormatFloat(f, 'f', 1, 64) }
