package mapped

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/date"
)

// Names of layouts that are no patterns.
const (
	layoutISO   = "iso"
	layoutMail  = "rfc5322"
	layoutUnix  = "unix"
	layoutMilli = "unix-ms"
)

// dateRule is how dates are written.
type dateRule struct {
	layouts []string // Go's, or one of the names
	zone    *time.Location
	months  *strings.Replacer
}

func dateKeys() []help {
	return []help{
		{"layouts", "how the date is written, or a list of ways, of which the first that fits counts: `iso` (ISO 8601, basic too), `rfc5322` (mail), `unix` (seconds), `unix-ms`, or a pattern such as `dd.MM.yyyy HH:mm`. `iso` and `rfc5322` if left out"},
		{"zone", "IANA time zone where the date has none; else the mapping's, else the provider's"},
		{"months", "the twelve names of the months, where they are not English"},
	}
}

func readDate(v *yaml.Node, key string) (func(setting, node) ([]node, error), error) {
	rule := dateRule{layouts: []string{layoutISO, layoutMail}}
	if v == nil {
		return rule.apply, nil
	}
	if v.Kind != yaml.MappingNode {
		return rule.apply, rule.setLayouts(v, key)
	}
	err := each(v, key, func(name string, v *yaml.Node) (err error) {
		switch where := key + "." + name; name {
		case "layouts":
			err = rule.setLayouts(v, where)
		case "zone":
			rule.zone, err = zone(v, where)
		case "months":
			err = rule.setMonths(v, where)
		default:
			err = unknown(v, where, dateKeys())
		}
		return err
	})
	return rule.apply, err
}

func (d *dateRule) setLayouts(v *yaml.Node, key string) error {
	said, err := texts(v, key)
	if err != nil {
		return err
	}
	d.layouts = nil
	for _, s := range said {
		layout, err := layoutOf(s)
		if err != nil {
			return errorf(v, key, "%q: %w", s, err)
		}
		d.layouts = append(d.layouts, layout)
	}
	return nil
}

func (d *dateRule) setMonths(v *yaml.Node, key string) error {
	names, err := texts(v, key)
	if err == nil && len(names) != 12 {
		err = errorf(v, key, "needs twelve names")
	}
	var pairs []string
	for i, n := range names {
		for _, form := range []string{n, strings.ToLower(n), strings.ToUpper(n)} {
			pairs = append(pairs, form, time.Month(i+1).String())
		}
	}
	d.months = strings.NewReplacer(pairs...)
	return err
}

// apply gives the date as RFC 3339, in whole seconds.
func (d dateRule) apply(s setting, from node) ([]node, error) {
	said := strings.Join(strings.Fields(from.text()), " ")
	if said == "" {
		return nil, nil
	}
	if d.zone != nil {
		s.zone = d.zone
	}
	text := said
	if d.months != nil {
		text = d.months.Replace(text)
	}
	for _, layout := range d.layouts {
		if t, ok := parseDate(layout, text, s.zone); ok {
			return one(t.Truncate(time.Second).Format(time.RFC3339), from), nil
		}
	}
	return nil, fmt.Errorf("%.40q is no date as the mapping has it", said)
}

func parseDate(layout, text string, zone *time.Location) (time.Time, bool) {
	var t time.Time
	var err error
	switch layout {
	case layoutISO, layoutMail:
		t, err = date.Parse(text, zone)
	case layoutUnix, layoutMilli:
		var n int64
		if n, err = strconv.ParseInt(text, 10, 64); layout == layoutMilli {
			n /= 1000
		}
		t = time.Unix(n, 0).UTC()
	default:
		t, err = time.ParseInLocation(layout, text, zone)
	}
	return t, err == nil && t.Year() > 0 && t.Year() < 10_000
}
