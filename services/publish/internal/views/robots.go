package views

import (
	"slices"
	"strings"
	"unicode"
)

// declaredRobot reports whether a user agent says of itself that it is no person: docs/views.md
// has the rule. What only says which library it is made with is not meant: the newsroom's own
// server that passes views on is one.
func declaredRobot(agent string) bool {
	agent = strings.ToLower(agent)
	if strings.Contains(agent, "+http") { // robots give the address of their page
		return true
	}
	for _, name := range robotNames() {
		if strings.Contains(agent, name) {
			return true
		}
	}
	return slices.ContainsFunc(strings.FieldsFunc(agent, func(r rune) bool { return !unicode.IsLetter(r) }), robotWord)
}

// robotWord reports whether a word ends as the names of robots do. Cubot makes phones.
func robotWord(word string) bool {
	if word == "cubot" {
		return false
	}
	for _, end := range []string{"bot", "bots", "crawler", "spider"} {
		if strings.HasSuffix(word, end) {
			return true
		}
	}
	return false
}

// robotNames are parts of user agents of robots that neither rule knows.
func robotNames() []string {
	return []string{"slurp", "headlesschrome", "phantomjs", "facebookexternalhit", "facebookcatalog", "mediapartners-google", "google-inspectiontool",
		"feedfetcher", "ia_archiver", "lighthouse", "pingdom", "statuscake", "site24x7", "scrapy"}
}
