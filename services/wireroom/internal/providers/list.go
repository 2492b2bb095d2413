package providers

import (
	"fmt"
	"slices"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

// List is `providers list`.
type List struct {
	File
	JSON bool `name:"json" help:"One JSON object a line."`
}

// Help has examples.
func (List) Help() string {
	return `    wireroom providers list
    wireroom providers list --file /etc/wireroom/providers.yaml --json`
}

// listed is what --json writes: no keys, not even their hashes.
type listed struct {
	ID       string            `json:"id"`
	Name     string            `json:"name"`
	Keys     int               `json:"keys"`
	Secrets  int               `json:"hmac_secrets"`
	Format   string            `json:"format,omitempty"`
	Language string            `json:"language,omitempty"`
	Urgency  int               `json:"urgency,omitempty"`
	Zone     string            `json:"time_zone"`
	Lane     contract.Lane     `json:"lane,omitempty"`
	MaxBytes int64             `json:"max_bytes"`
	Rate     float64           `json:"rate,omitempty"`
	Burst    int               `json:"burst,omitempty"`
	Options  map[string]string `json:"options,omitempty"`
}

// Run lists.
func (c *List) Run(t *target.Target, con *console.Console) error {
	path := c.Path(t)
	all, err := provider.Load(path)
	if err != nil {
		return explain(err)
	}
	if c.JSON {
		for _, p := range all {
			d, l := p.Defaults, p.Limits
			if err := con.JSON(listed{p.ID, p.Name, len(p.Keys), len(p.Secrets), d.Format, d.Language, int(d.Urgency), d.Zone.String(),
				d.Lane, l.MaxBytes, l.Rate, l.Burst, p.Options}); err != nil {
				return err
			}
		}
		return nil
	}
	table := con.Table("PROVIDER", "NAME", ">KEYS", ">HMAC", "FORMAT", "LANGUAGE", "URGENCY", "ZONE", "LANE", ">RATE", ">MAX")
	for _, p := range all {
		d := p.Defaults
		table.Row(p.ID, p.Name, len(p.Keys), len(p.Secrets), dash(d.Format), dash(d.Language), urgency(d.Urgency), d.Zone,
			dash(string(d.Lane)), rate(p.Limits), console.Bytes(p.Limits.MaxBytes))
	}
	table.Write()
	con.Notef("\n%s in %s", console.Plural(len(all), "provider"), path)
	if slices.ContainsFunc(all, func(p provider.Provider) bool { return len(p.Polls) > 0 }) {
		con.Notef("Where polled addresses are asked now: wireroom feeds")
	}
	return nil
}

func urgency(u ninjs.Urgency) string {
	if u == 0 {
		return "-"
	}
	return fmt.Sprint(int(u))
}

func rate(l provider.Limits) string {
	if l.Rate == 0 {
		return "-"
	}
	return fmt.Sprintf("%g/s", l.Rate)
}
