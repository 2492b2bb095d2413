package tidy

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

// maxDateline is how far into the text a dateline may reach, in bytes.
const maxDateline = 120

// maxByLine is how long a by-line may be, in bytes.
const maxByLine = 80

// locate sets where the item was written, if it does not say: from a dateline
// that the format marks up, else from one that starts the text. The text itself
// is not changed.
func locate(it *ninjs.Item, dateLine string) {
	if it.Located != "" {
		return
	}
	if dateLine = strings.Join(strings.Fields(dateLine), " "); dateLine != "" && len(dateLine) <= maxDateline {
		if it.Located = place(dateLine, true); it.Located != "" {
			return
		}
	}
	it.Located = placeOfText(plainOf(it))
}

var (
	// what ends a dateline: " - ", " — ", " -- ", " _ ", ".- ", " = " and the like
	endOfDateline = regexp.MustCompile(`(?:\s(?:-{1,2}|–|—|_|=)|\.-|\)\s?(?:-{1,2}|–|—|_|:)|—)\s`)
	// agencies that need no dash behind them: "MOSCOW, May 3. /ABCD/. ", "OSLO (ABC) "
	endsItself    = regexp.MustCompile(`^(?:[^()/]{3,60}/[\p{L}-]{2,12}/\.?|[^()]{3,60}\((?:\p{Lu}{2,8}|dpa|sda|ats|awp|epd|kna|sid)\))\s+[\p{Lu}"“„«»]`)
	leadingAgency = regexp.MustCompile(`^\([\p{L}\p{N}./& -]{2,24}\)\s*(?:-{1,2}|–|—|_)?\s+`)
	agency        = regexp.MustCompile(`\s*(?:\(([\p{L}\p{N}.]+(?:(?:[/&-]| & | ?\p{Lu})[\p{L}\p{N}.]*)*)\)?|/[\p{L}-]{2,12}/|\s([A-Z]{2,8}))\.?$`)
	agencyName    = regexp.MustCompile(`\s\p{Lu}[\p{L}.]{1,15}(?: \p{Lu}[\p{L}.]{1,15})?$`)   // "May 13 Reuters"
	agencyWord    = regexp.MustCompile(`,\s*\p{Lu}[\p{L}.]{1,15}(?: \p{Lu}[\p{L}.]{1,15})?$`) // behind a date
	date          = regexp.MustCompile(`(?i),?\s*(?:(?:le|den|am)\s+)?(?:` + months + `\s+\d{1,2}(?:st|nd|rd|th)?|\d{1,2}\.?\s+(?:de\s+)?` + months + `)(?:,?\s+(?:de\s+)?\d{4})?\.?$` +
		`|,?\s+\d{1,2}[./]\d{1,2}(?:[./](?:\d{4}|\d\d))?\.?$|,?\s*\d{4}\.\s+` + months + `\s+\d{1,2}\.(?:,\s+\p{L}+)?$`)
	frenchDate = regexp.MustCompile(`^([^,.\n]{2,40}), le \d{1,2}(?:er)? ` + months)
	// a by-line and nothing else
	aboveDateline = regexp.MustCompile(`^(?:By|BY|Von|VON|Par|PAR|Por|POR|Door|DOOR|Di|DI|Av|AV|Af|AF) \p{Lu}[\p{L}\p{M}.'’,&/ -]+$`)
	initialism    = regexp.MustCompile(`(?:^|[ ,])(?:\p{Lu}\.)+\p{Lu}$`)
	notPlaces     = regexp.MustCompile(`^(?:By|BY|Par|PAR|Von|VON|Por|POR|BREAKING|URGENT|UPDATE|UPDATED|CORRECTION|CORRECTED|CORRECTS|EXCLUSIVE|WATCH|VIDEO|PHOTOS?|FLASH|ALERT|NEWS|ANALYSIS|OPINION|LIVE|ATTENTION|EDITORS?|NOTE|KILL|EMBARGO(?:ED)?|FACTBOX|TIMELINE|SPORTS?|BOX|ADVISORY)\b`)
)

// months are how the names of months begin, in the languages of Europe.
const months = `(?:jan|feb|fév|fev|mar|mär|mrz|apr|abr|avr|mai|may|maj|mei|jun|juin|jul|juil|aug|août|aou|ago|sep|set|oct|okt|ott|out|nov|dec|dez|déc|dic|ene|gen|mag|giu|lug|` +
	`máj|jún|júl|szept|led|úno|bře|dub|kvě|čer|srp|zář|říj|lis|pro|sty|lut|kwi|cze|lip|sie|wrz|paź|gru|sij|velj|ožu|tra|svi|kol|ruj|stu|tam|hel|maa|huh|tou|kes|hei|elo|syy|lok|jou|oca|şub|nis|haz|tem|ağu|eyl|eki|kas|ara|` +
	`янв|фев|мар|апр|мая|май|июн|июл|авг|сен|окт|ноя|дек|січ|лют|бер|кві|тра|чер|лип|сер|вер|жов|лис|гру|юни|юли|ιαν|φεβ|μαρ|απρ|μαΐ|μαϊ|μάι|ιουν|ιουλ|αυγ|σεπ|οκτ|νοε|δεκ)\p{L}*\.?`

// placeOfText gives the place of a dateline at the start of a text, else empty. Notes,
// by-lines and other short lines may stand above it, and the lead: behind these, it
// must be one beyond doubt, with a date or an agency.
func placeOfText(text string) string {
	lead, other := false, false
	for range maxAbove {
		line, rest, more := strings.Cut(strings.TrimLeft(text, " \n"), "\n")
		if p := placeOfLine(line); p != "" && (!lead && !other || certain(line)) {
			return p
		}
		switch {
		case !more:
			return ""
		case len(line) <= maxByLine && aboveDateline.MatchString(line), isNote(line):
		case len(line) <= maxByLine && !endsSentence(line):
			other = true
		case !lead && len(line) <= maxLead:
			lead = true
		default:
			return ""
		}
		text = rest
	}
	return ""
}

// The lines above a dateline: how many there may be, and how long a lead is, in bytes.
const (
	maxAbove = 6
	maxLead  = 700
)

var (
	noteWord  = regexp.MustCompile(`(?i)^(?:[*#=~_-]{2,}|(?:eds?|editors?|note to editors|attention|advisory|updates?|adds?|corrects?|recasts?|refiles?|repeats?|writethru|eine zusammenfassung|achtung|hinweis)\b[^.]{0,200}[.:]?)`)
	bracketed = regexp.MustCompile(`^(?:\([^()]{1,300}\)|\[[^\[\]]{1,300}\]|\*[^*]{1,300}\*|/[^/]{1,300}/)\.?$`)
)

// isNote reports whether a line is for editors, or about the text: in brackets, or
// with a word that begins such notes.
func isNote(line string) bool {
	return len(line) <= 2*maxDateline+60 && (bracketed.MatchString(line) || noteWord.MatchString(line))
}

func endsSentence(line string) bool {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(line, " )\"”’»"))
	return strings.ContainsRune(".!?…。", r)
}

// certain reports whether a dateline names a date or an agency; one that is not in
// brackets counts where the place is in capitals.
func certain(line string) bool {
	line = halfWidth(strings.ToValidUTF8(line[:min(len(line), maxDateline)], ""))
	end := dashIn(line)
	if end == nil {
		return selfEnding(line) != ""
	}
	head := strings.TrimRight(line[:end[0]+1], " -–—_:.=")
	city, _, _ := strings.Cut(head, ",")
	city, _, _ = strings.Cut(city, "(")
	if dateAtEnd(head) != nil || agencyAtEnd(head) != nil && strings.HasSuffix(head, ")") {
		return true
	}
	return capitals(strings.Trim(city, "0123456789 ")) && agencyAtEnd(head) != nil
}

func placeOfLine(line string) string {
	if len(line) > maxDateline {
		line = strings.ToValidUTF8(line[:maxDateline], "")
	}
	line = withoutAgency(halfWidth(line))
	if end := dashIn(line); end != nil {
		head := line[:end[0]]
		if end[0] < len(line) && line[end[0]] == ')' {
			head += ")"
		}
		if p := place(head, false); p != "" && (capitals(p) || !startsSmall(line[end[1]-1:])) {
			return p
		}
	}
	if m := selfEnding(line); m != "" {
		_, size := utf8.DecodeLastRuneInString(m)
		if p := place(m[:len(m)-size], false); p != "" {
			return p
		}
	}
	if !strings.Contains(line, ", le ") {
		return ""
	}
	if m := frenchDate.FindStringSubmatch(line); m != nil {
		return place(m[0], false)
	}
	return ""
}

var fullWidth = strings.NewReplacer("（", "(", "）", ")", "＝", "=")

// halfWidth makes brackets and equals signs of East Asia those of ASCII.
func halfWidth(line string) string {
	if strings.IndexByte(line, "（"[0]) < 0 {
		return line
	}
	return fullWidth.Replace(line)
}

// startsSmall: the text behind a dateline begins a sentence.
func startsSmall(text string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimSpace(text))
	return unicode.IsLower(r)
}

// place takes date and agency off a dateline. What is left is a place if it
// looks like one; without date and agency, if its city is in capitals.
func place(line string, marked bool) string {
	rest := withoutAgency(strings.TrimRight(strings.TrimSpace(line), " -–—_:.="))
	certain := marked
	for before := ""; before != rest; {
		before = rest
		if m := agencyAtEnd(rest); m != nil && m[0] > 0 && (m[4] < 0 || dateAtEnd(rest[:m[0]]) != nil) {
			rest, certain = rest[:m[0]], true
		}
		if m := agencyWordAtEnd(rest); m != nil && dateAtEnd(rest[:m[0]]) != nil {
			rest = rest[:m[0]]
		}
		if m := nameAtEnd(rest); m != nil && dateAtEnd(rest[:m[0]]) != nil {
			rest = rest[:m[0]]
		}
		if m := dateAtEnd(rest); m != nil && m[0] > 0 {
			rest, certain = rest[:m[0]], true
		}
	}
	rest = strings.Trim(rest, " ,;:-–—_")
	if strings.IndexByte(rest, '.') >= 0 && initialism.MatchString(rest) {
		rest += "."
	}
	city, _, _ := strings.Cut(rest, ",")
	if !nameLike(rest) || notPlaces.MatchString(rest) || !certain && !capitals(city) {
		return ""
	}
	return rest
}

// nameLike reports whether each word of a text is a name or a particle.
func nameLike(s string) bool {
	words := strings.Fields(s)
	if len(words) == 0 || len(words) > 6 || strings.ContainsAny(s, "0123456789\"“”?!;:()") {
		return false
	}
	upper := func(w string) bool {
		r, _ := utf8.DecodeRuneInString(w)
		return !unicode.IsLower(r) && unicode.IsLetter(r)
	}
	for _, w := range words {
		if !upper(w) && utf8.RuneCountInString(w) > 4 {
			return false
		}
	}
	return upper(words[0])
}

func capitals(s string) bool {
	letters := 0
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsLetter(r) {
			letters++
		}
	}
	return letters > 2
}
