package language_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/services/enrich/internal/language"
	"github.com/wireroom/wireroom/services/enrich/internal/language/ngram"
	"github.com/wireroom/wireroom/services/enrich/internal/stopword"
)

// headlines of languages that are easily taken for one another.
var headlines = []struct{ language, text string }{
	{"es", "El presidente del Gobierno anuncia nuevas medidas económicas"},
	{"es", "Detenido un hombre en Madrid por robar en una tienda"},
	{"es", "Muere el actor a los 80 años"},
	{"pt", "Governo anuncia novas medidas para a economia"},
	{"pt", "Homem detido em Lisboa por roubar uma loja"},
	{"gl", "Detido un home en Vigo por roubar nunha tenda"},
	{"gl", "Os pescadores preguntaron quen lles vai pagar os días que perdan"},
	{"ca", "El president de la Generalitat anuncia noves mesures"},
	{"da", "Statsministeren varsler nye tiltag mod prisstigninger"},
	{"nb", "Statsministeren varsler nye tiltak mot prisvekst"},
	{"nn", "Dei seier at dei ikkje veit kvifor straumen vart borte"},
	{"sv", "Statsministern aviserar nya åtgärder mot inflationen"},
	{"nl", "Premier kondigt nieuwe maatregelen aan tegen de crisis"},
	{"af", "Eerste minister kondig nuwe maatreëls aan"},
	{"en", "Stocks fall as oil prices rise"},
	{"en", "Trump says tariffs will stay"},
	{"en", "German Air Force Museum"},
	{"en", "Test message 1234"},
	{"en", "Google Apps News March 2015"},
	{"de", "Vorschau auf die Woche"},
	{"fr", "Merci beaucoup"},
	{"id", "Presiden mengumumkan kebijakan baru"},
	{"sl", "Predsednik vlade napovedal nove ukrepe"},
	{"hr", "Premijer najavio nove mjere Vlade"},
	{"sk", "Premiér oznámil nové opatrenia vlády"},
	{"cs", "Premiér oznámil nová opatření vlády"},
	{"bg", "Премиерът обяви нови мерки"},
	{"ru", "Премьер объявил новые меры"},
	{"uk", "Прем'єр оголосив нові заходи"},
	{"sr", "Премијер најавио нове мере"},
	{"mk", "Премиерот најави нови мерки"},
	{"be", "Прэм'ер абвясціў новыя меры"},
	{"fa", "نخست وزیر اقدامات جدید را اعلام کرد"},
	{"ar", "أعلن رئيس الوزراء إجراءات جديدة"},
	{"ur", "وزیر اعظم نے نئے اقدامات کا اعلان کیا"},
	{"mr", "पंतप्रधानांनी नवीन उपाययोजना जाहीर केल्या"},
	{"hi", "प्रधानमंत्री ने नए उपायों की घोषणा की"},
	{"ka", "პრემიერმა ახალი ზომები გამოაცხადა"},
	{"zh", "總理今天上午在國會宣布新的經濟措施，反對黨要求進一步說明"},
	{"zh", "总理宣布新措施"},
	{"ko", "총리, 새로운 조치 발표"},
	{"ja", "首相、年内の衆院解散を表明　与党幹部と会談"},
}

func TestHeadlinesOfCloseLanguages(t *testing.T) {
	t.Parallel()
	e := enricher(t, true)
	for _, c := range headlines {
		require.Equal(t, c.language, enrich(t, e, "", c.text).Language, c.text)
	}
}

func TestTheDetectorKnowsWhatHasStopWords(t *testing.T) {
	t.Parallel()
	lists, err := stopword.Load()
	require.NoError(t, err)
	known := language.DefaultLanguages()
	for _, l := range lists.Languages() {
		require.True(t, l == "no" || slices.Contains(known, l), l)
	}
	model, err := ngram.Load()
	require.NoError(t, err)
	for _, l := range model.Languages() {
		// a text in Malay passes for Indonesian, and the other way round: who has it chooses it
		require.True(t, l == "ms" || slices.Contains(known, l), l)
	}
}

func TestOnlyTheChosenLanguagesAreFound(t *testing.T) {
	t.Parallel()
	d, err := language.NewDetector([]string{"sv", "DE", "ru"})
	require.NoError(t, err)
	got, _ := d.Detect(texts[8].text) // Danish
	require.Equal(t, "sv", got)
	got, confidence := d.Detect("Το παλιό λιμάνι θα κλείσει για τρεις εβδομάδες")
	require.Empty(t, got, "Greek was not chosen")
	require.Zero(t, confidence)
}
