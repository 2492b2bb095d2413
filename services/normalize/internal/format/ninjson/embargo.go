package ninjson

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/date"
)

// embargo reads from when on an item may be used, under each of the names that
// systems give it, on the item itself and in the objects beside the fields of ninjs
// (Superdesk's extra and schedule_settings). The latest counts. One that can't be
// read withholds the whole article: that there is one is certain.
func (n node) embargo() ninjs.Time {
	zone := n.scheduleZone()
	said := takeReleases(n.fields, n.path)
	for _, key := range slices.Sorted(maps.Keys(n.fields)) {
		if inner, ok := n.fields[key].(map[string]any); ok && signOf(key) == foreign {
			said = append(said, takeReleases(inner, n.path+key+".")...)
		}
	}
	until := n.latest(said, false, zone)
	if schedule := n.latest(said, true, zone); schedule.After(until) {
		until = schedule
	}
	return ninjs.At(until)
}

// release is a field that says from when on an item may be used.
type release struct {
	path, text string
	isSchedule bool // the moment it shall be published
	isSure     bool // it means nothing else, whether it can be read or not
	inUTC      bool // and so says the instant, where the same without zone does not
}

// takeReleases takes the fields of an object that are releases; those that hold
// nothing, or say that there is none, are taken too.
func takeReleases(fields map[string]any, path string) []release {
	var out []release
	for _, key := range slices.Sorted(maps.Keys(fields)) {
		r, ok := releaseOf(key)
		if !ok {
			continue
		}
		r.path, r.text = path+strings.ToLower(key), releaseText(fields[key])
		if r.isSure = r.isSure || r.text == ""; !r.isSure {
			if _, err := date.Parse(r.text, time.UTC); err != nil {
				continue // another matter
			}
		}
		delete(fields, key)
		if r.text != "" {
			out = append(out, r)
		}
	}
	return out
}

// partings stand between the words of a name.
var partings = strings.NewReplacer("_", "", "-", "", ".", "", " ", "")

// releaseOf tells the names of an embargo and of a schedule, with or without utc and
// however their words are parted.
func releaseOf(key string) (release, bool) {
	word := partings.Replace(strings.ToLower(key))
	bare := strings.TrimSuffix(strings.TrimPrefix(word, "utc"), "utc")
	r := release{inUTC: bare != word, isSure: true}
	switch bare {
	case "embargo", "embargoed", "embargountil", "embargoeduntil", "embargodate", "embargoeddate", "embargodatetime", "embargotime", "embargoend", "embargoenddate",
		"embargoends", "embargolift", "embargorelease", "embargoedto", "embargoto":
		return r, true
	case "publishschedule", "publishscheduled", "scheduledpublish", "publishschedulesat", "publishscheduledate":
		r.isSchedule = true
		return r, true
	case "publishat", "publishon", "publishafter", "notbefore", "publishnotbefore", "notforpublicationbefore", "scheduledat", "scheduledfor", "scheduledtime", "scheduleddate",
		"golive", "goliveat", "releaseat", "releasetime", "holduntil", "holdforrelease":
		r.isSchedule, r.isSure = true, false
		return r, true
	}
	r.isSure = false
	return r, strings.HasPrefix(bare, "embargo")
}

// releaseText is the text of such a field, empty for one that says that there is no
// embargo.
func releaseText(v any) string {
	if o, ok := v.(map[string]any); ok && len(o) == 1 {
		for _, only := range o {
			v = only
		}
	}
	switch v := v.(type) {
	case bool:
		if !v {
			return ""
		}
	case json.Number:
		if v.String() == "0" {
			return ""
		}
	}
	if isNothing(v) {
		return ""
	}
	switch text := verbatim(v); strings.ToLower(text) {
	case "0", "false", "no", "none", "null", "nil", "n/a", "-":
		return ""
	default:
		return text
	}
}

// latest is the latest of the releases of a kind. Those in UTC say the instant: if
// one can be read, the others of the kind don't count.
func (n node) latest(said []release, schedule bool, zone *time.Location) time.Time {
	var inUTC, local time.Time
	var unread []release
	for _, r := range said {
		if r.isSchedule != schedule {
			continue
		}
		z, into := zone, &local
		if r.inUTC {
			z, into = time.UTC, &inUTC
		}
		t, err := date.Parse(r.text, z)
		if err != nil {
			unread = append(unread, r)
		} else if t.After(*into) {
			*into = t
		}
	}
	if !inUTC.IsZero() {
		return inUTC
	}
	for _, r := range unread {
		n.r.withheld = true
		n.r.notef("%s %q is no date: withheld, because it is embargoed until nobody knows when", r.path, short(r.text))
	}
	return local
}

// scheduleZone is the zone of an embargo that has none itself: that of Superdesk's
// schedule, else the provider's.
func (n node) scheduleZone() *time.Location {
	settings, _ := n.fields["schedule_settings"].(map[string]any)
	name, _ := settings["time_zone"].(string)
	if name == "" || name == "Local" {
		return n.r.in.Zone
	}
	delete(settings, "time_zone")
	zone, err := time.LoadLocation(name)
	if err != nil {
		n.r.notef("%sschedule_settings.time_zone %q is no zone: the provider's counts", n.path, short(name))
		return n.r.in.Zone
	}
	return zone
}
