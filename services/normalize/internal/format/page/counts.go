package page

import (
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// The classes in which common themes show a count of the article itself.
// Those of WordPress's Newspaper theme come first: td-post-views on the page,
// never in its lists of other articles.
func viewClasses() []string {
	return []string{"td-post-views", "tdb-post-views", "post-views", "post-views-count", "entry-views", "view-count", "views-count"}
}

func commentClasses() []string {
	return []string{"td-post-comments", "tdb-post-comments", "post-comments-count", "entry-comments-count", "comment-count", "comments-count"}
}

var (
	shownCount   = regexp.MustCompile(`^(?:[A-Za-z]+:?\s*)?(\d{1,3}(?:[,.\x{a0} ]\d{3})+|\d+)(?:\s*[A-Za-z]+)?$`)
	shownViews   = regexp.MustCompile(`(?i)^(\d{1,3}(?:[,.]\d{3})+|\d+)\s+views?$`)
	legacyCount  = regexp.MustCompile(`^User(Comments|PageVisits):(\d+)$`)
	countDivider = strings.NewReplacer(",", "", ".", "", "\u00a0", "", " ", "")
)

// counts are the views and comments that the page says its article has, nil
// where it says none. JSON-LD wins over microdata, that over what is shown.
func (p *page) counts() (views, comments *int) {
	views, comments = p.stated()
	for _, v := range p.meta.values["interactioncount"] {
		if m := legacyCount.FindStringSubmatch(v); m != nil && m[1] == "Comments" {
			comments = firstCount(comments, number(m[2]))
		} else if m != nil {
			views = firstCount(views, number(m[2]))
		}
	}
	shownV, shownC := shown(p.root)
	return firstCount(views, shownV), firstCount(comments, shownC)
}

// stated reads interactionStatistic and commentCount of JSON-LD.
func (p *page) stated() (views, comments *int) {
	for _, o := range p.ld.objects("interactionStatistic") {
		kind := strings.Join(append(o.texts("interactionType"), typesOf(o["interactionType"])...), " ")
		n := number(o.text("userInteractionCount"))
		switch {
		case strings.Contains(kind, "CommentAction"):
			comments = firstCount(comments, n)
		case strings.Contains(kind, "ViewAction"), strings.Contains(kind, "ReadAction"), strings.Contains(kind, "WatchAction"):
			views = firstCount(views, n)
		}
	}
	return views, firstCount(comments, number(p.ld.text("commentCount")))
}

func typesOf(value any) []string {
	if o, ok := value.(map[string]any); ok {
		return object(o).texts("@type")
	}
	return nil
}

// shown finds the counts in the markup: by class, else a lone "122 views".
func shown(root *html.Node) (views, comments *int) {
	var lone []*int
	walk(root, func(n *html.Node) bool {
		switch {
		case hasClass(n, viewClasses()...):
			views = firstCount(views, countIn(n))
			return false
		case hasClass(n, commentClasses()...):
			comments = firstCount(comments, countIn(n))
			return false
		case n.FirstChild != nil && n.FirstChild.Type == html.TextNode && n.FirstChild == n.LastChild:
			if m := shownViews.FindStringSubmatch(oneLine(n.FirstChild.Data)); m != nil {
				lone = append(lone, number(m[1]))
			}
		}
		return true
	})
	if views == nil && len(lone) == 1 {
		views = lone[0]
	}
	return views, comments
}

func countIn(n *html.Node) *int {
	m := shownCount.FindStringSubmatch(textOf(n))
	if m == nil {
		return nil
	}
	return number(m[1])
}

func firstCount(list ...*int) *int {
	for _, n := range list {
		if n != nil {
			return n
		}
	}
	return nil
}

func number(s string) *int {
	n, err := strconv.Atoi(countDivider.Replace(s))
	if err != nil || n < 0 || n > 1e12 {
		return nil
	}
	return &n
}
