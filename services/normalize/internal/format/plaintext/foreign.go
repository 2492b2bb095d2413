package plaintext

import (
	"regexp"
	"strings"
)

// The first lines of texts that are no news, whatever follows.
var foreignStarts = []struct {
	what   string
	syntax *regexp.Regexp
}{
	{"a script", regexp.MustCompile(`^(?:#!\s?/|<\?php\b|<%|@echo\b|"use strict"|'use strict'|(?:const|let|var) [\w$]+ ?=|(?:async )?function\b[ *]*[\w$]*\(|\(function ?\(|\(\(\) ?=>|import (?:[\w*{][\w*{}, ]* from )?["']|from [\w.]+ import |import [\w.]+;?\s*$|package [\w.]+;?\s*$|def \w+\(|class \w+[\w ():,<>]*[{:]\s*$|public (?:class|static)|#include\b|using [\w.]+;|window\.|document\.|module\.exports|require\(|console\.|\$\(|jQuery\()`)},
	{"a query", regexp.MustCompile(`(?i)^(?:select .+ from [\w."]+(?:\s*;|\s+(?:where|order by|group by|limit|(?:inner |left )?join)\b.*|\s*$)|insert into [\w."]+ ?\(|create (?:table|database|index) [^.]*[(;]|drop table [\w."]+;?$|alter table [\w."]+ add |update [\w."]+ set .*=|query(?: \w+)?(?:\([^)]*\))? ?\{)`)},
	{"a style sheet", regexp.MustCompile(`^(?:@(?:charset|import|media|font-face)\b|[.#]?[\w-]+(?:[ ,>]+[.#]?[\w-]+)*\s*\{\s*(?:[\w-]+\s*:|$))`)},
	{"an HTTP message", regexp.MustCompile(`^(?:(?:GET|POST|PUT|DELETE|HEAD|OPTIONS|PATCH) \S+ HTTP/\d|HTTP/\d(?:\.\d)? \d{3}\b)`)},
	{"a form post", regexp.MustCompile(`^[\w.%+\[\]-]+=[^\s&]*(?:&[\w.%+\[\]-]+=[^\s&]*)+\s*$`)},
	{"a key or a certificate", regexp.MustCompile(`^-----BEGIN [A-Z ]+-----`)},
	{"a calendar or a card", regexp.MustCompile(`(?i)^BEGIN:V(?:CALENDAR|CARD|EVENT)\s*$`)},
	{"a patch", regexp.MustCompile(`^(?:diff --git |--- a/|Index: \S+\s*$|@@ -\d)`)},
	{"a document type alone", regexp.MustCompile(`^%(?:PDF|!PS)|^\{\\rtf`)},
	{"a trace", regexp.MustCompile(`^(?:Traceback \(most recent call last\)|panic: |goroutine \d+ \[|Exception in thread |(?:[\w$]+\.)+[\w$]*(?:Exception|Error)\b|Uncaught \w*Error)`)},
	{"settings", regexp.MustCompile(`^(?:\[[\w .:-]+\]\s*$|---\s*$|%YAML|(?:User-agent|Disallow): ?\S|[A-Z][A-Z0-9_]*=\S*\s*$)`)},
}

// What a line of settings, of code and of a log looks like.
var (
	settingLine = regexp.MustCompile(`^\s*(?:[\w.-]+\s?=\s?\S.*|\[[\w .:-]+\]|#.*|;.*|-\s[\w.-]+:.*|[a-z_][\w.-]*:(?:\s+[\w./:"'{}\[\]-]+)?|(?:User-agent|Disallow|Allow|Sitemap):.*)\s*$`)
	codeLine    = regexp.MustCompile(`[;{}]\s*$|^\s*(?://|/\*|\*/|\}|\)|return\b|if ?\(|for ?\(|else\b)|^\s*[\w.$]+\(.*\)\s*$`)
	logLine     = regexp.MustCompile(`^(?:\[?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d|\S+ \S+ \S+ \[\d\d/\w{3}/\d{4}:|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \S+ \S+\[?\d*\]?:)`)
	oneToken    = regexp.MustCompile(`^(?:[A-Za-z0-9+/_-]{24,}={0,2}|[a-z][a-z0-9+.-]*://\S+)$`)
)

// Foreign names what a text is that shows itself as no news, empty for one that may be
// some. head is its beginning.
func Foreign(head string) string {
	lines := toLines(head)
	if len(lines) == 0 {
		return ""
	}
	first := strings.TrimSpace(lines[0])
	for _, s := range foreignStarts {
		if s.syntax.MatchString(first) && (s.what != "settings" || mostly(lines, settingLine)) {
			return s.what
		}
	}
	switch {
	case allTokens(lines):
		return "addresses or encoded data"
	case len(lines) > 2 && mostly(lines, codeLine):
		return "a script"
	case columns(lines):
		return "a table of values"
	case len(lines) > 1 && mostly(lines, logLine):
		return "a log"
	case len(lines) > 2 && mostly(lines, settingLine) && !prose(lines):
		return "settings"
	default:
		return ""
	}
}

// mostly: at least three of four lines that say something.
func mostly(lines []string, syntax *regexp.Regexp) bool {
	n, all := 0, 0
	for _, line := range lines {
		if strings.TrimSpace(line) == "" {
			continue
		}
		all++
		if syntax.MatchString(line) {
			n++
		}
	}
	return 4*n >= 3*all
}

// columns reports whether all lines are as many values, parted by commas or
// semicolons: typists put a blank behind a comma.
func columns(lines []string) bool {
	for _, separator := range []string{",", ";"} {
		n, rows := strings.Count(lines[0], separator), 0
		for _, line := range lines {
			if n < 2 || strings.Count(line, separator) != n || strings.Contains(line, separator+" ") {
				rows = 0
				break
			}
			rows++
		}
		if rows > 2 {
			return true
		}
	}
	return false
}

func allTokens(lines []string) bool {
	for _, line := range lines {
		if line = strings.TrimSpace(line); line != "" && !oneToken.MatchString(line) {
			return false
		}
	}
	return true
}

// prose reports whether a line is a sentence, or labels name the parts of a story.
func prose(lines []string) bool {
	for _, line := range lines {
		if len(strings.Fields(line)) > 8 {
			return true
		}
	}
	_, labelled := readLabels(lines)
	return labelled
}
