package page

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
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
