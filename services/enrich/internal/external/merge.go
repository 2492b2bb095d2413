package external

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/enrich/internal/frame"
)

// most bounds the additions to a field.
const most = 100

// additions reads a partial ninjs: subjects, people, organisations, places, and
// descriptions in a role that the article has none in. What is there already stays
// as it is and is not added again. Other fields of the answer are passed over. An
// error means that the answer is no ninjs, or would make the article invalid.
func additions(item *ninjs.Item, answer []byte) (frame.Change, error) {
	if len(bytes.TrimSpace(answer)) == 0 {
		return frame.Change{}, nil
	}
	var found struct {
		Subjects      []ninjs.Subject      `json:"subjects"`
		People        []ninjs.Person       `json:"people"`
		Organisations []ninjs.Organisation `json:"organisations"`
		Places        []ninjs.Place        `json:"places"`
		Descriptions  []ninjs.Text         `json:"descriptions"`
	}
	if err := json.Unmarshal(answer, &found); err != nil {
		return frame.Change{}, fmt.Errorf("%w: %w", ErrAnswer, err)
	}
	for i := range found.Subjects {
		if found.Subjects[i].Creator == "" {
			found.Subjects[i].Creator = Name
		}
	}
	change := frame.Change{
		Subjects: fresh(item.Subjects, found.Subjects, func(s *ninjs.Subject) entry { return entry{s.Name, s.Rel, s.URI, s.Literal} }),
		People:   fresh(item.People, found.People, func(p *ninjs.Person) entry { return entry{p.Name, p.Rel, p.URI, p.Literal} }),
		Organisations: fresh(item.Organisations, found.Organisations,
			func(o *ninjs.Organisation) entry { return entry{o.Name, o.Rel, o.URI, o.Literal} }),
		Places: fresh(item.Places, found.Places, func(p *ninjs.Place) entry { return entry{p.Name, p.Rel, p.URI, p.Literal} }),
	}
	for _, d := range found.Descriptions {
		same := func(t ninjs.Text) bool { return t.Role == d.Role }
		if d.Value != "" && !slices.ContainsFunc(item.Descriptions, same) && !slices.ContainsFunc(change.Descriptions, same) && len(change.Descriptions) < most {
			change.Descriptions = append(change.Descriptions, d)
		}
	}
	if err := valid(change); err != nil {
		return frame.Change{}, err
	}
	return change, nil
}

// entry is what a concept is recognised by.
type entry struct {
	name, rel string
	uri       ninjs.URI
	literal   string
}

// is reports whether both are the same concept: by their uris, else by name and
// relation. An empty one is nothing to add.
func (e entry) is(other entry) bool {
	if e.uri != "" && other.uri != "" {
		return e.uri == other.uri
	}
	return strings.EqualFold(e.name, other.name) && (e.name != "" || e.literal == other.literal) && (e.rel == other.rel || other.rel == "" || e.rel == "")
}

func fresh[T any](there, found []T, of func(*T) entry) (added []T) {
	known := []entry{{}}
	for i := range there {
		known = append(known, of(&there[i]))
	}
	for i := range found {
		e := of(&found[i])
		if len(added) == most {
			break
		}
		if !slices.ContainsFunc(known, e.is) {
			known, added = append(known, e), append(added, found[i])
		}
	}
	return added
}

// valid checks the additions by themselves.
func valid(c frame.Change) error {
	item := ninjs.Item{URI: "urn:x-wireroom:additions", Subjects: c.Subjects, People: c.People,
		Organisations: c.Organisations, Places: c.Places, Descriptions: c.Descriptions}
	if _, err := ninjs.Encode(&item); err != nil {
		return fmt.Errorf("%w: %w", ErrAnswer, err)
	}
	return nil
}
