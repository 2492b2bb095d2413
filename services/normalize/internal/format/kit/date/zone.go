package date

import (
	"strings"
	"time"
)

// Zone reads a time zone's letters as agencies write them. False for others:
// then the provider's zone counts.
func Zone(name string) (*time.Location, bool) {
	if id := american(strings.ToUpper(name)); id != "" {
		zone, err := time.LoadLocation(id)
		return zone, err == nil
	}
	minutes := 0
	switch strings.ToUpper(name) {
	case "GMT", "UTC", "Z", "UT", "WET", "TU", "WEZ":
	case "CET", "MEZ", "BST", "WEST", "HEC", "MET":
		minutes = 60
	case "CEST", "MESZ", "EET", "OEZ", "HEEC", "SAST":
		minutes = 120
	case "EEST", "MSK", "TRT":
		minutes = 180
	default:
		var ok bool
		if minutes, ok = farZone(strings.ToUpper(name)); !ok {
			return nil, false
		}
	}
	return time.FixedZone(strings.ToUpper(name), minutes*60), true
}

// farZone gives the minutes east of Greenwich of zones beyond Europe.
func farZone(name string) (int, bool) {
	switch name {
	case "NDT":
		return -150, true
	case "ADT", "BRT", "ART":
		return -180, true
	case "NST":
		return -210, true
	case "EDT", "AST":
		return -240, true
	case "EST", "CDT":
		return -300, true
	case "CST", "MDT":
		return -360, true
	case "MST", "PDT":
		return -420, true
	case "PST", "AKDT":
		return -480, true
	case "AKST":
		return -540, true
	case "HST":
		return -600, true
	default:
		return eastZone(name)
	}
}

func eastZone(name string) (int, bool) {
	switch name {
	case "PKT":
		return 300, true
	case "IST": // India's
		return 330, true
	case "HKT", "SGT", "AWST":
		return 480, true
	case "JST", "KST":
		return 540, true
	case "ACST":
		return 570, true
	case "AEST":
		return 600, true
	case "AEDT":
		return 660, true
	case "NZST":
		return 720, true
	case "NZDT":
		return 780, true
	default:
		return 0, false
	}
}

// american are the names that cover both halves of the year: PT is PST or PDT.
func american(name string) string {
	switch name {
	case "ET":
		return "America/New_York"
	case "CT":
		return "America/Chicago"
	case "MT":
		return "America/Denver"
	case "PT":
		return "America/Los_Angeles"
	}
	return ""
}
