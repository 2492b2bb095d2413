package contract

// Reason says in one word of a fixed vocabulary why something happened: the
// metric's label, the log's field, the receipt's and the dead letter's reason.
type Reason string

// Reasons why an article was dropped: nothing is wrong, nothing is lost.
const (
	ReasonDuplicate Reason = "duplicate" // the same content is published already
	ReasonStale     Reason = "stale"     // a later version is published already
	ReasonKilled    Reason = "killed"    // the article was killed; only a restore brings it back
	ReasonTooOld    Reason = "too-old"   // older than NEWS reaches back, and unknown to it
	ReasonEmpty     Reason = "empty"     // a delivery with no article in it
	ReasonUnwanted  Reason = "unwanted"  // a setting of the provider drops it
	ReasonCopy      Reason = "copy"      // it repeats another article's text, and the provider's setting drops that
)

// Reasons why an article was published in a way that its provider may not expect.
const (
	ReasonUnmatched     Reason = "kill-unmatched"  // a kill whose target was never seen
	ReasonEmbargo       Reason = "embargo"         // held until its time
	ReasonEmbargoTooFar Reason = "embargo-too-far" // withheld: its time is beyond the bound
)

// Reasons why a message is a dead letter.
const (
	ReasonMalformed   Reason = "malformed"    // not what its format says: syntax
	ReasonUnknown     Reason = "unknown"      // no format claims it
	ReasonUnsupported Reason = "unsupported"  // a format or kind of item that is not news, or not read
	ReasonCharset     Reason = "charset"      // bytes that its charset does not hold
	ReasonTooDeep     Reason = "too-deep"     // nested beyond the bound
	ReasonTooLarge    Reason = "too-large"    // grew beyond the bound of a message
	ReasonIncomplete  Reason = "incomplete"   // lacks what no article can be without
	ReasonInvalid     Reason = "invalid"      // can't be written as valid ninjs
	ReasonPanic       Reason = "panic"        // the handler panicked on it
	ReasonPoison      Reason = "poison"       // it killed its worker again and again
	ReasonExhausted   Reason = "exhausted"    // its retries are used up
	ReasonHeader      Reason = "bad-envelope" // its headers can't be read
	ReasonTimeout     Reason = "timeout"      // its handler ran past its time, each time
	ReasonRefused     Reason = "refused"      // the broker refuses what follows from it, for good
)

// Reasons why a message is over the budget, see Budget: dead letters too.
const (
	ReasonHeaders         Reason = "header-too-large"
	ReasonTooManyArticles Reason = "too-many-articles"
	ReasonTooManyVersions Reason = "too-many-versions"
	ReasonTooManyMedia    Reason = "too-many-media"
)

// Reasons why a stage waits: never counted against a message.
const (
	ReasonBroker Reason = "broker-unavailable"
	ReasonRedis  Reason = "redis-unavailable"
	ReasonFull   Reason = "stream-full"
)

// Reasons lists the vocabulary with the sentence that tells what each means.
func Reasons() []ReasonText {
	return []ReasonText{
		{ReasonDuplicate, "dropped", "The same content of this article is published already."},
		{ReasonStale, "dropped", "A later version of this article is published already."},
		{ReasonKilled, "dropped", "The article was killed. Only an operator's restore brings it back."},
		{ReasonTooOld, "dropped", "Older than NEWS reaches back, and unknown to it (off by default)."},
		{ReasonEmpty, "dropped", "The delivery holds no article."},
		{ReasonUnwanted, "dropped", "A setting of the provider drops it."},
		{ReasonCopy, "dropped", "It repeats the text of another article, and the provider's setting drops that (duplicates: drop)."},
		{ReasonUnmatched, "published", "A kill whose target was never seen: check its id."},
		{ReasonEmbargo, "held", "Held by the broker until the embargo ends."},
		{ReasonEmbargoTooFar, "held", "The embargo ends later than the bound allows, ten years at most: withheld until a later version."},
		{ReasonMalformed, "dead", "The document breaks the syntax of its format."},
		{ReasonUnknown, "dead", "No format recognises the document."},
		{ReasonUnsupported, "dead", "A format or kind of item that wireroom does not publish."},
		{ReasonCharset, "dead", "The bytes do not fit the charset that the document names."},
		{ReasonTooDeep, "dead", "The document is nested deeper than the bound."},
		{ReasonTooLarge, "dead", "The article would grow beyond what a message may hold."},
		{ReasonIncomplete, "dead", "The article lacks what no article can be without: an id, or any text."},
		{ReasonInvalid, "dead", "The article can't be written as valid ninjs 3.1."},
		{ReasonPanic, "dead", "The stage panicked on it: a defect of wireroom, please report it."},
		{ReasonPoison, "dead", "It was delivered again and again without a verdict: it kills its worker."},
		{ReasonExhausted, "dead", "Its retries are used up."},
		{ReasonHeader, "dead", "The message's headers can't be read."},
		{ReasonTimeout, "dead", "The stage did not end its work on it within the time of a handler, each time it tried."},
		{ReasonRefused, "dead", "The broker refuses for good what follows from it; the error says what the broker said."},
		{ReasonHeaders, "dead", "The headers of what follows from it would take more than a message may have."},
		{ReasonTooManyArticles, "dead", "The delivery holds more articles than the bound."},
		{ReasonTooManyVersions, "dead", "NEWS holds as many versions of the article as the bound allows."},
		{ReasonTooManyMedia, "dead", "The article has more pictures and other files than the bound allows."},
		{ReasonBroker, "waits", "NATS is away; work waits."},
		{ReasonRedis, "waits", "Redis is away; where a stage can do without, it goes on."},
		{ReasonFull, "waits", "A stream is at its size limit; work waits."},
	}
}

// ReasonText explains one reason.
type ReasonText struct {
	Reason  Reason
	Outcome string // dropped, published, held, dead, or waits
	Text    string
}
