package api

import (
	"errors"
	"fmt"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/wireroom/wireroom/pkg/consumer"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/machineuse"
	"github.com/wireroom/wireroom/pkg/openapi"
	"github.com/wireroom/wireroom/services/publish/internal/lists"
)

// The bounds of a list.
const (
	usualLimit = 20
	maxLimit   = 100
	maxValues  = 20 // of one filter
)

// query is what a request for a list asks for.
type query struct {
	groups       [][]string // lists: an article is in one of each group
	since, until time.Time
	limit        int
	below        uint64 // the cursor
	use          machineuse.Purpose
	once         string // of what only one article is listed: onceStory or onceText
	least        int    // articles of a story
}

// What once may be.
const (
	onceStory = "story"
	onceText  = "text"
)

func parseQuery(q url.Values) (query, error) {
	out := query{limit: usualLimit, below: math.MaxInt64, least: 1}
	for name := range q {
		if err := out.add(name, q[name]); err != nil {
			return out, err
		}
	}
	return out, nil
}

func (q *query) add(name string, said []string) (err error) {
	value := said[len(said)-1]
	switch name {
	case "format", "uri":
	case "limit":
		if q.limit, err = strconv.Atoi(value); err != nil || q.limit < 1 || q.limit > maxLimit {
			return fmt.Errorf("limit is from 1 to %d", maxLimit)
		}
	case "cursor":
		if q.below, err = strconv.ParseUint(value, 10, 63); err != nil {
			return errors.New("cursor is what the last page's next names")
		}
	case "machine-use":
		if q.use = machineuse.Purpose(value); !slices.Contains(machineuse.Purposes(), q.use) {
			return fmt.Errorf("machine-use %.40q is none of train, input, index", value)
		}
	case "once":
		if q.once = value; value != onceStory && value != onceText {
			return fmt.Errorf("once %.40q is neither story nor text", value)
		}
	case "since":
		q.since, err = moment(name, value)
	case "until":
		q.until, err = moment(name, value)
	default:
		return q.filter(name, strings.Split(strings.Join(said, ","), ","))
	}
	return err
}

func moment(name, value string) (time.Time, error) {
	t, err := openapi.Time(value)
	if err != nil {
		return t, fmt.Errorf("%s is a time of RFC 3339, such as 2026-03-01T08:00:00Z", name)
	}
	return t, nil
}

// filter adds a group of lists. The names of topics and the like are checked as those of
// rights are.
func (q *query) filter(name string, values []string) error {
	if len(values) > maxValues {
		return fmt.Errorf("%.40s has more than %d values", name, maxValues)
	}
	var group []string
	for _, v := range values {
		v = strings.TrimSpace(v)
		switch name {
		case "name", "place":
			if v = lists.Folded(v); v == "" {
				return fmt.Errorf("%s is empty", name)
			}
		case "story":
			if !contract.ValidArticle(v) {
				return fmt.Errorf("story %.40q is no article id", v)
			}
		default:
			var check consumer.Rights
			if err := check.Add(name, v); err != nil {
				return err
			}
			if name == "language" {
				v = check.Languages[0]
			}
		}
		group = append(group, lists.Name(name, v))
	}
	q.groups = append(q.groups, group)
	return nil
}
