package teleprinter

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
	// An order to take down a story, not a paragraph of one, and no news of killing
	// or withdrawing: imperatives that begin a sentence, or addressed to editors.
	order = regexp.MustCompile(`(?im)(?:^|[.:!?]\s+|["“(]|\bplease |\bmust )\s*(?:attention,? )?(?:(?:editors?|members|subscribers|clients)[:,]?\s*)?(?:please )?` +
		`(?:kill (?:the |our |all )?(?:previous |earlier )?(?:story|stories|item|items|(?:BC|AM|PM|AP)-)|(?:withdraw|eliminate|do not use) (?:the |our )(?:previous |earlier )?(?:story|item)\b)|` +
		`(?:^|\.\s+)\s*(?:a |mandatory )?kill(?: note)?\s*:|\bmandatory kill\b|` +
		`\b(?:members|editors|subscribers|clients|customers|newspapers) are (?:advised|asked|requested) to kill\b|` +
		`\b(?:die|diese|unsere|obige|vorige) (?:\pL+ )?meldung (?:\S+ ){0,5}(?:wird|ist|wurde) (?:hiermit )?(?:zurückgezogen|gestrichen|annulliert)\b|` +
		`\bbitte (?:\pL+ ){0,3}(?:meldung|bericht|beitrag|text|zusammenfassung)\b.{0,60}\bnicht (?:zu |mehr )?verwenden|` +
		`(?:merci|prière|veuillez) (?:de )?(?:ne pas utiliser|d'annuler|annuler) (?:la|notre|cette) (?:dépêche|alerte|information)|la dépêche .{0,60}est annulée|` +
		`(?:por favor,? |se ruega |rogamos )(?:anulen|anular|no utilicen|no usar|no utilizar) (?:la|el|esta|nuestra) (?:anterior )?(?:noticia|información|despacho|nota)\b`)
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
