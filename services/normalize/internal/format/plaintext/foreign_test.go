package plaintext

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestWhatIsNoNews(t *testing.T) {
	t.Parallel()
	for what, texts := range map[string][]string{
		"a table of values":         {"id,name,price\n1,Boat,5\n2,Oar,3\n", "a;b;c\n1;2;3\n4;5;6"},
		"a form post":               {"name=Ida&mail=ida%40a.example&go=1", "a=1&b="},
		"a script":                  {"#!/bin/sh\necho hello", "function f(a) {\n  return a;\n}", "var a = 1;\nalert(a);", "import os\nprint(1)", "<?php echo 1;", "a();\nb(1);\nc = {\n};"},
		"a style sheet":             {"body { margin: 0 }\np { color: red }", "@charset \"utf-8\";"},
		"an HTTP message":           {"POST /x HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 404 Not Found\r\n\r\nnot found"},
		"a query":                   {"SELECT a FROM b WHERE c = 1"},
		"a trace":                   {"Traceback (most recent call last):\n  File \"a\"", "panic: runtime error\n\ngoroutine 1 [running]:"},
		"a log":                     {"2025-07-07 10:00:00 INFO started\n2025-07-07 10:00:01 INFO ended", "10.0.0.1 - - [07/Jul/2025:10:00:00 +0000] \"GET /\" 200\n10.0.0.1 - - [07/Jul/2025:10:00:01 +0000] \"GET /\" 200"},
		"settings":                  {"[main]\nport = 80\nhost = a", "PORT=80\nHOST=a\n", "User-agent: *\nDisallow: /", "port: 80\nhost: a.example\nnames:\n  - a: 1"},
		"addresses or encoded data": {"https://a.example/feed.xml", "aGVsbG8gd29ybGQgaGVsbG8gd29ybGQ="},
		"a calendar or a card":      {"BEGIN:VCARD\nFN:Ida\nEND:VCARD"},
	} {
		for _, text := range texts {
			assert.Equal(t, what, Foreign(text), text)
		}
	}
	for _, text := range []string{
		"Port closes\n\nShips wait outside of the harbour.", "Results\n\nOslo      3   1\nBergen    2   0", "Weather", "Import of oil falls\n\nThe import of oil fell.",
		"Select committee from north reports\n\nIt said so.", "Class divide grows\n\nThe gap widens.", "[UPDATE] Port closes\n\nShips wait.", "Slug: a\nHeadline: b\nByline: Ida Brack\n\nText.",
		"From here to there: a journey\n\nIt was long.", "SLUG: fire\nBYLINE: ib\n\nFire", "- One\n- Two\n- Three", "Exchange rates\n\nEuro: 1.08\nPound: 1.27\nYen: 162", "Ports\n\nOslo: open\nBergen: shut\nCork: open",
		"One, two, three\n\nFour, five, six.\n\nSeven, eight, nine.", "Package deal reached", "Function follows form (again)", "Update: port closes\n\nShips wait.",
	} {
		assert.Empty(t, Foreign(text), text)
	}
}
