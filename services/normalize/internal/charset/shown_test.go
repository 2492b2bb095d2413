package charset

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

func TestTheBytesShowTheirCodePage(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		enc  encoding.Encoding
		text string
	}{
		"cp1250 pl": {charmap.Windows1250, "Prom osiadł na mieliźnie koło Salzmoor. Wszystkich pasażerów i członków załogi zabrały łodzie ratunkowe, nikt nie został poważnie ranny. Usłyszeliśmy zgrzyt, powiedziała nauczycielka, która podróżowała ze swoją klasą."},
		"8859-2 cs": {charmap.ISO8859_2, "Trajekt najel v pondělí ráno na mělčinu u přístavu poté, co mu v husté mlze selhalo řízení. Všichni cestující byli během tří hodin převezeni na břeh a nikdo nebyl vážně zraněn, uvedla pobřežní stráž. Šest členů posádky zůstalo na palubě."},
		"1250 hu":   {charmap.Windows1250, "Hétfő reggel zátonyra futott egy komp a kikötő közelében, miután a sűrű ködben meghibásodott a kormánya. Az összes utast mentőhajók vitték partra, senki sem sérült meg súlyosan, közölte a parti őrség."},
		"1254 tr":   {charmap.Windows1254, "Yoğun siste dümeni arızalanan bir feribot pazartesi sabahı liman açıklarında karaya oturdu. Sahil güvenlik, bütün yolcuların üç saat içinde kıyıya çıkarıldığını ve kimsenin ağır yaralanmadığını açıkladı. Işıklar söndü, dedi öğretmen."},
		"1251 ru":   {charmap.Windows1251, "Паром сел на мель в понедельник утром у порта после отказа рулевого управления в густом тумане, сообщила береговая охрана."},
		"sjis":      {japanese.ShiftJIS, "月曜日の早朝、塩沼港沖で濃霧の中を航行していたフェリーが操舵装置の故障により座礁したと海上保安庁が発表した。乗客は全員救助され、重傷者はいなかった。"},
		"eucjp":     {japanese.EUCJP, "月曜日の早朝、塩沼港沖で濃霧の中を航行していたフェリーが操舵装置の故障により座礁したと海上保安庁が発表した。乗客は全員救助され、重傷者はいなかった。"},
		"euckr":     {korean.EUCKR, "월요일 새벽 짙은 안개 속에서 여객선이 항구 앞바다에서 좌초했다고 해양경찰이 밝혔다. 승객과 선원은 모두 구조됐으며 크게 다친 사람은 없다."},
		"gbk":       {simplifiedchinese.GBK, "周一清晨，一艘渡轮在浓雾中因舵机故障在盐沼港外搁浅，海岸警卫队通报称。船上的乘客和船员在三小时内全部被救生艇转移上岸，没有人受重伤。"},
		"big5":      {traditionalchinese.Big5, "週一清晨，一艘渡輪在濃霧中因舵機故障在鹽沼港外擱淺，海岸警衛隊通報稱。船上的乘客和船員在三小時內全部被救生艇轉移上岸，沒有人受重傷。"},
		"1252 fr":   {charmap.Windows1252, "Un ferry s’est échoué lundi matin au large du port après une panne de gouvernail, ont annoncé les garde-côtes. Les passagers ont été évacués à terre, où personne n’a été blessé. « C’était très près », a-t-elle raconté."}, //nolint:misspell // French
		"1252 de":   {charmap.Windows1252, "Eine Fähre ist vor dem Hafen auf Grund gelaufen. „Wir hörten ein Kratzen“, sagte eine Schülerin. Alle Fahrgäste kamen später an Land, große Schäden gab es nicht. Über die Höhe der Kosten wird später entschieden."},
		"1252 es":   {charmap.Windows1252, "Un ferri encalló la madrugada del lunes. “Oímos un crujido”, contó una niña. Según la guardia, ningún pasajero resultó herido. ¿Qué pasó? El año pasado también encalló allí."},
		"1252 sv":   {charmap.Windows1252, "En färja gick på grund utanför hamnen på måndagen. Alla ombord är räddade, säger kustbevakningen. Båten låg på östra sidan, där sjön är grund. Åtta ur besättningen stannade kvar."},
		"1252 pt":   {charmap.Windows1252, "Uma balsa encalhou na manhã de segunda-feira. Não há feridos, informou a guarda. A operação não será fácil, porque a embarcação está num banco de areia. Três crianças estão no hospital por precaução."},
		"hr 1250":   {charmap.Windows1250, "Trajekt se u ponedjeljak ujutro nasukao kod luke nakon što je u gustoj magli otkazao upravljač. Svi putnici i članovi posade su spašeni, a nitko nije teže ozlijeđen, rekla je učiteljica koja je putovala sa svojim đacima."},
		"ro 8859-2": {charmap.ISO8859_2, "Un feribot a eşuat luni dimineaţa în faţa portului după ce cârma nu a mai funcţionat din cauza ceţii. Toţi pasagerii au fost duşi la ţărm în trei ore şi nimeni nu este rănit grav, a spus paza de coastă."},
		"it 1252":   {charmap.Windows1252, "Un traghetto si è incagliato lunedì mattina davanti al porto. La guardia costiera ha riferito che nessuno è rimasto ferito. È il terzo incidente, perché la rotta è stretta e la nebbia è fitta, ha detto la città."},
		"da 1252":   {charmap.Windows1252, "En færge er gået på grund ud for havnen. Ingen er kommet til skade, siger kystvagten. Det var tåge, og skibet kunne ikke ses. Børnene fra skolen er nu hjemme."},
		"is 1252":   {charmap.Windows1252, "Ferja strandaði við höfnina á mánudagsmorgun eftir að stýrið bilaði í þoku. Enginn slasaðist alvarlega, sagði gæslan. Það var þriðja slysið á þessu ári."},
		"et 1252":   {charmap.Windows1252, "Praam sõitis esmaspäeva hommikul sadama lähedal madalikule, kui tihedas udus läks rikki rool. Keegi ei saanud raskelt viga, ütles rannavalve. Õpetaja sõnul oli kõik vaikne."},
		"fi 1252":   {charmap.Windows1252, "Lautta ajoi karille sataman edustalla maanantaiaamuna, kun sen ohjaus petti sakeassa sumussa. Kukaan ei loukkaantunut vakavasti, rajavartiosto kertoo. Myöhemmin hinaajat yrittävät vetää lautan irti."},
	} {
		data, err := c.enc.NewEncoder().Bytes([]byte(c.text))
		if !assert.NoError(t, err, name) {
			continue
		}
		text, _ := EightBit(data, "")
		assert.Equal(t, c.text, text, name)
		for _, declared := range []string{"", "text/plain; charset=utf-8"} {
			if declared != "" && c.enc == charmap.Windows1252 {
				continue // half of each may be damage
			}
			whole, note, err := Decode(data, declared)
			assert.NoError(t, err, name)
			assert.Equal(t, c.text, string(whole), "%s, %q", name, declared)
			assert.NotEmpty(t, note, name)
		}
	}
}
