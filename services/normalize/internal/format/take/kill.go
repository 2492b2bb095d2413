package take

import (
	"regexp"
	"strings"
)

// Ref is a story as a kill names it.
type Ref struct {
	Slug   string // may be empty
	Number string // the story's number, such as V0123; may be empty
}

// service is the letter of an American number: the service it was sent on.
func (r Ref) service() string {
	if r.Number == "" {
		return ""
	}
	return strings.ToLower(r.Number[:1])
}

// maxOrder bounds in bytes how much of a text is searched for what to kill.
const maxOrder = 1500

var (
	// an order to take down a story, not a paragraph of one
	order = regexp.MustCompile(`(?i)\b(?:mandatory kill|a kill\b|(?:are|is) (?:advised|asked|requested) to kill|` +
		`(?:please |must |editors[:,]? )?kill (?:the |our |all )?(?:previous |earlier )?(?:story|stories|item|items|(?:BC|AM|PM|AP)-)|` +
		`(?:please )?(?:withdraw|do not use) (?:the |our )?(?:story|item|\w+ \d+)|` +
		`(?:meldung|beitrag|bericht|text|artikel)\b.{0,80}(?:wird|ist|wurde) (?:hiermit )?(?:zurückgezogen|gestrichen|annulliert)|` +
		`bitte .{0,80}nicht (?:zu )?verwenden|` +
		`(?:merci de|prière de|veuillez) (?:ne pas utiliser|annuler)|la dépêche .{0,60}est annulée|` +
		`(?:por favor,? )?(?:anulen|anular|no utilicen|no usar) (?:la |el )?(?:noticia|información|despacho))`)
	paragraphOnly = regexp.MustCompile(`(?i)kill (?:the )?(?:\w+ ){0,3}(?:graf|grafs|graph|graphs|pgh|pghs|pvs|paragraph|paragraphs|sentence|headline|byline)\b`)
	slugRef       = regexp.MustCompile(`(?i)\b((?:BC|AM|PM|AP)-[\pL\pN][\pL\pN.'& /-]{1,60}?)\s*(?:,\s*([a-z]\d{4})\b|[,.;:<=)\n]|$)`)
	sluggedRef    = regexp.MustCompile(`(?i)\b(?:slugged|slug|keyword|stichwort|mot-clé|palabra clave)[: ]+["“']?([\pL\pN][\pL\pN.'& /-]{1,60}?)["”']?\s*(?:[,.;:<=)\n]|$)(?:\s*([a-z]\d{4})\b)?`)
	numberRef     = regexp.MustCompile(`\b([A-Za-z]\d{4})\b`)
)

// Orders reports whether a text orders to take down a whole story.
func Orders(text string) bool {
	text = head(text)
	return order.MatchString(text) && !paragraphOnly.MatchString(text)
}

// Refs are the stories that a kill's text names, each slug once.
func Refs(text string) []Ref {
	text = head(text)
	var out []Ref
	seen := map[string]bool{}
	for _, syntax := range []*regexp.Regexp{slugRef, sluggedRef} {
		for _, m := range syntax.FindAllStringSubmatch(text, 20) {
			slug, _ := Split(m[1])
			if key := Slug(slug); key != "" && !seen[key] {
				seen[key] = true
				out = append(out, Ref{Slug: slug, Number: m[2]})
			}
		}
	}
	if m := numberRef.FindString(text); m != "" && len(out) == 1 && out[0].Number == "" {
		out[0].Number = m
	}
	return out
}

func head(text string) string {
	return strings.ToValidUTF8(text[:min(len(text), maxOrder)], "")
}
