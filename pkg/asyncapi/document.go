package asyncapi

import (
	"encoding/json"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/openapi"
)

type object = map[string]any

// version is that of the contract: a change that breaks readers raises it.
const version = "1"

const about = "What wireroom publishes, for any NATS client: one IPTC ninjs 3.1 object in each message, what concerns its handling in headers " +
	"(CloudEvents 1.0 in NATS binary mode, and Wireroom-*).\n\n" +
	"The channels are streams of JetStream, named by `x-stream`: read them by a consumer to get what you missed, or subscribe to the subjects. " +
	"A message for an article is never older than one before it. Headers that are not listed here, those of NATS among them (`Nats-*`), are no part of the contract: ignore them."

// JSON writes the description of what is published.
func JSON() ([]byte, error) {
	s := openapi.WireSchemas()
	receipt := openapi.Of[contract.Receipt](s)
	openVocabularies(s)
	out := object{
		"asyncapi": "3.0.0",
		"info": object{"title": "wireroom", "version": version, "description": about,
			"license": object{"name": "Apache 2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"}},
		"defaultContentType": "application/json",
		"servers": object{"nats": object{"host": "127.0.0.1:4222", "protocol": "nats",
			"description": "NATS with JetStream, as `wireroom up` has it. A consumer of the consumers file signs in with its nkey.", "bindings": bindings()}},
		"channels":   object{"news": newsChannel(), "receipts": receiptsChannel()},
		"operations": object{"publishNews": send("news", "An article as it is now, or its takedown."), "tellReceipt": send("receipts", "What became of an article of a delivery.")},
		"components": object{"messages": messages(receipt), "schemas": s.Components},
	}
	return json.MarshalIndent(out, "", " ")
}

// bindings are those of NATS, which know a queue group alone: there is none.
func bindings() object { return object{"nats": object{"bindingVersion": "0.1.0"}} }

func send(channel, summary string) object {
	return object{"action": "send", "channel": ref("channels/" + channel), "summary": summary, "bindings": bindings()}
}

func ref(path string) object { return object{"$ref": "#/" + path} }

// openVocabularies marks the lists of values that grow: readers have to take other ones.
func openVocabularies(s *openapi.Schemas) {
	reason := inner(inner(s.Components["Receipt"], "properties"), "reason")
	reason["x-open"] = true
}
