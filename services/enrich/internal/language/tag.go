package language

import "github.com/wireroom/wireroom/pkg/contract"

// alpha3 maps the three-letter codes (ISO 639-2, both kinds) that providers write
// for languages with a two-letter one, which BCP 47 wants instead (RFC 5646,
// 2.2.1).
var alpha3 = map[string]string{
	"afr": "af", "ara": "ar", "bul": "bg", "cat": "ca", "ces": "cs", "cze": "cs", "dan": "da", "deu": "de", "ger": "de",
	"ell": "el", "gre": "el", "eng": "en", "est": "et", "fas": "fa", "per": "fa", "fin": "fi", "fra": "fr", "fre": "fr",
	"glg": "gl", "heb": "he", "hin": "hi", "hrv": "hr", "hun": "hu", "ind": "id", "ita": "it", "jpn": "ja", "kor": "ko",
	"lav": "lv", "lit": "lt", "nld": "nl", "dut": "nl", "nob": "nb", "nno": "nn", "nor": "no", "pol": "pl", "por": "pt",
	"ron": "ro", "rum": "ro", "rus": "ru", "slk": "sk", "slo": "sk", "slv": "sl", "spa": "es", "srp": "sr", "swe": "sv",
	"tha": "th", "tur": "tr", "ukr": "uk", "vie": "vi", "zho": "zh", "chi": "zh",
}

// Primary gives the primary subtag of a BCP 47 tag in its shortest form, und if
// there is none.
func Primary(tag string) string {
	p := contract.LanguageToken(tag)
	if short, ok := alpha3[p]; ok {
		return short
	}
	switch p {
	case "iw":
		return "he"
	case "in":
		return "id"
	case "mul", "zxx", "mis":
		return contract.Undetermined
	}
	return p
}

// family names the group of languages that no look at a text tells apart safely,
// or that one tag is used for.
var family = map[string]string{
	"no": "no", "nb": "no", "nn": "no",
	"hr": "sh", "sr": "sh", "bs": "sh", "sh": "sh", "cnr": "sh",
	"id": "ms", "ms": "ms", "zh": "zh", "yue": "zh", "cmn": "zh", "wuu": "zh",
	"fa": "fa", "prs": "fa",
}

func same(a, b string) bool {
	return a == b || family[a] != "" && family[a] == family[b]
}
