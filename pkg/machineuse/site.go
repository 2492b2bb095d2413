package machineuse

import (
	"bufio"
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
)

// maxRules bounds how many rules of a site's file are looked at.
const maxRules = 1000

// TDMRep reads a site's /.well-known/tdmrep.json (W3C TDMRep, "TDM File on the Origin
// Server"): a list of locations, each with its reservation. Of those that match the path
// the longest counts. notes names what was not understood.
func TDMRep(data []byte, path string) (use Use, notes []string) {
	var rules []struct {
		Location    string          `json:"location"`
		Reservation json.RawMessage `json:"tdm-reservation"`
		Policy      string          `json:"tdm-policy"`
	}
	if err := json.Unmarshal(data, &rules); err != nil {
		return Use{}, []string{NotUnderstood("tdmrep.json", err.Error())}
	}
	longest := -1
	for _, r := range rules[:min(len(rules), maxRules)] {
		if len(r.Location) <= longest || !matches(r.Location, path) {
			continue
		}
		longest = len(r.Location)
		use, notes = TDM(strings.Trim(string(r.Reservation), `"`), r.Policy)
	}
	return use, notes
}

// RobotsTxt reads what a site's robots.txt says to everybody about a path: the longest
// matching Content-Usage rule (IETF draft-ietf-aipref-attach), Content-Signal, and the
// addresses of RSL licences ("License:", RSL 1.0), which the caller may fetch.
func RobotsTxt(data []byte, path string) (use Use, licenses, notes []string) {
	longest, everybody, inAgents := -1, true, false
	lines := bufio.NewScanner(bytes.NewReader(data))
	for n := 0; lines.Scan() && n < maxRules; n++ {
		text, _, _ := strings.Cut(lines.Text(), "#")
		name, value, ok := strings.Cut(text, ":")
		if !ok {
			continue
		}
		name, value = strings.ToLower(strings.TrimSpace(name)), strings.TrimSpace(value)
		if name == "user-agent" {
			everybody = inAgents && everybody || value == "*"
			inAgents = true
			continue
		}
		inAgents = false
		switch {
		case name == "license":
			if address := Address(value); address != "" {
				licenses = append(licenses, address)
			}
		case !everybody:
		case name == "content-signal":
			one, more := ContentUsage(value)
			use, notes = use.Or(one), append(notes, more...)
		case name == "content-usage":
			pattern, rule := usageRule(value)
			if len(pattern) <= longest || !matches(pattern, path) {
				continue
			}
			one, more := ContentUsage(rule)
			longest, use, notes = len(pattern), one.Or(use), append(notes, more...)
		}
	}
	return use, licenses, notes
}

// usageRule splits "/path train-ai=n"; a rule without a path is for all.
func usageRule(value string) (pattern, rule string) {
	if !strings.HasPrefix(value, "/") {
		return "", value
	}
	pattern, rule, _ = strings.Cut(value, " ")
	return pattern, strings.TrimSpace(rule)
}

// matches applies a pattern of RFC 9309, 2.2.3: a prefix, in which * stands for any
// characters and a $ at the end for the end of the path.
func matches(pattern, path string) bool {
	anchored := strings.HasSuffix(pattern, "$")
	parts := strings.Split(strings.TrimSuffix(pattern, "$"), "*")
	for i, p := range parts {
		parts[i] = regexp.QuoteMeta(p)
	}
	expr := "^" + strings.Join(parts, ".*")
	if anchored {
		expr += "$"
	}
	re, err := regexp.Compile(expr) // linear in the path, whatever the pattern
	return err == nil && re.MatchString(path)
}
