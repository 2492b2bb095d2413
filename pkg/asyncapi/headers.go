package asyncapi

import (
	"maps"

	"github.com/wireroom/wireroom/pkg/contract"
)

// always are the headers that every message of NEWS has.
func always() []string {
	return []string{contract.HeaderSpecVersion, contract.HeaderCEID, contract.HeaderCESource, contract.HeaderCEType, contract.HeaderCETime, contract.HeaderCESubject,
		contract.HeaderContentType, contract.HeaderProvider, contract.HeaderDelivery, contract.HeaderPosition, contract.HeaderArticle, contract.HeaderVersion,
		contract.HeaderHash, contract.HeaderLane, contract.HeaderReceivedAt, contract.HeaderPublishedAt, contract.HeaderSignal}
}

// newsHeaders is the schema of the headers of a message with a signal: text, all of them.
func newsHeaders(s contract.Signal) object {
	properties, shapes := object{}, shapes()
	for _, h := range contract.Headers() {
		if !h.OnNews() {
			continue
		}
		one := object{"type": "string", "description": h.Text}
		maps.Copy(one, shapes[h.Name])
		properties[h.Name] = one
	}
	properties[contract.HeaderSignal].(object)["const"] = string(s)
	properties[contract.HeaderCEType].(object)["const"] = "wireroom.news." + string(s)
	return object{"type": "object", "required": always(), "properties": properties}
}

// shapes are what the values of headers look like, where that is more than text.
func shapes() map[string]object {
	moment, number, flag, article := object{"format": "date-time"}, object{"pattern": "^[0-9]+$"}, object{"const": "1"}, object{"pattern": "^[a-z2-7]{16}$"}
	return map[string]object{
		contract.HeaderSpecVersion: {"const": "1.0"}, contract.HeaderContentType: {"const": "application/json"},
		contract.HeaderCETime: moment, contract.HeaderReceivedAt: moment, contract.HeaderNormalizedAt: moment, contract.HeaderEnrichedAt: moment,
		contract.HeaderPublishedAt: moment, contract.HeaderEmbargo: moment,
		contract.HeaderArticle: article, contract.HeaderStory: article, contract.HeaderDuplicateOf: article,
		contract.HeaderPosition: {"pattern": "^[0-9]+/[0-9]+$"}, contract.HeaderUrgency: {"pattern": "^[1-9]$"},
		contract.HeaderLane:          {"enum": contract.Lanes()},
		contract.HeaderDuplicateKind: {"enum": []string{"exact", "near", "cut", "embedded"}},
		contract.HeaderSimilarity:    {"pattern": `^[01]\.[0-9]{3}$`},
		contract.HeaderReplay:        number, contract.HeaderRetry: number, contract.HeaderReadingSeconds: number, contract.HeaderSourceViews: number,
		contract.HeaderSourceComments: number, contract.HeaderEarlier: number, contract.HeaderEarlierMedia: number,
		contract.HeaderUnchanged: flag, contract.HeaderUnmatched: flag, contract.HeaderDedupOff: flag,
	}
}
