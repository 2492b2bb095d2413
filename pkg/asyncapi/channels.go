package asyncapi

import (
	"strconv"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/openapi"
)

// signals are those of NEWS: each is a message of its own.
func signals() []contract.Signal {
	return []contract.Signal{contract.New, contract.Update, contract.Correction, contract.Kill}
}

func newsChannel() object {
	list := object{}
	for _, s := range signals() {
		list[string(s)] = ref("components/messages/" + string(s))
	}
	return object{"address": "news.{article}.{signal}.{urgency}.{language}.{topic}.{provider}", "messages": list, "servers": []object{ref("servers/nats")},
		"title": "Articles", "description": "All versions of all articles; a kill takes the place of those before it. Take news.*.kill.> beside whatever else you subscribe to.",
		"x-stream": contract.StreamNews, "parameters": newsParameters(), "bindings": bindings()}
}

// newsParameters are the tokens of the subject. An article's later messages keep the
// language and topic of its first, and the most urgent urgency it ever had.
func newsParameters() object {
	var words, urgencies []string
	for _, s := range signals() {
		words = append(words, string(s))
	}
	for u := 1; u <= 9; u++ {
		urgencies = append(urgencies, strconv.Itoa(u))
	}
	topics := []string{contract.None}
	for _, t := range contract.Topics() {
		topics = append(topics, t.Slug)
	}
	return object{
		"article":  object{"description": "The article id, the same through all versions: 16 of a-z and 2-7."},
		"signal":   object{"description": "What the message means.", "enum": words},
		"urgency":  object{"description": "The most urgent the article ever had: 1 is most urgent.", "enum": urgencies},
		"language": object{"description": "The primary BCP 47 subtag of the article's first version, und if it is unknown."},
		"topic":    object{"description": "The leading IPTC Media Topic of the first level of the article's first version, none if it is unknown.", "enum": topics},
		"provider": object{"description": "Who pushed it: 1 to 40 of a-z, 0-9 and -."},
	}
}

func receiptsChannel() object {
	return object{"address": "receipt.{provider}.{delivery}", "messages": object{"receipt": ref("components/messages/receipt")}, "servers": []object{ref("servers/nats")},
		"title": "Receipts", "description": "What became of each article of a delivery. For operators; providers ask ingest's HTTP API.",
		"x-stream": contract.StreamReceipts, "bindings": bindings(), "parameters": object{
			"provider": object{"description": "Who pushed it."}, "delivery": object{"description": "The delivery's id."}}}
}

func messages(receipt openapi.Schema) object {
	out := object{"receipt": object{"name": "receipt", "title": "Receipt", "contentType": "application/json", "payload": receipt, "bindings": bindings()}}
	for _, s := range signals() {
		out[string(s)] = object{"name": string(s), "title": string(s), "summary": meaning(s), "contentType": "application/json",
			"headers": newsHeaders(s), "payload": openapi.Ref("NinjsItem"), "bindings": bindings()}
	}
	return out
}

func meaning(s contract.Signal) string {
	switch s {
	case contract.New:
		return "The stream holds nothing readable of the article before this."
	case contract.Update:
		return "A later version."
	case contract.Correction:
		return "A later version that puts something right."
	default:
		return "Taken down: do not use it, remove what you have of the article. It has no text."
	}
}
