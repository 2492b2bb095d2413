package dead

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/wireroom/wireroom/pkg/inspect/deadletter"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

// List is `dead list`.
type List struct {
	Filter
	Limit  int    `default:"50" help:"How many to list, the newest (default: ${default}; 0: all)."`
	Before uint64 `placeholder:"SEQ" help:"The next page: only those before this sequence."`
	JSON   bool   `name:"json" help:"One JSON object a line."`
}

// Help has examples.
func (List) Help() string {
	return `A dead letter is a message that a stage gave up, with its bytes, its headers, the reason and the error. Nothing of it is lost: it stays for 30 days.

    wireroom dead list
    wireroom dead list --provider nordwind --reason malformed
    wireroom dead list --stage normalize --json | jq -r .error | sort | uniq -c`
}

// Run lists.
func (c *List) Run(ctx context.Context, t *target.Target, con *console.Console) error {
	s, err := t.Connect(ctx, nil)
	if err != nil {
		return err
	}
	defer s.Close()
	letters, err := deadletter.Find(ctx, s.JS, c.subject(), c.Reason)
	if err != nil {
		return err
	}
	page := c.page(letters)
	if c.JSON {
		for _, l := range page {
			if err := con.JSON(l); err != nil {
				return err
			}
		}
		return nil
	}
	if len(letters) == 0 {
		con.Notef("No dead letters%s.", c.matching())
		return nil
	}
	write(con, page)
	c.summary(con, letters, page)
	return nil
}

func (c *List) matching() string {
	if c.empty() {
		return ""
	}
	return " match"
}

// page gives the newest letters of the page, newest first.
func (c *List) page(letters []deadletter.Letter) []deadletter.Letter {
	page := slices.Clone(letters)
	if c.Before > 0 {
		page = slices.DeleteFunc(page, func(l deadletter.Letter) bool { return l.Seq >= c.Before })
	}
	slices.Reverse(page)
	if c.Limit > 0 && len(page) > c.Limit {
		page = page[:c.Limit]
	}
	return page
}

func write(con *console.Console, page []deadletter.Letter) {
	table := con.Table(">SEQ", "AT", "STAGE", "PROVIDER", "REASON", ">SIZE", "ERROR")
	for _, l := range page {
		table.Row(l.Seq, con.When(l.At), l.Stage, l.Provider, console.Cell{Text: string(l.Reason), Style: console.Red},
			console.Bytes(l.Bytes), cmp.Or(l.Error, deadletter.Meaning(l.Reason)))
	}
	table.Write()
}

// summary tells how many there are of which reason, and how to see the rest.
func (c *List) summary(con *console.Console, letters, page []deadletter.Letter) {
	counts := map[string]int{}
	for _, l := range letters {
		counts[string(l.Reason)]++
	}
	var parts []string
	for _, reason := range slices.Sorted(maps.Keys(counts)) {
		parts = append(parts, fmt.Sprintf("%s %s", console.Count(counts[reason]), reason))
	}
	con.Notef("\n%s: %s.", console.Plural(len(letters), "dead letter"), strings.Join(parts, ", "))
	if len(page) == 0 {
		return
	}
	if last := page[len(page)-1].Seq; last > letters[0].Seq {
		con.Notef("Older ones: wireroom dead list --before %d", last)
	}
	con.Notef("Next: wireroom dead show %d, and after mending: wireroom dead retry %d", page[0].Seq, page[0].Seq)
}
