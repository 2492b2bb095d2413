package teleprinter

import (
	"regexp"
	"strings"
	"sync"
)

// maxSignOff is how long a sign-off is, in bytes.
const maxSignOff = 60

// agencies are those that sign the end of a story with their name alone.
const agencies = `AFP|APA|ANSA|AGI|AAP|ANI|AP|APS|ATS|BELGA|Belga|BTA|CNS|CTK|ČTK|dpa|DPA|EFE|EPA|epd|HINA|Hina|IANS|IRNA|KNA|KYODO|Kyodo|LUSA|Lusa|MAP|MTI|NAN|NPA|NTB|NNN|PA|PAP|PNA|PTI|QNA|RIA|SANA|SAPA|SDA|sda|SID|SPA|SRNA|STA|STT|TASS|TT|UNI|UPI|WAM|XINHUA|Xinhua|YONHAP|Yonhap|Reuters|REUTERS|ANTARA|Antara|Bernama|BERNAMA|Anadolu|Ritzau|ritzau|Interfax|Sputnik|共同|時事|新华社`

// initialsOf are the initials of who wrote and edited, in small letters and in capitals.
const (
	smallInitials   = `[a-zäöüß]{2,5}(?:[-/][a-zäöüß]{2,5}){1,5}`
	capitalInitials = `\p{Lu}{2,5}(?:\s?//?\s?|-)\p{Lu}{2,4}\d?(?:[-/]\p{Lu}{1,4}\d?)*`
)

var (
	// aloneSignOff is a line that is nothing but a sign-off.
	aloneSignOff = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^(?:` + strings.Join([]string{
			smallInitials + `\.?`, capitalInitials,
			`dpa(?:[/-]\w{2,8})*(?: [a-zäöü]{2,8}){1,4}(?: n\d)?(?: [a-z]{2,5})?`,
			`\((?i:schluss|forts\.?|ende|fin|fine|suite|segue|more|end)\)(?:\s+[a-zäöü]{2,5}(?:[-/][a-zäöü]{2,5})*)?`,
			`\((?:` + agencies + `|\p{Lu}{2,8}(?:/[\p{L}.]{2,10})?)\)\.?(?:\s+` + capitalInitials + `)?`,
			`[-–—=]{1,2}\s?(?:` + agencies + `)(?:[\s/]+[\w/-]{2,20})?`,
			`(?:` + agencies + `)(?: (?:\p{Lu}{2,5}|[a-z]{2,8}(?:[-/][a-z]{2,8})*[/\d]*)){0,5}`,
			`/(?:` + agencies + `|[\p{L}]{3,12})/`, `(?i:enditem|endit|lusa/fim)(?:/[\w/]{2,12})?`, `-0-(?:[a-z]{2,4}(?:/[a-z]{2,4})*)?`,
			`[（(](?:完|共同|終|了)[）)]|完|==\pL+`, `[\w.+-]+@[\w-]+(?:\.[\w-]+)+`,
		}, "|") + `)$`)
	})
	// tailSignOff is one that stands behind the last sentence of a story.
	tailSignOff = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`[.!?»”"’')。]\s*(` + strings.Join([]string{
			`\((?i:schluss|forts\.?|ende|fine|segue)\)(?:\s+[a-zäöü]{2,5}(?:[-/][a-zäöü]{2,5})*)?`,
			`\((?:` + agencies + `)\)\.?(?:\s+` + capitalInitials + `)?`,
			`[-–—=]{1,2}\s?(?:` + agencies + `)(?:[\s/]+[\w/-]{2,20})?`,
			`(?:PTI|UNI|AAP|IANS)(?: \p{Lu}{2,5}){1,5}`, `EFE(?: [a-z]{2,4}(?:/[a-z]{2,4})*)?`,
			`/(?:` + agencies + `)/`, `Enditem(?:/[\w/]{2,12})?`, `-0-(?:[a-z]{2,4}(?:/[a-z]{2,4})*)?`, `[（(](?:完|終|了)[）)]`,
			` ` + smallInitials,
		}, "|") + `)$`)
	})
)

// SignOff reports whether a line is nothing but the sign-off of an agency: who wrote and
// edited ("ib/jq"), a code of the desk, the agency's name, the word that ends a story.
func SignOff(line string) bool {
	line = strings.TrimSpace(line)
	return line != "" && len(line) <= maxSignOff && aloneSignOff().MatchString(line)
}

// WithoutSignOff takes a sign-off off the end of a paragraph, where it stands behind a
// sentence; signed is empty where there is none.
func WithoutSignOff(paragraph string) (rest, signed string) {
	from := max(0, len(paragraph)-maxSignOff)
	m := tailSignOff().FindStringSubmatchIndex(paragraph[from:])
	if m == nil {
		return paragraph, ""
	}
	return strings.TrimRight(paragraph[:from+m[2]], " \t"), strings.TrimSpace(paragraph[from+m[2]:])
}
