package stream

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/wireroom/wireroom/pkg/consumer"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/machineuse"
	"github.com/wireroom/wireroom/pkg/openapi"
	"github.com/wireroom/wireroom/services/publish/internal/lists"
)

// maxValues is how many values one filter may have.
const maxValues = 100

// filter is what a reader asks for. Kills are not filtered.
type filter struct {
	tokens  consumer.Rights // those of the subjects
	stories []string
	names   [][]string // lists of package lists: the article is in one of each
	use     machineuse.Purpose
	once    string
	since   time.Time // where it begins
}

// parseFilter reads the filters of a request: signal, urgency, language, topic, provider,
// story, name and place, each one value or several parted by commas; machine-use, once and
// since.
func parseFilter(q url.Values) (filter, error) {
	var f filter
	for name := range q {
		values := strings.Split(strings.Join(q[name], ","), ",")
		if len(values) > maxValues {
			return f, fmt.Errorf("%s has more than %d values", name, maxValues)
		}
		for i := range values {
			values[i] = strings.TrimSpace(values[i])
		}
		if err := f.add(name, values); err != nil {
			return f, err
		}
	}
	return f, nil
}

func (f *filter) add(name string, values []string) (err error) {
	last := values[len(values)-1]
	switch name {
	case "lastEventId":
	case "since":
		if f.since, err = openapi.Time(last); err != nil {
			return fmt.Errorf("since is a time of RFC 3339, such as 2026-03-01T08:00:00Z")
		}
	case "machine-use":
		if f.use = machineuse.Purpose(last); !slices.Contains(machineuse.Purposes(), f.use) {
			return fmt.Errorf("machine-use %.40q is none of train, input, index", last)
		}
	case "once":
		if f.once = last; last != "story" && last != "text" {
			return fmt.Errorf("once %.40q is neither story nor text", last)
		}
	case "story":
		for _, v := range values {
			if !contract.ValidArticle(v) {
				return fmt.Errorf("story %.40q is no article id", v)
			}
		}
		f.stories = values
	case "name", "place":
		var group []string
		for _, v := range values {
			if v = lists.Folded(v); v == "" {
				return fmt.Errorf("%s is empty", name)
			}
			group = append(group, lists.Name(name, v))
		}
		f.names = append(f.names, group)
	default:
		for _, v := range values {
			if err := f.tokens.Add(name, v); err != nil {
				return err
			}
		}
	}
	return nil
}

// takes reports whether an event is what was asked for, but for what machines may do.
func (f *filter) takes(e *event) bool {
	if !f.tokens.May(e.subject, e.env.MachineUse) {
		return false
	}
	if len(f.stories) > 0 && !slices.Contains(f.stories, e.env.Story) {
		return false
	}
	switch f.once {
	case "story":
		if e.env.Story != "" && e.env.Story != e.subject.Article {
			return false
		}
	case "text":
		if e.env.DuplicateOf != "" {
			return false
		}
	}
	for _, group := range f.names {
		if !slices.ContainsFunc(e.names(), func(list string) bool { return slices.Contains(group, list) }) {
			return false
		}
	}
	return true
}

// frameFor gives what a reader with rights gets of an event, nil for nothing. A later
// version that machines may not use is told without its text: what the reader has of the
// article has to go.
func (f *filter) frameFor(e *event, rights consumer.Rights) []byte {
	if e.subject.Signal == contract.Kill {
		return e.frame()
	}
	machine := rights.Machine
	rights.Machine = false
	if !f.takes(e) || !rights.May(e.subject, e.env.MachineUse) {
		return nil
	}
	use := e.env.MachineUse
	forbidden := f.use != "" && use.Forbids(f.use) || machine && (use.Forbids(machineuse.Train) || use.Forbids(machineuse.Input))
	switch {
	case !forbidden:
		return e.frame()
	case e.subject.Signal == contract.New:
		return nil
	default:
		return e.notice()
	}
}
