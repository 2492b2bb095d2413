package feed

import (
	"regexp"
	"slices"
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/leftover"
)

// footer is the sentence that WordPress puts below the text of each item of a feed, in
// its translations: "The post … appeared first on …".
var footer = regexp.MustCompile(`(?s)^(?:` + strings.Join([]string{
	`The (?:post|article|entry) .{1,500} (?:first appeared|appeared first) (?:on|at|in) .{1,200}`,
	`Der Beitrag .{1,500} erschien zuerst (?:auf|bei) .{1,200}`,
	`(?:L['’]article|Cet article|L['’]entrée) .{1,500} est (?:apparue? en premier|d['’]abord apparue?) sur .{1,200}`,
	`La entrada .{1,500} (?:se publicó primero|apareci?ó primero|aparece primero|fue publicad[ao] primero) en .{1,200}`,
	`L['’](?:articolo|entrada) .{1,500} (?:proviene da|sembra essere il primo su|è apparso per la prima volta su|ha aparegut primer a) .{1,200}`,
	`O (?:post|conteúdo|artigo) .{1,500} (?:apareceu|aparece) primeiro (?:em|no|na) .{1,200}`,
	`Het (?:bericht|artikel) .{1,500} verscheen eerst op .{1,200}`,
	`(?:Artykuł|Post|Wpis) .{1,500} (?:pochodzi z serwisu|pojawił się najpierw (?:na|w)|pojawił się poniżej) .{1,200}`,
	`(?:Сообщение|Запись|Запис) .{1,500} (?:появил(?:ись|ось|ась) сначала на|впервые появил(?:ась|ось) на|(?:спершу|вперше) з['’]яви(?:ться|вся|лась) на) .{1,200}`,
	`(?:Inlägget|Indlægget|Innlegget) .{1,500} (?:dök|dukkede|dukket|blev) først (?:upp|op|opp|udgivet) på .{1,200}`, `Inlägget .{1,500} dök först upp på .{1,200}`,
	`Artikkeli .{1,500} julkaistiin ensimmäisen kerran .{1,200}`, `Příspěvek .{1,500} (?:pochází z|se nejdříve objevil na) .{1,200}`,
	`Articolul .{1,500} apare prima dată (?:în|pe) .{1,200}`, `Το άρθρο .{1,500} εμφανίστηκε πρώτα στο .{1,200}`, `Artikel .{1,500} pertama kali (?:tampil|muncul) (?:pada|di) .{1,200}`,
	`.{1,400} yazısı ilk önce .{1,200} üzerinde ortaya çıktı`, `投稿 ?.{1,400} ?は ?.{1,200}に最初に表示されました`, `.{1,400}最先出现在.{1,200}`, `ظهرت المقالة .{1,500} أولاً على .{1,200}`,
}, "|") + `)[.。]?$`)

// footerStart is where such a sentence may begin: at the start of a paragraph or behind a
// sentence or what was left out.
var footerStart = regexp.MustCompile(`(?:^|[>\n.!?…\])»”"]\s*)(The (?:post|article|entry) |Der Beitrag |L['’]article |Cet article |L['’]entrée |La entrada |L['’]articolo |L['’]entrada |O (?:post|conteúdo|artigo) |Het (?:bericht|artikel) |Artykuł |Post |Wpis |` +
	`Сообщение |Запись |Запис |Inlägget |Indlægget |Innlegget |Artikkeli |Příspěvek |Articolul |Το άρθρο |Artikel |投稿|ظهرت المقالة |<p\b)`)

// maxFooter is how far from the end of a text a footer is looked for, in bytes, and
// mostFooters how many stand below one another.
const (
	maxFooter   = 2000
	mostFooters = 3
)

// withoutFooters takes off the end of an item's texts what its publishing system put there.
func withoutFooters(a *format.Article) {
	for i := range a.Item.Bodies {
		a.Item.Bodies[i].Value = withoutFooter(a.Item.Bodies[i].Value)
	}
	for i := range a.Item.Descriptions {
		a.Item.Descriptions[i].Value = withoutFooter(a.Item.Descriptions[i].Value)
	}
	a.Item.Bodies = slices.DeleteFunc(a.Item.Bodies, func(b ninjs.Body) bool { return b.Value == "" })
	a.Item.Descriptions = slices.DeleteFunc(a.Item.Descriptions, func(t ninjs.Text) bool { return t.Value == "" })
}

func withoutFooter(text string) string {
	for range mostFooters {
		at := footerAt(text)
		if at < 0 {
			break
		}
		text = strings.TrimSpace(text[:at])
	}
	return text
}

// footerAt is where the footer begins that a text ends with, -1 for none. A button to the
// whole story is one too, in a paragraph of its own.
func footerAt(text string) int {
	from := max(0, len(text)-maxFooter)
	for _, m := range footerStart.FindAllStringSubmatchIndex(text[from:], -1) {
		at := from + m[2]
		rest := text[at:]
		own := strings.HasPrefix(rest, "<p")
		if own && strings.Contains(rest[2:], "<p") || strings.Contains(rest, "<img") {
			continue
		}
		if words := plain(rest); footer.MatchString(words) || own && at > 0 && !strings.ContainsAny(words, "@/") && leftover.Is(words) {
			return at
		}
	}
	return -1
}
