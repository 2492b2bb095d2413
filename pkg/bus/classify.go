package bus

import (
	"errors"
	"strings"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/contract"
)

// Class says what an error of the broker means for the message that met it.
type Class int

// The classes of errors.
const (
	Outage    Class = iota // nobody can be served now: wait, however long
	Full                   // a stream, an account or a disk is at its limit: wait, until there is room
	Permanent              // this request is refused for good: asking again does not help
	Conflict               // another write came first, or is on its way: look again, then decide
)

// String names the class.
func (c Class) String() string {
	return [...]string{"outage", "full", "permanent", "conflict"}[c]
}

// Classify says what err, of the NATS client or of the server, means. It follows one
// question: would the same request be refused by a broker that is well? Only then is
// it permanent. What an operator has to mend on the broker (a stream that is missing
// or sealed, rights, an account's limits) is an outage: every message would meet it,
// and none is to blame. An error that is not known here is an outage too, but for a
// server's code that is new to the table: its status tells (classOfStatus).
func Classify(err error) Class {
	var api *jetstream.APIError
	if errors.As(err, &api) {
		return classOfAPI(api)
	}
	for _, e := range permanentErrors() {
		if errors.Is(err, e) {
			return Permanent
		}
	}
	if errors.Is(err, jetstream.ErrKeyRevisionMismatch) {
		return Conflict
	}
	return Outage
}

// ReasonOf is the reason word of a classified error: broker-unavailable for an outage
// and for a conflict that does not end, stream-full, or refused.
func ReasonOf(err error) contract.Reason {
	switch Classify(err) {
	case Full:
		return contract.ReasonFull
	case Permanent:
		return contract.ReasonRefused
	default:
		return contract.ReasonBroker
	}
}

// storeFailed is the code whose description alone tells a full stream from a message
// that no stream can hold, and from a store that is closing (server/store.go).
const storeFailed = 10077

func classOfAPI(api *jetstream.APIError) Class {
	if api.ErrorCode == storeFailed {
		return classOfStore(api.Description)
	}
	if class, known := classOfCode(int(api.ErrorCode)); known {
		return class
	}
	return classOfStatus(api.Code)
}

func classOfStore(description string) Class {
	switch {
	case strings.Contains(description, "message too large"):
		return Permanent
	case strings.Contains(description, "maximum "):
		return Full
	default:
		return Outage
	}
}

// classOfStatus classifies a code that the table does not hold by its HTTP-like
// status: 409 and 412 are conflicts, other 4xx are refusals but for those that say
// "later" or "not there"; the rest is the server's own trouble.
func classOfStatus(status int) Class {
	switch {
	case status == 409 || status == 412:
		return Conflict
	case status == 404 || status == 408 || status == 425 || status == 429:
		return Outage
	case status >= 400 && status < 500:
		return Permanent
	default:
		return Outage
	}
}

// permanentErrors are those of the client itself that the same request meets always.
// Missing are those that tell of the connection, of rights and of time: outages.
func permanentErrors() []error {
	return []error{
		nats.ErrMaxPayload, nats.ErrBadSubject, nats.ErrInvalidMsg, nats.ErrInvalidArg, nats.ErrBadHeaderMsg,
		jetstream.ErrInvalidSubject, jetstream.ErrInvalidStreamName, jetstream.ErrStreamNameRequired,
		jetstream.ErrInvalidConsumerName, jetstream.ErrInvalidOption, jetstream.ErrInvalidKey,
		jetstream.ErrKeyNotFound, jetstream.ErrKeyDeleted, jetstream.ErrNoKeysFound,
		jetstream.ErrObjectNotFound, jetstream.ErrBadObjectMeta, jetstream.ErrNameRequired,
		jetstream.ErrDigestMismatch, jetstream.ErrInvalidDigestFormat,
	}
}
