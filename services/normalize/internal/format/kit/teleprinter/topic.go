package teleprinter

import "github.com/wireroom/wireroom/pkg/ninjs"

// mediaTopic is where IPTC's vocabulary of topics is.
const mediaTopic = "http://cv.iptc.org/newscodes/mediatopic/"

// Topic is a subject of IPTC's Media Topics by its code; of the first level with
// its name.
func Topic(code string) ninjs.Subject {
	return ninjs.Subject{Name: topicName(code), URI: ninjs.URI(mediaTopic + code)}
}

func topicName(code string) string {
	switch code {
	case "01000000":
		return "arts, culture, entertainment and media"
	case "02000000":
		return "crime, law and justice"
	case "03000000":
		return "disaster, accident and emergency incident"
	case "04000000":
		return "economy, business and finance"
	case "05000000":
		return "education"
	case "06000000":
		return "environment"
	case "07000000":
		return "health"
	case "08000000":
		return "human interest"
	case "10000000":
		return "lifestyle and leisure"
	case "11000000":
		return "politics and government"
	case "12000000":
		return "religion"
	case "13000000":
		return "science and technology"
	case "15000000":
		return "sport"
	case "16000000":
		return "conflict, war and peace"
	case "17000000":
		return "weather"
	default:
		return ""
	}
}

// Category is the subject that keeps a format's category code as it was sent.
func Category(scheme, code string) ninjs.Subject {
	return ninjs.Subject{Rel: "category", Name: code, Literal: scheme + ":" + code}
}
