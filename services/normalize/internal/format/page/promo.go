package page

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxPromo is how many words a paragraph may have that speaks for something else
// than the story.
const maxPromo = 40

// maxPaywall is how many words there may be where readers are asked to pay.
const maxPaywall = 30

// Paragraphs that speak for something else than the story begin or go like this, on
// pages of many sites and in several languages.
var (
	promoStart = regexp.MustCompile(`(?i)^(?:related|see also|see more|read (?:more|also|next)|also(?: read)?:|more:|you (?:may|might) also like|most read|filed under|citation:|` +
		`subscribe|get the (?:latest|day.s)|get (?:our|your) |have a tip|thanks? for signing up|keep an eye on your inbox|listen to |follow |lire aussi|à lire|lesen sie auch|mehr zum thema|` +
		`leia (?:mais|também)|tempo de leitura|lea también|te puede interesar|leggi anche|lees ook|læs også|copyright\b|©|\[button)`)
	promoWords = regexp.MustCompile(`(?i)\b(?:newsletters?|in your inbox|subscribe to|sign up for (?:our|the|free|daily|breaking)|buy something through|privacy policy|terms of (?:use|service)|` +
		`all rights reserved|follow (?:us|him|her|them|@?\w+(?: \w+)?) on (?:twitter|facebook|instagram|linkedin|x)|(?:if you )?enjoyed this article|processing your subscription|click here (?:for|to)|use (?:the |promo )?code)\b`)
)

// paywall is what a page says to readers who have not paid, in the languages of news sites.
var paywall = regexp.MustCompile(`(?i)(?:il vous reste \d+ ?% de cet article|(?:est )?réservée? aux abonnés|déjà abonné|^s'abonner|abonnez-vous|` +
	`(?:is|are) (?:for|available (?:only )?to|only available to|exclusive to|reserved for) (?:our )?(?:paying |paid |digital )?subscribers|subscribe (?:now )?to (?:continue|keep) reading|to continue reading(?: this article)?,|` +
	`already (?:a subscriber|have a subscription)|(?:log|sign) in to (?:read|continue)|free articles? (?:left|remaining|this month)|` +
	`jetzt (?:weiterlesen|abonnieren|testen)|(?:nur )?für abonnent(?:en|innen)|bereits abonnent|weiterlesen mit|` +
	`(?:solo |exclusivo )para suscriptores|ya eres suscriptor|exclusivo para assinantes|já é assinante|riservato agli abbonati|sei già abbonato|alleen voor abonnees|al abonnee|kun for abonnenter)`)

// byLine is a paragraph that says who wrote the story.
var byLine = regexp.MustCompile(`^(?:By|BY|Von|Par|Por)\s+\p{Lu}[\p{L}.'’-]+(?:\s+[\p{L}.'’-]+){0,4}$`)

// dateAlone is a paragraph that says when the page was made, and nothing of the
// story.
var dateAlone = regexp.MustCompile(`(?i)^(?:by [^\d]{0,40})?(?:(?:last )?(?:updated|published|posted|modified)(?: at| on)?:?\s*)?(?:\d{1,2}:\d{2}\s*(?:[ap]\.?m\.?)?\s*(?:[a-z]{2,4})?,?\s*)?` +
	`(?:(?:[a-z]{3,9}\.?,?\s+)?(?:[a-z]{3,9}\.?\s+\d{1,2},?\s+\d{4}|\d{1,2}[./ ](?:de )?[a-z\d]{1,9}\.?[./ ](?:de )?\d{4}))?(?:,?\s*(?:at|às|um)?\s*\d{1,2}:\d{2}\s*(?:[ap]\.?m\.?)?)?(?:\s*by [^\d]{0,40})?$`)

// promotes reports whether a paragraph advertises, or leads elsewhere.
func promotes(text string, links map[string]bool) bool {
	words := len(strings.Fields(text))
	if words > maxPromo {
		return false
	}
	sentence := strings.HasSuffix(strings.TrimRight(text, `"”’')`), ".")
	switch {
	case words < 12 && strings.ContainsAny(text, "0123456789") && dateAlone.MatchString(text):
		return true
	case words < 7 && !sentence && byLine.MatchString(text), words < maxPaywall && paywall.MatchString(text):
		return true
	case promoStart.MatchString(text) && (words < 20 || promoWords.MatchString(text)):
		return !sentence || words < 12 || promoWords.MatchString(text)
	case promoWords.MatchString(text):
		return true
	case links[lowerWords(text)]:
		return words >= 8 && !sentence
	default:
		return words >= 6 && !sentence && !strings.HasSuffix(text, "?") && shouts(text)
	}
}

// shouts reports whether a text is written in capitals, as links to other stories
// are on some pages.
func shouts(text string) bool {
	capitals, others := 0, 0
	for _, r := range text {
		switch {
		case unicode.IsLower(r):
			return false
		case unicode.IsUpper(r):
			capitals++
		case !unicode.IsSpace(r):
			others++
		}
	}
	return capitals > 4*others
}

// linksAlone collects the texts of paragraphs that are one link and nothing else:
// they lead to other stories.
func linksAlone(root *html.Node) map[string]bool {
	out := map[string]bool{}
	for n := range root.Descendants() {
		if n.DataAtom != atom.A || n.Parent == nil || inList(n) {
			continue
		}
		if text := lowerWords(textOf(n)); text != "" && !hasWordsBeside(n) {
			out[text] = true
		}
	}
	return out
}

// hasWordsBeside reports whether the parent of a node holds words beside it. The
// nearest are looked at first: of many links in one paragraph each has another one
// near, and looking through all of them for each would take the square of their
// number.
func hasWordsBeside(n *html.Node) bool {
	before, after := n.PrevSibling, n.NextSibling
	for before != nil || after != nil {
		if before != nil {
			if hasWords(before) {
				return true
			}
			before = before.PrevSibling
		}
		if after != nil {
			if hasWords(after) {
				return true
			}
			after = after.NextSibling
		}
	}
	return false
}

// hasWords reports whether textOf gives a node any words.
func hasWords(n *html.Node) bool {
	switch {
	case n.Type == html.TextNode:
		return strings.ContainsFunc(n.Data, func(r rune) bool { return !notWord(r) })
	case n.DataAtom == atom.Script, n.DataAtom == atom.Style, n.DataAtom == atom.Noscript, n.DataAtom == atom.Template:
		return false
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if hasWords(c) {
			return true
		}
	}
	return false
}

// inList reports whether a link is a list's item: those are often what the story is
// about.
func inList(n *html.Node) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		switch p.DataAtom {
		case atom.Li:
			return true
		case atom.P, atom.Div, atom.Article, atom.Section:
			return false
		}
	}
	return false
}
