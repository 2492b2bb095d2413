package feed

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/leftover"
)

// footer is the sentence that WordPress puts below the text of each item of a feed, in
// its translations: "The post … appeared first on …".
var footer = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?s)^(?:` + strings.Join([]string{
		`The (?:post|article|entry) .+ (?:first appeared|appeared first) (?:on|at|in) .+`,
		`Der Beitrag .+ erschien zuerst (?:auf|bei) .+`,
		`(?:L['’]article|Cet article|L['’]entrée) .+ est (?:apparue? en premier|d['’]abord apparue?) sur .+`,
		`La entrada .+ (?:se publicó primero|apareci?ó primero|aparece primero|fue publicad[ao] primero) en .+`,
		`L['’](?:articolo|entrada) .+ (?:proviene da|sembra essere il primo su|è apparso per la prima volta su|ha aparegut primer a) .+`,
		`O (?:post|conteúdo|artigo) .+ (?:apareceu|aparece) primeiro (?:em|no|na) .+`,
		`Het (?:bericht|artikel) .+ verscheen eerst op .+`,
		`(?:Artykuł|Post|Wpis) .+ (?:pochodzi z serwisu|pojawił się najpierw (?:na|w)|pojawił się poniżej) .+`,
		`(?:Сообщение|Запись|Запис) .+ (?:появил(?:ись|ось|ась) сначала на|впервые появил(?:ась|ось) на|(?:спершу|вперше) з['’]яви(?:ться|вся|лась) на) .+`,
		`(?:Inlägget|Indlægget|Innlegget) .+ (?:dök|dukkede|dukket|blev) først (?:upp|op|opp|udgivet) på .+`, `Inlägget .+ dök först upp på .+`,
		`Artikkeli .+ julkaistiin ensimmäisen kerran .+`, `Příspěvek .+ (?:pochází z|se nejdříve objevil na) .+`,
		`Articolul .+ apare prima dată (?:în|pe) .+`, `Το άρθρο .+ εμφανίστηκε πρώτα στο .+`, `Artikel .+ pertama kali (?:tampil|muncul) (?:pada|di) .+`,
		`.+ yazısı ilk önce .+ üzerinde ortaya çıktı`, `投稿 ?.+ ?は ?.+に最初に表示されました`, `.+最先出现在.+`, `ظهرت المقالة .+ أولاً على .+`,
	}, "|") + `)[.。]?$`)
})

// footerStart is where such a sentence may begin: at the start of a paragraph or behind a
// sentence or what was left out.
var footerStart = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?:^|[>\n.!?…\])»”"]\s*)(The (?:post|article|entry) |Der Beitrag |L['’]article |Cet article |L['’]entrée |La entrada |L['’]articolo |L['’]entrada |O (?:post|conteúdo|artigo) |Het (?:bericht|artikel) |Artykuł |Post |Wpis |` +
		`Сообщение |Запись |Запис |Inlägget |Indlægget |Innlegget |Artikkeli |Příspěvek |Articolul |Το άρθρο |Artikel |投稿|ظهرت المقالة |<p\b)`)
})

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
	for _, m := range footerStart().FindAllStringSubmatchIndex(text[from:], -1) {
		at := from + m[2]
		rest := text[at:]
		own := strings.HasPrefix(rest, "<p")
		if own && strings.Contains(rest[2:], "<p") || strings.Contains(rest, "<img") {
			continue
		}
		if words := plain(rest); footer().MatchString(words) || own && at > 0 && !strings.ContainsAny(words, "@/") && leftover.Is(words) {
			return at
		}
	}
	return -1
}
