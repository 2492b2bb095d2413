package leftover

import (
	"regexp"
	"strings"
	"sync"
)

// leads begins a line that leads to another story or to a video and is no sentence.
var leads = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?:` + strings.Join([]string{
		`(?:also |see |must |more )?(?:read|watch|see|listen)(?: also| more| next| here| now)?\s?[:|\-–—»]|also (?:read|see|watch)\b|(?:recommended|related|trending|don.t miss|in pictures|see pics|more on this|more from .{2,30}|explore more|up next|next|photos?|gallery|podcast|video)\s?[:|»]`,
		`(?:lesen sie|lies|lest|sehen sie) (?:auch|hierzu|dazu|mehr)|mehr (?:dazu|zum thema)\s?:|auch interessant\s?:|zum thema\s?:|video\s?:`,
		`(?:à )?lire (?:aussi|également)|(?:à )?voir (?:aussi|également)|à (?:lire|écouter|voir)\s?:|sur le même (?:sujet|thème)\s?:`,
		`(?:lea|lee|leer|mira|vea|ver|leia|veja|assista) (?:también|más|mais|también|também)|te puede interesar|le puede interesar|saiba mais`,
		`(?:leggi|guarda|vedi) anche|per approfondire\s?:|lees (?:ook|meer)|läs (?:också|mer|även)|læs også|les også|lue myös`,
		`(?:czytaj|przeczytaj|zobacz|oglądaj|sprawdź) (?:też|także|również|więcej)|čtěte také|přečtěte si`,
		`(?:читайте|смотрите|читай) (?:также|ещё|еще)|читайте також|по теме\s?:|подробнее\s?:`,
		`(?:اقرأ|شاهد|طالع) (?:أيضا|أيضًا|أيضاً|المزيد)|(?:ये|यह|इसे) भी (?:पढ़ें|पढ़ें|देखें)`,
		`(?:関連(?:記事|ニュース)|あわせて読みたい|【関連】)\s?[:：]?|相[关關](?:阅读|閱讀|新闻|新聞|报道|報導)\s?[:：]|延伸(?:阅读|閱讀)\s?[:：]|관련 ?기사`,
	}, "|") + `)`)
})

// ended are lines that say where a text or who put it on the page, with a name behind a colon.
var ended = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?:` + strings.Join([]string{
		`(?:source|quelle|fuente|fonte|źródło|zdroj|источник|джерело|المصدر)\s?[:：]\s?[^.!?]{2,40}`,
		`(?:原标题|原標題|来源|來源|责任编辑|責任編輯|责编|編輯|编辑|校对|审核|出典|記事提供)\s?[:：].{1,40}`,
		`(?:責任編集|责任编辑).{0,20}|\p{Hangul}{2,4} ?기자(?: ?[\w.+-]+@[\w.-]+)?|[ⓒ©].{2,60}`,
	}, "|") + `)$`)
})

// dated reports whether a line says when a page was made or changed, and by whom.
func dated(text string) bool {
	const most = 16 // words
	return Words(text) <= most && strings.ContainsAny(text, "0123456789") && (dateLine().MatchString(text) || writtenOn().MatchString(text))
}

var dateLine = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?:(?:first |last |originally )?(?:published|updated|posted|modified|reviewed)(?: on| at)?|(?:zuletzt )?(?:aktualisiert|veröffentlicht|geändert)|erstellt (?:am)?|stand:|publié|mis à jour|modifié|(?:publicado|actualizado|atualizado|última actualización|última atualização)|pubblicato|ultimo aggiornamento|aggiornato|` +
		`opublikowano|aktualizacja|data publikacji|опубликовано|обновлено|дата публикации|gepubliceerd|bijgewerkt|publicerad|uppdaterad|oppdatert|opdateret|更新日?時?|公開日?|发布时间|发布于|更新时间|नुشر|نشر|تاريخ النشر|प्रकाशित|입력|수정)(?:\s|:|：|le\b|il\b|el\b|am\b).{0,60}$`)
})

// writtenOn is a by-line with the date behind it: "by ada quay, 5 march 2026 - 10:20".
var writtenOn = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?:by|von|par|por|di|door|av|af)\s[\p{L}\p{M}.'’ -]{3,60}?[,|·•/–—-]*\s(?:\p{L}+,? )?(?:\d{1,2}[./ ]{1,2}(?:de )?(?:\p{L}{3,10}|\d{1,2})\.?[./, ]{1,2}(?:de )?\d{2,4}|\p{L}{3,10}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{4}-\d\d-\d\d)\b.{0,40}$`)
})

// What a call to follow or to subscribe names.
const (
	anyNetwork = `.{0,100}(?:google|facebook|twitter|instagram|whatsapp|telegram|телеграм|tiktok|youtube|linkedin|канал|дзен|вконтакте|نشرت|قنات|قناة|تويتر|فيسبوك|واتساب|تلغرام)`
	anyLetter  = `.{0,120}(?:newsletter|bolet[ií]n|boletim|e-?mail|correo|noticias|notícias|nachrichten|gratis|grátis|gratuit|nieuwsbrief|nyhetsbrev|nyhedsbrev|whatsapp|leyendo|assinante|abonament|conto|app\b)`
)

// call is a sentence that speaks to the reader of the page, not of the story.
var call = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(strings.Join([]string{
		// subscribe, join, follow
		`^(?:please )?(?:subscribe|sign up|register|join)\b.{0,80}\b(?:newsletter|inbox|channel|whatsapp|telegram|alerts?|e-?mail|youtube|updates)\b`,
		`^(?:get|receive|catch|check out|read|follow|track|stay (?:updated|tuned|up to date)|for)\b.{0,60}\b(?:latest|breaking|live|top|more|all)\b.{0,30}\b(?:news|updates|headlines|stories)\b.{0,140}\b(?:app|website|inbox|here|channel|facebook|twitter|instagram|whatsapp|telegram|along with|log on|click|visit|around the world|follow us|download)\b`,
		`^(?:also )?(?:follow|like|join|find) (?:us|our|\S+(?: \S+){0,2}) on\b.{0,80}\b(?:facebook|twitter|instagram|youtube|whatsapp|telegram|linkedin|tiktok|threads|bluesky|google news|x)\b`,
		`\bdownload (?:the|our|now) .{0,40}\bapp\b`,
		`^(?:folgen sie uns|folge uns|suivez(?:-nous| l| \S+ sur)|s[ií]guenos|segui(?:ci)?|siga(?:-nos)?|volg ons|följ oss|følg oss|obserwuj|śledź|dołącz|следите за|читайте нас|подпис(?:ывайтесь|аться|ывайся) на|підписуйтесь на|больше новостей|اشترك(?:وا)? في|تابعوا?نا|انضم(?:وا)? إلى|takip edin)` + anyNetwork,
		`^(?:abonnieren sie|melden sie sich|inscrivez-vous|abonnez-vous|recevez|suscr[ií]b(?:e|ase|ete|anse|ase)|reg[ií]strate|inscríbete|recib[ea]|iscriviti|ricevi|abbonati|assine|inscreva-se|receba|cadastre-se|zapisz się|schrijf je in|meld je aan|prenumerera|abonnér|přihlaste se|feliratkoz)` + anyLetter,
		`(?:व्हाट्सएप|व्हाट्सऐप|टेलीग्राम|whatsapp|telegram) (?:चैनल|ग्रुप)|扫(?:码|描).{0,20}(?:关注|二维码|公众号)|关注.{0,20}(?:公众号|微信)|点击(?:进入|查看|阅读|下载).{0,30}$|채널.{0,10}(?:구독|추가)`,
		`\b(?:enjoyed|liked?) this (?:article|story|post|piece|newsletter)\b|\bif you (?:found this|have (?:a|any) (?:tip|story|question)).{0,80}\b(?:e-?mail|write|contact|reach)\b|^(?:do you have|have) (?:a|an|any) (?:tip|story|opinion|question|comment|news)\b.{0,120}\?`,
		// pay, give
		`\b(?:donate (?:now|today)|will you (?:support|donate|help)|reader gifts|support (?:independent|our) (?:journalism|work|mission|reporting)|chip in|we accept credit cards?|yes, i.ll give|make a (?:donation|contribution|tax-deductible)|your (?:gift|donation|support) (?:will|today|helps|keeps))\b`,
		`^you.ve (?:read|reached|used) .{0,30}\b(?:articles?|limit)\b|^unlimited access (?:to|for)\b|\b(?:cancel (?:at )?any ?time|already (?:a (?:subscriber|member)|registered|subscribed|have an account))\b.{0,60}$|^(?:create|log in to|sign in to) (?:an?|your) (?:free )?account\b|^to (?:see|view|watch) this (?:content|video|embed)`,
		`有料(?:会員|記事)|(?:会員|無料)登録.{0,30}(?:読|ご覧)|ログイン(?:して|すると).{0,30}(?:読|ご覧)|(?:登录|登錄|注册).{0,10}(?:后|後)?(?:阅读|閱讀|查看)`,
		// rights, mistakes, foreign content
		`(?:alle rechte vorbehalten|tous droits réservés|todos los derechos reservados|todos os direitos reservados|tutti i diritti riservati|wszelkie prawa zastrzeżone|все права защищены|riproduzione riservata|all rights reserved|무단 ?전재|無断(?:転載|複製)|未经.{0,12}(?:许可|授权|书面).{0,20}(?:转载|使用|复制)|版权声明|版权所有|不得转载|جميع الحقوق محفوظة)`,
		`(?:нашли|заметили|увидели) (?:опечатку|ошибку)|знайшли помилку|haben sie (?:einen )?fehler (?:gefunden|entdeckt)|rechte an diesem (?:artikel|beitrag)|(?:externe[rn]?|eingebettete[rn]?) inhalte?\b.{0,120}(?:artikel|beitrag|klick|cookies|einwilligung|twitter|youtube|facebook|instagram)|vous pouvez partager un article|pour (?:voir|afficher|accéder à) ce contenu`,
		`(?:this|the) (?:story|article|copy|report|news) (?:has not been|was not|is not) edited by\b|\b(?:auto-?generated|published|taken) from a (?:syndicated|wire|news agency)\b|not responsible for the content of external\b|(?:comments|posts) (?:are|will be) moderated\b|^this (?:site|website|page) uses? cookies|\bplease (?:enable|turn on) javascript\b`,
	}, "|"))
})
