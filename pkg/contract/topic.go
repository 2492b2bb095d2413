package contract

import (
	"slices"
	"strings"
)

// MediaTopicScheme is the vocabulary that topics are of. IPTC NewsCodes are
// © International Press Telecommunications Council, CC BY 4.0.
const MediaTopicScheme = "http://cv.iptc.org/newscodes/mediatopic/"

// Topic is an IPTC Media Topic of the first level.
type Topic struct {
	Code string // eight digits, as in medtop:01000000
	Slug string // the token in subjects of NEWS
	Name string // British English, as IPTC names it
}

// URI identifies the topic.
func (t Topic) URI() string { return MediaTopicScheme + t.Code }

// Topics lists the 17 Media Topics of the first level in the order of their
// codes. The slugs are part of subjects and never change, also where IPTC gives
// a topic another name.
func Topics() []Topic { return slices.Clone(topics[:]) }

// topics are read for every article, and never written to.
var topics = [...]Topic{
	{"01000000", "arts-culture-entertainment-and-media", "arts, culture, entertainment and media"},
	{"02000000", "crime-law-and-justice", "crime, law and justice"},
	{"03000000", "disaster-accident-and-emergency-incident", "disaster, accident and emergency incident"},
	{"04000000", "economy-business-and-finance", "economy, business and finance"},
	{"05000000", "education", "education"},
	{"06000000", "environment", "environment"},
	{"07000000", "health", "health"},
	{"08000000", "human-interest", "human interest"},
	{"09000000", "labour", "labour"},
	{"10000000", "lifestyle-and-leisure", "lifestyle and leisure"},
	{"11000000", "politics-and-government", "politics and government"},
	{"12000000", "religion", "religion"},
	{"13000000", "science-and-technology", "science and technology"},
	{"14000000", "society", "society"},
	{"15000000", "sport", "sport"},
	{"16000000", "conflict-war-and-peace", "conflict, war and peace"},
	{"17000000", "weather", "weather"},
}

// TopicByCode gives the topic of the first level with an eight-digit code.
func TopicByCode(code string) (Topic, bool) {
	for _, t := range topics[:] {
		if t.Code == code {
			return t, true
		}
	}
	return Topic{}, false
}

// TopicByURI gives the topic of the first level that a uri names.
func TopicByURI(uri string) (Topic, bool) {
	code, ok := strings.CutPrefix(uri, MediaTopicScheme)
	if !ok {
		return Topic{}, false
	}
	return TopicByCode(code)
}
