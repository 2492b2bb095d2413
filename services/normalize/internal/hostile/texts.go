package hostile

const (
	anpaHead = "\x16\x16\x01a0001 r i bc-storm 01-01 0100\r\n\x02^Storm<\r\n"
	iptcHead = "\x01abc123 4 pol 123 abc\r\n\x02Storm\r\n\r\n"
)

func text(name, piece string) Document {
	return Document{"text: " + name, "text/plain", "Storm closes the harbour\n\nHARBOUR CITY, Jan 1 (Reuters) - " + sentence + "\n\n", "", numbered(piece)}
}

func anpa(name, piece string) Document {
	return Document{"anpa: " + name, "text/plain", anpaHead, "\x03", numbered(piece)}
}

func iptc(name, piece string) Document {
	return Document{"iptc-7901: " + name, "text/plain", iptcHead, "\x03", numbered(piece)}
}

func texts() []Document {
	pieces := map[string]string{
		"lines": "a # line of text\r\n", "short lines": "a\r\n", "paragraphs": "a\r\n\r\n", "one line": "word ", "one word": "a", "by-lines": "By John Doe #\r\n", "datelines": "PARIS, Jan 1 (AFP) - a\r\n", "capitals": "A B C ",
		"tables": "1  2  3  4  5\r\n", "dashes": "--", "stars": "* ", "blanks": " ", "empty lines": "\r\n", "full stops": ".", "brackets": "(", "tabs": "\t", "equals": "=", "notes": "(EDS: a #)\r\n", "separators": "= = =\r\n", "carets": "^a<\r\n", "colons": "a: b\r\n", "quotes": "\"",
		"controls": "\x13\x14", "slashes": "a/", "commas": "A, ", "capital lines": "STORM CLOSES HARBOUR\r\n", "days": "Jan 1 ", "wide": "字", "marks": "\u0301", "not utf-8": "\xe9 ", "more": "(more)\r\n",
	}
	out := []Document{
		{"anpa: messages", "text/plain", "", "", numbered(anpaHead + "\ta\r\n\x03")},
		{"iptc-7901: messages", "text/plain", "", "", numbered(iptcHead + "a\r\n\x03")},
		{"iptc-7901: unframed", "text/plain", "", "", numbered("abc123 4 pol 123 abc\r\nStorm\r\n\r\na\r\n")},
		{"iptc-7901: starts", "text/plain", iptcHead, "", same("\x01")},
	}
	for name, piece := range pieces {
		out = append(out, text(name, piece), anpa(name, piece), iptc(name, piece))
	}
	return out
}
