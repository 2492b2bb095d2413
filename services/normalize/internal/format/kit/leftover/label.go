package leftover

import (
	"regexp"
	"strings"
	"sync"
)

// isLabel reports whether a paragraph is nothing but a label or a button; text is in
// small letters and without what stands around it.
func isLabel(text string) bool {
	const most = 80 // bytes
	return len(text) <= most && label().MatchString(text)
}

var label = sync.OnceValue(func() *regexp.Regexp {
	return whole(
		// English
		`advertisements?|advertising|ads?|sponsored(?: content| by.*)?|promoted(?: content)?|paid (?:content|post|partnership)`,
		`(?:article|story|content|post|text) continues (?:below|after)(?: (?:this|the|an))?(?: (?:ads?|advertisement|video|promo))?|story continues`,
		`continue reading(?: below| the main story| this (?:article|story))?|scroll (?:down )?(?:to continue|for more).*|skip (?:ad|advertisement|to content|past newsletter.*)|after newsletter promotion`,
		`loading(?: comments?)?|(?:share|print|save|e-?mail|bookmark|like|copy)(?: (?:this|the))?(?: (?:article|story|page|post|link))?|link copied.*|gift (?:this )?article`,
		`(?:show|view|hide|read|load|leave a|add a|post a|no|see all|join the)? ?(?:comments?|conversation)(?: \(?\d+\)?)?|\d+ comments?|comments (?:are )?(?:closed|off)`,
		`(?:most|more) (?:read|popular|viewed|shared|watched|commented)|trending(?: now| topics| news)?|don.t miss(?: (?:it|this|out))?|must[ -]reads?|you might have missed`,
		`(?:related|recommended|suggested|similar|popular|more|latest|top|other|featured)(?: (?:articles?|stor(?:y|ies)|topics?|content|news|links?|posts?|videos?|reading|reads?|coverage|headlines|products))(?: for you| from .{2,30})?|more (?:from|on) .{2,30}`,
		`read (?:next|more|also|this|on|full (?:story|article).*|the full (?:story|article).*)|up next|explore (?:further|more|topics)|see (?:also|more)|also (?:read|see|watch)|more (?:to explore|like this|on this(?: story| topic)?)|editor.?s.? (?:picks?|choice)|what to read next`,
		`(?:(?:(?:estimated|approx\.?|average) )?read(?:ing)? time:? )?\d+ ?(?:-| )?(?:min|mins|minutes?)(?: (?:read|listen|watch|ago))?|listen(?: to (?:this|the) (?:article|story))?(?: \d.*)?|text size(?: [a+-]+)*`,
		`follow(?: us| me| topic)?|subscribe(?: now| today| here)?|sign (?:up|in|out)(?: now| here)?|log ?(?:in|out)|register|log in or register.*|donate(?: now| here)?|support us|become a (?:member|subscriber|supporter)`,
		`back to (?:top|home(?:page)?)|(?:next|previous|prev)(?: (?:article|story|post|slide|page))?|(?:image|slide|photo|picture) ?\d+ (?:of|/) ?\d+|\d+ (?:of|/) \d+|(?:view|see) (?:all|gallery|photos|more|full version.*|comments)`,
		`(?:open|enlarge|expand|view)(?: this)? (?:image|gallery|photo)(?: .*)?|(?:hide|toggle|show) caption|play(?: video)?|watch(?: now| the video| live)?|view full version of this (?:article|page).*|opens? in (?:a )?new (?:window|tab)|click here`,
		`about the authors?|contact (?:us|the author)|report (?:a |an )?(?:typo|error|mistake|correction).*|all rights reserved|terms of (?:use|service)|privacy policy|your browser does not support.*|this audio is auto-?generated.*|tags?|filed under|topics`,
		// German
		`anzeigen?|werbung|(?:diesen )?(?:artikel|beitrag) (?:teilen|merken|drucken|verschenken|anhören|vorlesen|bewerten|kommentieren)|teilen|drucken|merken|kommentare?(?: \(?\d+\)?| schreiben| verfassen| lesen| anzeigen)?`,
		`mehr zum thema.*|mehr (?:über|aus|von) .{2,30}|das könnte (?:sie|dich|ihnen|dir) auch (?:interessieren|gefallen)|(?:lesen sie|lies|lest) (?:auch|mehr|weiter|dazu auch)|auch interessant|weitere (?:artikel|themen|nachrichten|meldungen|informationen|beiträge)`,
		`zur startseite|weiterlesen|(?:zum seitenanfang|nach oben)|meist ?gelesen(?:e artikel)?|(?:lesedauer|lesezeit).{0,20}|\d+ ?min(?:\.|uten)? (?:lesezeit|lesedauer)|empfohlener (?:redaktioneller|externer) inhalt|externer inhalt|jetzt (?:anmelden|abonnieren|testen|weiterlesen)|schlagwörter|themen|nach der werbung weiterlesen|weiter nach der anzeige`,
		// French
		`publicité|la suite après (?:la|cette) publicité|partager(?: (?:l.article|cet article|sur .{2,20}))?|lire plus tard|lire la suite|lire l.article(?: complet)?|commentaires?(?: \d+)?|\d+ commentaires?|(?:ré)?agir|contribuer|imprimer|envoyer par (?:e-?mail|mail)|ajouter à (?:vos|mes) favoris`,                               //nolint:misspell // French
		`article réservé (?:à nos |aux )abonnés|sur le même (?:sujet|thème)|les plus (?:lus|partagés|commentés)|à lire (?:aussi|également|ailleurs)|lire aussi|voir aussi|temps de lecture.{0,20}|la rédaction vous (?:recommande|conseille)|newsletters?|écouter(?: l.article)?|(?:le|la|l.) ?.{2,30} avec (?:afp|reuters|ap|agences?)`, //nolint:misspell // French
		// Spanish, Portuguese
		`publicidade?|publicidad|compart(?:ir|e|ilhe|ilhar)(?: (?:en|no|na|este|esta|isso) ?.{0,20})?|archivado en|etiquetas|más información|te puede(?:n)? interesar|(?:lea|lee|leer|mira|ver|vea|escucha|escuche) (?:también|más)|(?:noticias|artículos|contenidos?) (?:relacionad[oa]s?|patrocinado)|lo más (?:visto|leído)|te recomendamos|comentarios|conforme a los criterios de|boletín|tiempo de lectura.{0,20}|normas ?›?|guardar`,
		`(?:leia|veja|saiba|ouça|assista) (?:mais|também|tudo)|continua (?:após|depois) d?a publicidade|(?:notícias|matérias|conteúdos?) relacionad[oa]s?|mais lidas|tempo de leitura.{0,20}|comentários|relacionadas`,
		// Italian
		`pubblicità|condividi(?: (?:su|questo|l.articolo|via) ?.{0,20})?|leggi (?:anche|tutto|di più|l.articolo completo)|ti potrebbe(?:ro)? (?:anche )?interessare|potrebbe interessarti(?: anche)?|articoli correlati|guarda anche|commenti|(?:© ?)?riproduzione riservata.{0,40}|tempo di lettura.{0,20}|argomenti`,
		// Dutch and the Nordic languages
		`advertentie|lees (?:ook|meer|verder)|deel(?: dit(?: artikel)?)?|meer over .{2,30}|annons(?:e|er)?|annonce|artikeln fortsätter efter annonsen|artiklen fortsætter efter annoncen|saken fortsetter under annonsen|läs (?:också|mer|även)|læs (?:også|mere)|les (?:også|mer)|dela(?: artikeln)?|del(?: artikkelen| artiklen)?|mest lä?est[ae]?|jaa artikkeli|mainos|lue (?:myös|lisää)`,
		// Polish, Czech, Turkish
		`reklama|dalszy ciąg (?:materiału|tekstu|artykułu) (?:pod|po|poniżej).{0,30}|udostępnij|(?:czytaj|przeczytaj|zobacz|sprawdź|oglądaj) (?:też|także|również|więcej)|polecane|najczęściej czytane|powiązane(?: artykuły)?|komentarze|reklam|ilgili haber(?:ler)?|paylaş|čtěte (?:také|více)|sdílet|související(?: články)?`,
		// Russian, Ukrainian
		`реклама|поделиться|читай(?:те)? (?:также|ещё|еще|дальше|далее)|смотрите также|по теме|материалы по теме|самое (?:читаемое|популярное|важное)|рекомендуем|комментарии|подробнее|читать (?:также|далее|полностью)|новости по теме|читайте також|поділитися|теги|все права защищены`,
		// Arabic, Persian, Hebrew
		`إعلان(?:ات)?|شارك(?: (?:المقال|الخبر))?|مشاركة|اقرأ (?:أيضا|أيضًا|أيضاً|المزيد)|الأكثر (?:قراءة|مشاهدة)|(?:مواضيع|أخبار|مقالات) ذات صلة|جميع الحقوق محفوظة.{0,40}|تابعونا.{0,30}|کلمات کلیدی|پیشنهاد .{0,20}|פרסומת|קראו עוד|שתפו`,
		// Hindi
		`(?:ये|यह|इसे) भी (?:पढ़ें|पढ़ें|देखें)|विज्ञापन|शेयर करें|ताज़?ा खबरें|ताजा ख़बरें|संबंधित खबरें|और पढ़ें|टैग्स`,
		// Japanese, Chinese, Korean
		`関連(?:記事|ニュース|リンク|キーワード|トピックス)|(?:あわせて|合わせて)読みたい|広告|pr|シェア(?:する)?|(?:アクセス)?ランキング|続きを(?:読む|見る)|おすすめ(?:の)?(?:記事)?|最新(?:記事|ニュース)|もっと見る|この記事は有料(?:会員)?記事です.{0,30}|無断(?:転載|複製).{0,20}`,
		`相[关關](?:阅读|閱讀|新闻|新聞|报道|報導|推荐|链接|文章)|延伸(?:阅读|閱讀)|推荐(?:阅读|文章)|[广廣]告|分享(?:到|至)?.{0,12}|(?:热门|最新)(?:新闻|文章|推荐)|返回(?:首页|搜狐.*)|更多(?:新闻|精彩).{0,10}|阅读(?:原文|全文)|查看(?:原文|更多|全文)`,
		`관련 ?(?:기사|뉴스)|광고|공유하기?|많이 본 (?:뉴스|기사)|무단 ?전재.{0,30}|추천 ?기사|더 ?보기`,
	)
})

// whole matches a text that is one of the alternatives and nothing else.
func whole(lists ...string) *regexp.Regexp {
	return regexp.MustCompile(`^(?:` + strings.Join(lists, "|") + `)$`)
}

// onlyCount is a number that a page counts with, or a time on the clock of a list.
var onlyCount = regexp.MustCompile(`^(?:\d{1,3}|\d{1,4}(?:[.,]\d)?[km]|\d{1,4} (?:shares?|likes?|views?|reactions?))$`)

// contact is an address of mail or of a network, and nothing else, or the address of a page.
var contact = regexp.MustCompile(`^(?:[\w.+-]+@[\w.-]+\.\w+(?:\s*[|,/]?\s*@\w+)?|@\w+|https?://\S+)$`)

// tools are the buttons of a page in one line: where each word is one, at least three.
func tools(text string) bool {
	const most = 12 // words
	words := strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '|' || r == '/' || r == ',' || r == ':' || r == '·' })
	if len(words) < 2 || len(words) > most {
		return false
	}
	known := 0
	for _, w := range words {
		switch w {
		case "share", "tweet", "facebook", "twitter", "x", "whatsapp", "telegram", "linkedin", "reddit", "pinterest", "email", "e-mail", "mail", "print", "drucken", "teilen", "copy",
			"link", "save", "threads", "bluesky", "messenger", "instagram", "youtube", "flipboard", "pocket", "line", "weibo", "wechat", "vk", "mastodon", "xing", "partager", "compartir", "condividi", "tiktok", "viber":
			known++
		case "text", "size", "a", "on", "to", "via", "this", "and", "sms", "-", "+":
		default:
			return false
		}
	}
	return known >= 2
}
