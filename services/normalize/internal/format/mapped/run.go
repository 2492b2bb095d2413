package mapped

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/note"
)

var (
	errLarge   = errors.New("the mapping takes more text from the document than its size allows")
	errMissing = errors.New("is required and not there")
)

// run is one delivery while it is read.
type run struct {
	m       *Mapping
	in      format.Input
	queries []query
	doc     document
	root    int
	fixed   map[int][]node // answers of the paths that start at the document
	left    int            // bytes of text that may still be taken
	at      setting

	a        *format.Article
	withheld bool // the article, by an embargo that can't be read
}

// enter makes one of the document's values the one that paths start at.
func (r *run) enter(root int) {
	if r.fixed == nil || root != r.root {
		r.fixed, r.root = map[int][]node{}, root
	}
}

func (r *run) article(at node, number, of int) format.Article {
	a := format.Article{Notes: slices.Clone(r.doc.notes)}
	r.a, r.withheld = &a, false
	r.at.zone = r.in.Zone
	if r.m.zone != nil {
		r.at.zone = r.m.zone
	}
	var it item
	_, err := r.fill(reflect.ValueOf(&it).Elem(), r.m.item, at)
	r.settle(&it)
	if err != nil {
		where := ""
		if of > 1 {
			where = fmt.Sprintf("article %d", number)
		}
		reason := reasonOf(err)
		if errors.Is(err, errMissing) {
			reason = contract.ReasonIncomplete
		}
		a.Err = format.Errorf(r.m.name, reason, where, "%w", err)
	}
	return a
}

// settle makes an article of what was filled in.
func (r *run) settle(it *item) {
	a := r.a
	a.Item, a.ID, a.Corrects, a.Targets, a.DateLine = it.Item, it.ID, it.Corrects, it.Targets, it.DateLine
	a.SourceViews, a.SourceComments = it.SourceViews, it.SourceComments
	for _, n := range it.Notes {
		r.note(n)
	}
	if it.Signal != "new" {
		a.Signal = contract.Signal(it.Signal)
	}
	if a.Signal == contract.Kill && a.Item.PubStatus != ninjs.Withheld {
		a.Item.PubStatus = ninjs.Canceled
	}
	if r.withheld && a.Item.PubStatus != ninjs.Canceled {
		a.Item.PubStatus = ninjs.Withheld
	}
	if key := r.m.idKey(); key != "" && a.ID == "" && a.Item.URI == "" {
		r.note(key + " found nothing: the article has no name of its own, each version of it may become another article")
	}
	if a.Signal != contract.Kill && a.Item.PubStatus != ninjs.Canceled {
		a.Targets = nil // of what takes nothing down
	}
	if a.Item.Language == "" {
		a.Item.Language = r.m.language
	}
}

func (r *run) note(text string) { note.Add(&r.a.Notes, text) }

// fill fills a struct and reports whether a path gave anything.
func (r *run) fill(dst reflect.Value, g *group, at node) (bool, error) {
	found := false
	for i := range g.fields {
		f := &g.fields[i]
		gave, err := r.fillField(dst, f, at)
		if err != nil {
			return found, err
		}
		found = found || gave && !f.isConst()
	}
	return found, nil
}

func (r *run) fillField(dst reflect.Value, f *field, at node) (bool, error) {
	to := dst.FieldByIndex(f.index)
	if f.groups != nil {
		return r.fillGroups(to, f, at)
	}
	values, err := r.values(f.choice, at, false)
	if fatal(err) || err != nil && f.strict {
		return false, fmt.Errorf("%s: %w", f.key, err)
	}
	if err != nil && (len(values) == 0 || f.embargo) {
		r.leaveOut(f, err)
	}
	if to.Kind() == reflect.Slice && to.Type().Elem().Kind() == reflect.String {
		return len(values) > 0, r.setList(to, values)
	}
	if len(values) == 0 {
		return false, nil
	}
	if err := set(to, values[0], r.at); err != nil {
		to.SetZero()
		if f.strict {
			return false, fmt.Errorf("%s: %w", f.key, err)
		}
		r.leaveOut(f, err)
		return false, nil
	}
	setMedia(dst, values[0])
	return true, nil
}

// leaveOut notes what can't be read. An embargo is certain then, but not its end: the
// article is withheld.
func (r *run) leaveOut(f *field, err error) {
	if f.embargo {
		r.withheld = true
		r.note(f.key + ": " + err.Error() + ": withheld, because it is embargoed until nobody knows when")
		return
	}
	r.note(f.key + " left out: " + err.Error())
}

func fatal(err error) bool {
	return errors.Is(err, errLarge) || errors.Is(err, errCost) || errors.Is(err, errMissing)
}

// setMedia says what a text is, where the mapping does not.
func setMedia(dst reflect.Value, n node) {
	m, ok := n.(made)
	if !ok || m.media == "" {
		return
	}
	switch t := dst.Addr().Interface().(type) {
	case *ninjs.Body:
		if t.ContentType == "" {
			t.ContentType = m.media
		}
	case *ninjs.Text:
		if t.ContentType == "" {
			t.ContentType = m.media
		}
	}
}

func (r *run) setList(to reflect.Value, values []node) error {
	for _, n := range values {
		if s := strings.TrimSpace(n.text()); s != "" && to.Len() < maxElements {
			to.Set(reflect.Append(to, reflect.ValueOf(s)))
		}
	}
	return nil
}
