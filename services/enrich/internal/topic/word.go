package topic

import (
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
)

// inWords is how sure a topic is that follows from the name of a section.
const inWords = 80

// sections are what desks call a topic of the first level, in lower case, besides
// IPTC's own name for it.
var sections = map[int]string{
	1:  "arts|culture|entertainment|arts & culture|arts and culture|arts & entertainment|arts and entertainment|media|books|film|movies|music|television|tv|theatre|theater|celebrity|showbiz|kultur|feuilleton|unterhaltung|medien|kino|musik|cultura|cultura y entretenimiento|espectáculos|cultuur|kunst|kultura|arts et culture|cinéma|musique|spettacoli|entretenimento|nöje|underholdning|viihde|kulttuuri|rozrywka|культура",
	2:  "crime|justice|crime & justice|crime and justice|law|courts|police|kriminalität|justiz|polizei|recht|sucesos|policiales|justicia|faits divers|police-justice|cronaca|giustizia|justiça|polícia|crimineel|misdaad|brott|krim|kriminalitet|rikos",
	3:  "disaster|disasters|accident|accidents|emergency|disasters & accidents|disaster and accident|katastrophen|unglücke|unfälle|desastres|accidentes|catástrofes|catastrophes|accidents et catastrophes|disastri|incidenti|ongelukken|rampen|olyckor|ulykker",
	4:  "business|economy|finance|markets|money|companies|economics|business & finance|business and finance|economy, business & finance|wirtschaft|finanzen|börse|unternehmen|economía|negocios|finanzas|mercados|économie|finances|entreprises|bourse|economia|finanza|mercati|negócios|finanças|economie|bedrijven|ekonomi|näringsliv|økonomi|erhverv|næringsliv|talous|gospodarka|biznes|экономика|бизнес",
	5:  "education|schools|universities|bildung|schule|hochschule|educación|éducation|istruzione|scuola|educação|onderwijs|utbildning|uddannelse|utdanning|koulutus|edukacja|образование",
	6:  "environment|climate|climate change|nature|umwelt|klima|medio ambiente|medioambiente|environnement|planète|ambiente|meio ambiente|milieu|miljö|miljø|ympäristö|środowisko|экология",
	7:  "health|medicine|gesundheit|medizin|salud|sanidad|santé|salute|sanità|saúde|gezondheid|hälsa|sundhed|helse|terveys|zdrowie|здоровье",
	8:  "human interest|human-interest|people|odd news|oddly enough|vermischtes|panorama|aus aller welt|insolite|curiosidades|gente|curiosità",
	9:  "labour|labor|employment|jobs|work|arbeit|arbeitsmarkt|trabajo|empleo|laboral|emploi|travail|social|lavoro|trabalho|emprego|arbeidsmarkt|arbetsmarknad|arbejdsmarked",
	10: "lifestyle|leisure|life & style|life and style|travel|food|fashion|style|lifestyle and leisure|leben|reise|reisen|mode|essen|freizeit|estilo de vida|estilo|viajes|ocio|turismo|gastronomía|voyage|voyages|tourisme|cuisine|viaggi|moda|viagem|reizen|livsstil|resor|rejser|reise og livsstil",
	11: "politics|government|elections|election|diplomacy|politik|innenpolitik|außenpolitik|wahlen|política|elecciones|politique|élections|politica|elezioni|eleições|politiek|verkiezingen|politikk|politiikka|polityka|политика",
	12: "religion|faith|belief|kirche|glaube|religión|religione|religião|religie|usko|uskonto|религия",
	13: "science|technology|tech|science & technology|science and technology|science & environment|sci-tech|space|internet|computing|wissenschaft|forschung|technik|technologie|digital|netzwelt|ciencia|tecnología|ciencia y tecnología|science et technologie|sciences|high-tech|scienza|tecnologia|ciência|wetenschap|teknik|vetenskap|videnskab|teknologi|viten|tiede|nauka|technologia|наука|технологии",
	14: "society|social issues|gesellschaft|sociedad|société|società|sociedade|samenleving|maatschappij|samhälle|samfund|samfunn|yhteiskunta|społeczeństwo|общество",
	15: "sport|sports|football|soccer|cricket|tennis|rugby|golf|basketball|formula 1|fußball|deporte|deportes|fútbol|le sport|football - sport|sport et loisirs|calcio|esporte|esportes|desporto|futebol|voetbal|sporten|fotboll|fodbold|fotball|urheilu|piłka nożna|спорт|футбол",
	16: "conflict|conflicts|war|defence|defense|terrorism|unrest|konflikte|krieg|krieg und frieden|terrorismus|conflictos|guerra|terrorismo|guerre|conflits|conflitti|conflitos|oorlog|krig|konflikt|sota|wojna|война",
	17: "weather|wetter|tiempo|el tiempo|meteorología|météo|meteo|previsioni|clima e tempo|previsão do tempo|weer|väder|vejr|vær|sää|pogoda|погода",
}

// dictionary is sections by their words, which is only ever read.
var dictionary = newDictionary()

func newDictionary() map[string]int {
	d := map[string]int{}
	for first, words := range sections {
		for w := range strings.SplitSeq(words, "|") {
			d[w] = first
		}
	}
	for i, t := range contract.Topics() {
		d[t.Name], d[t.Slug] = i+1, i+1
	}
	return d
}

// topicByWord gives the topic that a section or category is called by. Keywords are
// not asked: a story with the keyword "health" may be about anything.
func topicByWord(s *ninjs.Subject) (Found, bool) {
	if s.Rel == "keyword" {
		return Found{}, false
	}
	_, local, _ := strings.Cut(s.Literal, ":")
	for _, word := range []string{s.Name, s.Literal, local} {
		if first := dictionary[strings.ToLower(strings.Join(strings.Fields(word), " "))]; first != 0 {
			return found(first, inWords)
		}
	}
	return Found{}, false
}
