package language_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/enrich/internal/frame"
	"github.com/wireroom/wireroom/services/enrich/internal/language"
	"github.com/wireroom/wireroom/services/enrich/internal/stopword"
)

// zwnj parts the pieces of a Persian word.
const zwnj = "\u200c"

// texts tell one invented story in many languages, and a short one each.
var texts = []struct{ language, text, short string }{
	{"en", "The town council said on Tuesday that the old harbour will be closed for three weeks while divers look at the breakwater. Fishermen asked who would pay for the days that they lose.", "The harbour will be closed for three weeks."},
	{"de", "Der Stadtrat hat am Dienstag mitgeteilt, dass der alte Hafen für drei Wochen gesperrt wird, während Taucher die Mole untersuchen. Die Fischer fragten, wer ihnen die verlorenen Tage bezahlt.", "Der alte Hafen wird für drei Wochen gesperrt."},
	{"fr", "Le conseil municipal a annoncé mardi que le vieux port sera fermé pendant trois semaines, le temps que des plongeurs examinent la digue. Les pêcheurs ont demandé qui paierait les journées perdues.", "Le vieux port sera fermé pendant trois semaines."},
	{"es", "El ayuntamiento anunció el martes que el viejo puerto quedará cerrado durante tres semanas mientras unos buzos revisan el dique. Los pescadores preguntaron quién les pagará los días que pierdan.", "El viejo puerto quedará cerrado durante tres semanas."},
	{"it", "Il consiglio comunale ha annunciato martedì che il vecchio porto resterà chiuso per tre settimane, mentre i sommozzatori controllano la diga. I pescatori hanno chiesto chi pagherà le giornate perse.", "Il vecchio porto resterà chiuso per tre settimane."},
	{"pt", "A câmara municipal anunciou na terça-feira que o velho porto ficará fechado durante três semanas, enquanto os mergulhadores examinam o molhe. Os pescadores perguntaram quem lhes vai pagar os dias perdidos.", "O velho porto ficará fechado durante três semanas."},
	{"nl", "De gemeenteraad heeft dinsdag laten weten dat de oude haven drie weken dichtgaat terwijl duikers de pier onderzoeken. De vissers vroegen wie hun de verloren dagen zal betalen.", "De oude haven gaat drie weken dicht voor onderzoek."},
	{"sv", "Kommunfullmäktige meddelade på tisdagen att den gamla hamnen stängs i tre veckor medan dykare undersöker vågbrytaren. Fiskarna frågade vem som ska betala för de dagar som de förlorar.", "Den gamla hamnen stängs i tre veckor."},
	{"da", "Byrådet oplyste tirsdag, at den gamle havn bliver lukket i tre uger, mens dykkere undersøger molen. Fiskerne spurgte, hvem der skal betale for de dage, som de går glip af.", "Den gamle havn bliver lukket i tre uger, siger byrådet."},
	{"nb", "Bystyret opplyste tirsdag at den gamle havnen blir stengt i tre uker mens dykkere undersøker moloen. Fiskerne spurte hvem som skal betale for dagene de går glipp av.", "Den gamle havnen blir stengt i tre uker, sier bystyret."},
	{"fi", "Kaupunginvaltuusto ilmoitti tiistaina, että vanha satama suljetaan kolmeksi viikoksi, kun sukeltajat tutkivat aallonmurtajaa. Kalastajat kysyivät, kuka maksaa heille menetetyt päivät.", "Vanha satama suljetaan kolmeksi viikoksi."},
	{"pl", "Rada miasta poinformowała we wtorek, że stary port zostanie zamknięty na trzy tygodnie, podczas gdy nurkowie będą badać falochron. Rybacy pytali, kto zapłaci im za stracone dni.", "Stary port zostanie zamknięty na trzy tygodnie."},
	{"cs", "Městská rada v úterý oznámila, že starý přístav bude na tři týdny uzavřen, zatímco potápěči prohlédnou vlnolam. Rybáři se ptali, kdo jim zaplatí za ztracené dny.", "Starý přístav bude na tři týdny uzavřen."},
	{"hu", "A városi tanács kedden közölte, hogy a régi kikötőt három hétre lezárják, amíg a búvárok megvizsgálják a hullámtörőt. A halászok azt kérdezték, ki fizeti meg nekik az elveszett napokat.", "A régi kikötőt három hétre lezárják."},
	{"ro", "Consiliul orășenesc a anunțat marți că vechiul port va fi închis timp de trei săptămâni, cât timp scafandrii verifică digul. Pescarii au întrebat cine le va plăti zilele pierdute.", "Vechiul port va fi închis timp de trei săptămâni."},
	{"tr", "Belediye meclisi salı günü yaptığı açıklamada, dalgıçlar dalgakıranı incelerken eski limanın üç hafta kapalı kalacağını bildirdi. Balıkçılar kaybedecekleri günleri kimin ödeyeceğini sordu.", "Eski liman üç hafta boyunca kapalı kalacak."},
	{"ru", "Городской совет сообщил во вторник, что старый порт закроют на три недели, пока водолазы осматривают волнорез. Рыбаки спросили, кто заплатит им за потерянные дни.", "Старый порт закроют на три недели."},
	{"uk", "Міська рада повідомила у вівторок, що старий порт закриють на три тижні, поки водолази оглядають хвилеріз. Рибалки запитали, хто заплатить їм за втрачені дні.", "Старий порт закриють на три тижні."},
	{"bg", "Общинският съвет съобщи във вторник, че старото пристанище ще бъде затворено за три седмици, докато водолази оглеждат вълнолома. Рибарите попитаха кой ще им плати за загубените дни.", "Старото пристанище ще бъде затворено за три седмици."},
	{"el", "Το δημοτικό συμβούλιο ανακοίνωσε την Τρίτη ότι το παλιό λιμάνι θα κλείσει για τρεις εβδομάδες, όσο οι δύτες εξετάζουν τον κυματοθραύστη. Οι ψαράδες ρώτησαν ποιος θα πληρώσει τις χαμένες μέρες.", "Το παλιό λιμάνι θα κλείσει για τρεις εβδομάδες."},
	{"ar", "قال مجلس المدينة يوم الثلاثاء إن الميناء القديم سيغلق لمدة ثلاثة أسابيع بينما يفحص الغواصون حاجز الأمواج. وسأل الصيادون من سيدفع لهم ثمن الأيام الضائعة.", "سيغلق الميناء القديم لمدة ثلاثة أسابيع."},
	{"fa", `شورای شهر روز سه` + zwnj + `شنبه گفت که بندر قدیمی برای سه هفته بسته می` + zwnj + `شود تا غواصان موج` + zwnj + `شکن را بررسی کنند. ماهیگیران پرسیدند چه کسی پول روزهای از دست رفته را می` + zwnj + `دهد.`, `بندر قدیمی برای سه هفته بسته می` + zwnj + `شود.`},
	{"he", "מועצת העיר הודיעה ביום שלישי כי הנמל הישן ייסגר לשלושה שבועות בזמן שצוללנים בודקים את שובר הגלים. הדייגים שאלו מי ישלם להם על הימים האבודים.", "הנמל הישן ייסגר לשלושה שבועות."},
	{"hi", "नगर परिषद ने मंगलवार को कहा कि पुराना बंदरगाह तीन सप्ताह के लिए बंद रहेगा, जबकि गोताखोर तटबंध की जाँच करेंगे। मछुआरों ने पूछा कि उनके नुकसान का पैसा कौन देगा।", "पुराना बंदरगाह तीन सप्ताह के लिए बंद रहेगा।"},
	{"ja", "市議会は火曜日、潜水士が防波堤を調べる間、古い港を三週間閉鎖すると発表した。漁師たちは、失われる日々の補償を誰がするのかと尋ねた。", "古い港は三週間閉鎖されることになったと市議会が発表した。"},
	{"zh", "市议会星期二表示，在潜水员检查防波堤期间，旧港口将关闭三个星期。渔民们询问由谁来赔偿他们损失的日子。", "市议会表示旧港口将从今天起关闭三个星期以便进行检查。"},
	{"ko", "시의회는 화요일 잠수사들이 방파제를 점검하는 동안 옛 항구를 3주간 폐쇄한다고 밝혔다. 어민들은 잃어버린 날들을 누가 보상하느냐고 물었다.", "옛 항구는 삼 주 동안 폐쇄될 예정이라고 시의회가 밝혔다."},
	{"th", "สภาเมืองแถลงเมื่อวันอังคารว่าท่าเรือเก่าจะปิดเป็นเวลาสามสัปดาห์ ขณะที่นักดำน้ำตรวจสอบเขื่อนกันคลื่น ชาวประมงถามว่าใครจะจ่ายเงินให้พวกเขา", "ท่าเรือเก่าจะปิดเป็นเวลาสามสัปดาห์"},
	{"vi", "Hội đồng thành phố cho biết hôm thứ Ba rằng cảng cũ sẽ đóng cửa trong ba tuần để thợ lặn kiểm tra đê chắn sóng. Các ngư dân hỏi ai sẽ trả tiền cho những ngày họ mất.", "Cảng cũ sẽ đóng cửa trong ba tuần để kiểm tra."},
	{"id", "Dewan kota mengatakan pada hari Selasa bahwa pelabuhan lama akan ditutup selama tiga minggu sementara para penyelam memeriksa pemecah gelombang. Para nelayan bertanya siapa yang akan membayar hari-hari yang hilang.", "Pelabuhan lama akan ditutup selama tiga minggu."},
	{"sk", "Mestská rada v utorok oznámila, že starý prístav bude na tri týždne zatvorený, kým potápači skontrolujú vlnolam. Rybári sa pýtali, kto im zaplatí za stratené dni.", "Starý prístav bude na tri týždne zatvorený."},
	{"sl", "Mestni svet je v torek sporočil, da bo staro pristanišče zaprto tri tedne, medtem ko bodo potapljači pregledali valobran. Ribiči so vprašali, kdo jim bo plačal izgubljene dni.", "Staro pristanišče bo zaprto tri tedne."},
	{"lt", "Miesto taryba antradienį pranešė, kad senasis uostas bus uždarytas trims savaitėms, kol narai apžiūrės molą. Žvejai klausė, kas jiems sumokės už prarastas dienas.", "Senasis uostas bus uždarytas trims savaitėms."},
	{"lv", "Pilsētas dome otrdien paziņoja, ka vecā osta tiks slēgta uz trim nedēļām, kamēr ūdenslīdēji pārbaudīs molu. Zvejnieki jautāja, kas viņiem samaksās par zaudētajām dienām.", "Vecā osta tiks slēgta uz trim nedēļām."},
	{"et", "Linnavolikogu teatas teisipäeval, et vana sadam suletakse kolmeks nädalaks, kuni tuukrid muuli uurivad. Kalurid küsisid, kes maksab neile kaotatud päevade eest.", "Vana sadam suletakse kolmeks nädalaks."},
	{"ca", "L'ajuntament va anunciar dimarts que el port antic quedarà tancat durant tres setmanes mentre uns bussos revisen el dic. Els pescadors van preguntar qui els pagarà els dies que perdin.", "El port antic quedarà tancat durant tres setmanes."},
	{"sr", "Градско веће је у уторак саопштило да ће стара лука бити затворена три недеље док рониоци прегледају лукобран. Рибари су питали ко ће им платити изгубљене дане.", "Стара лука ће бити затворена три недеље."},
	{"hr", "Gradsko vijeće priopćilo je u utorak da će stara luka biti zatvorena tri tjedna dok ronioci pregledavaju lukobran. Ribari su pitali tko će im platiti izgubljene dane.", "Stara luka bit će zatvorena tri tjedna."},
}

func enricher(t testing.TB, detect bool) *language.Enricher {
	t.Helper()
	lists, err := stopword.Load()
	require.NoError(t, err)
	if !detect {
		return language.New(lists, nil)
	}
	detector, err := language.NewDetector(language.DefaultLanguages())
	require.NoError(t, err)
	return language.New(lists, detector)
}

func enrich(t testing.TB, e *language.Enricher, tag, text string) frame.Change {
	t.Helper()
	change, err := e.Enrich(t.Context(), &frame.Article{Item: &ninjs.Item{Language: tag}, Text: text})
	require.NoError(t, err)
	return change
}

func TestLanguageIsFoundWhereNoneIsNamed(t *testing.T) {
	t.Parallel()
	e := enricher(t, true)
	short := 0
	for _, c := range texts {
		got := enrich(t, e, "", c.text)
		require.Equal(t, frame.Change{Language: c.language, LanguageToken: c.language}, got, c.text)
		if enrich(t, e, "", c.short).Language == c.language {
			short++
		} else {
			t.Logf("short text in %s was taken for %q: %s", c.language, enrich(t, e, "", c.short).Language, c.short)
		}
	}
	require.Equal(t, len(texts), short, "short texts")
}

func TestAProviderIsBelievedInEveryLanguage(t *testing.T) {
	t.Parallel()
	e := enricher(t, true)
	for _, c := range texts {
		for _, text := range []string{c.text, c.short} {
			require.Equal(t, frame.Change{LanguageToken: c.language}, enrich(t, e, c.language, text), text)
		}
	}
}

func TestWhatTheTextContradictsIsReplaced(t *testing.T) {
	t.Parallel()
	e := enricher(t, true)
	for _, c := range texts {
		for _, wrong := range []string{"en-US", "ru", "fi"} {
			got := enrich(t, e, wrong, c.text)
			if language.Primary(wrong) == c.language {
				require.Empty(t, got.Language)
				continue
			}
			require.Equal(t, c.language, got.Language, "%s named %s", c.language, wrong)
			require.Equal(t, c.language, got.LanguageToken)
			require.Len(t, got.Notes, 1)
		}
	}
}

func TestWhatIsNamedStays(t *testing.T) {
	t.Parallel()
	e := enricher(t, true)
	english, croatian := texts[0].text, texts[len(texts)-1].text
	for name, c := range map[string]struct{ tag, text, token string }{
		"a region":                     {"en-GB", english, "en"},
		"a code of three letters":      {"eng", english, "en"},
		"an old code":                  {"iw", texts[22].text, "he"},
		"a tag of the same family":     {"no-NO", texts[9].text, "no"},
		"Bosnian, no look tells it":    {"bs", croatian, "bs"},
		"Serbian in Latin letters":     {"sr-Latn", croatian, "sr"},
		"a language without a list":    {"lb", "De Buergermeeschter huet gesot datt d'Strooss bis de Sonndeg zou bleift an datt de Bus ronderëm fiert.", "lb"},
		"a text too short to speak up": {"de", "Merci beaucoup", "de"},
		"a table of names and numbers": {"de", "Ajax 3 Porto 1 Celtic 0 Roma 2 Benfica 4 Lazio 2 Rangers 0 Sevilla 2 Arsenal 1 Chelsea 5", "de"},
	} {
		require.Equal(t, frame.Change{LanguageToken: c.token}, enrich(t, e, c.tag, c.text), name)
	}
}

func TestTooLittleTextStaysUndetermined(t *testing.T) {
	t.Parallel()
	e := enricher(t, true)
	for _, text := range []string{"", "1-0", "Oh, no!", "12345 67890 12345 67890", "\x00\xff\xfe"} {
		require.Equal(t, frame.Change{LanguageToken: contract.Undetermined}, enrich(t, e, "", text), text)
	}
}

func TestATagThatIsNoneIsNoted(t *testing.T) {
	t.Parallel()
	got := enrich(t, enricher(t, true), "english", texts[0].text)
	require.Equal(t, "en", got.Language)
	require.Equal(t, []string{`language "english" is no tag: en`}, got.Notes)
}

func TestHeadlineAndDescriptionsHelpAShortBody(t *testing.T) {
	t.Parallel()
	e := enricher(t, true)
	change, err := e.Enrich(t.Context(), &frame.Article{
		Item:     &ninjs.Item{Descriptions: []ninjs.Text{{Value: texts[1].text}}},
		Headline: "Hafen gesperrt",
	})
	require.NoError(t, err)
	require.Equal(t, "de", change.Language)
}

// The quick check alone must settle most texts: the detector takes a hundred times
// as long.
func TestTheCheapLookSettlesMostWithoutTheDetector(t *testing.T) {
	t.Parallel()
	e := enricher(t, false)
	settled := 0
	for _, c := range texts {
		switch enrich(t, e, "", c.text).Language {
		case c.language:
			settled++
		case "":
			t.Logf("%s is left to the detector", c.language)
		default:
			t.Errorf("%s is taken for %s", c.language, enrich(t, e, "", c.text).Language)
		}
	}
	require.Greater(t, settled, len(texts)/2)
}

func TestADetectorNeedsLanguagesThatItKnows(t *testing.T) {
	t.Parallel()
	_, err := language.NewDetector([]string{"en", "xx"})
	require.ErrorContains(t, err, `"xx"`)
	_, err = language.NewDetector([]string{"en"})
	require.Error(t, err)
}

func BenchmarkNamed(b *testing.B)   { bench(b, "en", texts[0].text) }
func BenchmarkUnnamed(b *testing.B) { bench(b, "", texts[0].text) }
func BenchmarkDetector(b *testing.B) {
	bench(b, "", texts[8].text) // Danish: Norwegian has the same function words
}

func bench(b *testing.B, tag, text string) {
	e := enricher(b, true)
	enrich(b, e, "", "en tekst som ikke er klar nok til at blive set")
	b.ReportAllocs()
	for b.Loop() {
		enrich(b, e, tag, text)
	}
}
