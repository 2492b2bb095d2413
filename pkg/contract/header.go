package contract

import "strings"

// CloudEvents attributes in NATS binary mode, and W3C trace context.
const (
	HeaderSpecVersion = "ce-specversion"
	HeaderCEID        = "ce-id"
	HeaderCESource    = "ce-source"
	HeaderCEType      = "ce-type"
	HeaderCETime      = "ce-time"
	HeaderCESubject   = "ce-subject"
	HeaderContentType = "content-type"
	HeaderTraceParent = "traceparent"
)

// Headers of JetStream that the wire sets.
const (
	HeaderMsgID              = "Nats-Msg-Id"
	HeaderTTL                = "Nats-TTL"
	HeaderSchedule           = "Nats-Schedule"
	HeaderScheduleTarget     = "Nats-Schedule-Target"
	HeaderRollup             = "Nats-Rollup"
	HeaderExpectedSeq        = "Nats-Expected-Last-Subject-Sequence"
	HeaderExpectedSeqSubject = "Nats-Expected-Last-Subject-Sequence-Subject"
	HeaderBatchID            = "Nats-Batch-Id"
	HeaderBatchSeq           = "Nats-Batch-Sequence"
	HeaderBatchCommit        = "Nats-Batch-Commit"
)

// Headers that the server adds to what it gives plain subscribers of NEWS.
const (
	headerStream       = "Nats-Stream"
	headerSubject      = "Nats-Subject"
	headerSequence     = "Nats-Sequence"
	headerTimestamp    = "Nats-Time-Stamp"
	headerLastSequence = "Nats-Last-Sequence"
)

// Headers of wireroom: what concerns a message's handling and has no place in
// ninjs.
const (
	HeaderProvider       = "Wireroom-Provider"
	HeaderDelivery       = "Wireroom-Delivery"
	HeaderPosition       = "Wireroom-Position"
	HeaderArticle        = "Wireroom-Article"
	HeaderVersion        = "Wireroom-Version"
	HeaderHash           = "Wireroom-Hash"
	HeaderLane           = "Wireroom-Lane"
	HeaderFormat         = "Wireroom-Format"
	HeaderReceivedAt     = "Wireroom-Received-At"
	HeaderNormalizedAt   = "Wireroom-Normalized-At"
	HeaderEnrichedAt     = "Wireroom-Enriched-At"
	HeaderPublishedAt    = "Wireroom-Published-At"
	HeaderReplay         = "Wireroom-Replay"
	HeaderRetry          = "Wireroom-Retry"
	HeaderSignal         = "Wireroom-Signal"
	HeaderCorrects       = "Wireroom-Corrects"
	HeaderUrgency        = "Wireroom-Urgency"
	HeaderLanguage       = "Wireroom-Language"
	HeaderTopic          = "Wireroom-Topic"
	HeaderEmbargo        = "Wireroom-Embargoed-Until"
	HeaderUnchanged      = "Wireroom-Unchanged"
	HeaderUnmatched      = "Wireroom-Kill-Unmatched"
	HeaderDerived        = "Wireroom-Derived"
	HeaderReadingSeconds = "Wireroom-Reading-Seconds"
	HeaderSourceViews    = "Wireroom-Source-Views"
	HeaderSourceComments = "Wireroom-Source-Comments"
	HeaderEnrichFailed   = "Wireroom-Enrich-Failed"
	HeaderNotes          = "Wireroom-Notes"
	HeaderDedupOff       = "Wireroom-Dedup-Skipped"
	HeaderMachineUse     = "Wireroom-Machine-Use"
	HeaderMedia          = "Wireroom-Media"
	HeaderEarlier        = "Wireroom-Earlier-Versions"
	HeaderEarlierMedia   = "Wireroom-Earlier-Media"
	HeaderDuplicateOf    = "Wireroom-Duplicate-Of"
	HeaderDuplicateKind  = "Wireroom-Duplicate-Kind"
	HeaderSimilarity     = "Wireroom-Similarity"
	HeaderStory          = "Wireroom-Story"
	HeaderDropDuplicates = "Wireroom-Drop-Duplicates"
)

// Headers of RAW alone.
const (
	HeaderIncarnation = "Wireroom-Incarnation"
	HeaderBodyHash    = "Wireroom-Body-Sha256"
	HeaderFileName    = "Wireroom-File-Name"
	HeaderBaseURL     = "Wireroom-Base-Url"
	HeaderRestore     = "Wireroom-Restore"
	// HeaderFlashLimited is there where a provider had more flashes than its rate: what
	// is in the delivery takes the wire lane, but for takedowns.
	HeaderFlashLimited = "Wireroom-Flash-Limited"
)

// Headers of a dead letter, beside those of the message that died.
const (
	HeaderDeadStage   = "Wireroom-Dead-Stage"
	HeaderDeadReason  = "Wireroom-Dead-Reason"
	HeaderDeadError   = "Wireroom-Dead-Error"
	HeaderDeadSubject = "Wireroom-Dead-Subject"
	HeaderDeadStream  = "Wireroom-Dead-Stream"
	HeaderDeadSeq     = "Wireroom-Dead-Sequence"
	HeaderDeadAt      = "Wireroom-Dead-At"
	HeaderDeadMsgID   = "Wireroom-Dead-Msg-Id"
	HeaderDeadTrimmed = "Wireroom-Dead-Trimmed"
)

// HeaderText explains one header to a consumer.
type HeaderText struct {
	Name    string
	Streams string
	Text    string
}

// OnNews reports whether messages of NEWS may have the header.
func (h HeaderText) OnNews() bool {
	return h.Streams == "all" || h.Streams == "NEWS" || strings.HasPrefix(h.Streams, "from ")
}

// NatsHeaders lists the headers of NATS itself that messages of NEWS have. The server
// keeps the conditions of a write with the message, and has no setting that removes them
// (nats-server 2.15.3); it does so in mirrors and in streams with sources.
func NatsHeaders() []HeaderText {
	return []HeaderText{
		{HeaderExpectedSeq, "NEWS", "The condition on which the message was written. It means nothing to readers: ignore it, and leave it out where you publish a message again, or your stream refuses it."},
		{HeaderExpectedSeqSubject, "NEWS", "The subjects of that condition; likewise."},
		{HeaderTTL, "NEWS", "never, on a kill: it outlives the age limit of the stream."},
		{headerStream, "plain subscriptions to news.>", "NEWS."},
		{headerSubject, "plain subscriptions to news.>", "The subject on which the stream has it."},
		{headerSequence, "plain subscriptions to news.>", "Its sequence in NEWS: read the stream from there after a gap."},
		{headerTimestamp, "plain subscriptions to news.>", "When the stream took it."},
		{headerLastSequence, "plain subscriptions to news.>", "The sequence of the message on the same subject before, 0 for none."},
	}
}

// Headers lists the headers that a consumer or an operator meets, with where
// and what.
func Headers() []HeaderText {
	return []HeaderText{
		{HeaderSpecVersion, "all", "CloudEvents version: 1.0."},
		{HeaderCEID, "all", "CloudEvents id: the same id is the same event."},
		{HeaderCESource, "all", "CloudEvents source: /wireroom/ and the provider."},
		{HeaderCEType, "all", "CloudEvents type: wireroom. and the stream, on NEWS with the signal."},
		{HeaderCETime, "all", "When the event came to be, RFC 3339."},
		{HeaderCESubject, "from NORMALIZED on", "The article's uri."},
		{HeaderContentType, "all", "application/json; on RAW what the provider declared."},
		{HeaderTraceParent, "all", "W3C trace context, when tracing is on."},
		{HeaderProvider, "all", "Who pushed it."},
		{HeaderDelivery, "from NORMALIZED on", "The delivery it came with."},
		{HeaderPosition, "from NORMALIZED on", "Its place in the delivery and how many there are: 2/5."},
		{HeaderArticle, "from NORMALIZED on", "The article id: the same through all versions."},
		{HeaderVersion, "from NORMALIZED on", "The order of versions: epoch, status, number, date, arrival."},
		{HeaderHash, "from NORMALIZED on", "Content hash: over what the provider said."},
		{HeaderLane, "all", "flash, wire or bulk."},
		{HeaderFormat, "from NORMALIZED on", "The wire format it was read from."},
		{HeaderReceivedAt, "all", "When ingest took it, RFC 3339."},
		{HeaderNormalizedAt, "from NORMALIZED on", "When normalize was done with it."},
		{HeaderEnrichedAt, "from ENRICHED on", "When enrich was done with it."},
		{HeaderPublishedAt, "NEWS", "When publish wrote it."},
		{HeaderReplay, "all", "Number of the replay that ran the original again; absent for the first run."},
		{HeaderRetry, "all", "Number of the retry out of the dead letters; absent for the first run."},
		{HeaderSignal, "from NORMALIZED on", "What the provider called it; on NEWS what it is: new, update, correction, kill."},
		{HeaderCorrects, "NEWS", "The version that this correction corrects."},
		{HeaderUrgency, "from NORMALIZED on", "The present urgency, 1 to 9. The subject keeps the most urgent there ever was."},
		{HeaderLanguage, "from ENRICHED on", "The present primary language subtag. The subject keeps the first."},
		{HeaderTopic, "from ENRICHED on", "The present leading topic's slug. The subject keeps the first."},
		{HeaderEmbargo, "from NORMALIZED on", "Until when it is held, RFC 3339."},
		{HeaderUnchanged, "NEWS", "1 if only the version or its date differs from the last one."},
		{HeaderUnmatched, "NEWS", "1 on a kill whose target was never seen."},
		{HeaderDerived, "from ENRICHED on", "Fields that hold entries of ours, by comma."},
		{HeaderReadingSeconds, "from ENRICHED on", "Reading time in seconds."},
		{HeaderSourceViews, "from NORMALIZED on", "Views that the source itself reported."},
		{HeaderSourceComments, "from NORMALIZED on", "Comments that the source itself reported."},
		{HeaderEnrichFailed, "from ENRICHED on", "Enrichers that failed on it, by comma."},
		{HeaderNotes, "from NORMALIZED on", "What was repaired or left out while reading it, by semicolon."},
		{HeaderDedupOff, "from NORMALIZED on", "1 if Redis was away when it came in, or when its duplicates were looked up."},
		{HeaderMachineUse, "all", "What machines may do with the text, by the provider's latest word: a dictionary of RFC 9651 with training, input and indexing, each allowed or not-allowed (absent: not said), and the address of the policy. On RAW what the transport said."},
		{HeaderMedia, "from NORMALIZED on", "Pictures and other binaries of this version, by comma: GET /v1/media/{article}/{name}."},
		{HeaderEarlier, "NEWS", "How many messages of the article came before this one since it was last taken down; absent for none."},
		{HeaderEarlierMedia, "NEWS", "How many binaries those named, each counted again where it was not among those of the one before; absent for none."},
		{HeaderDuplicateOf, "NEWS", "The article id of an earlier article, of any provider, whose text this one repeats; absent for the first of its kind."},
		{HeaderDuplicateKind, "NEWS", "How it repeats it: exact, near, cut (a part of it) or embedded (holds it and more)."},
		{HeaderSimilarity, "NEWS", "How much of the smaller text the larger one holds, 0 to 1."},
		{HeaderStory, "NEWS", "The story: the article id of its first article, of any provider. An article whose story is its own id leads it. A kill has its article's."},
		{HeaderDropDuplicates, "NORMALIZED and ENRICHED", "1 where the provider's setting drops an article that repeats another one's text."},
		{HeaderIncarnation, "RAW", "Which RAW stream its sequence belongs to."},
		{HeaderBodyHash, "RAW", "SHA-256 of the body, hexadecimal."},
		{HeaderBaseURL, "RAW", "The address that the document was fetched from: what its relative links are relative to."},
		{HeaderFileName, "RAW", "The file name that the provider gave."},
		{HeaderFlashLimited, "RAW", "true where the provider had more flashes than its rate: the delivery takes the wire lane, but for takedowns."},
		{HeaderRestore, "RAW", "On an original that an operator runs again to restore an article: the article and its new epoch."},
		{HeaderDeadStage, "DEAD", "The stage that gave it up."},
		{HeaderDeadReason, "DEAD", "Why, in one word of the vocabulary."},
		{HeaderDeadError, "DEAD", "Why, in a sentence."},
		{HeaderDeadSubject, "DEAD", "The subject it was on: a retry goes there."},
		{HeaderDeadStream, "DEAD", "The stream it was on."},
		{HeaderDeadSeq, "DEAD", "Its sequence there."},
		{HeaderDeadAt, "DEAD", "When it was given up."},
		{HeaderDeadMsgID, "DEAD", "The Nats-Msg-Id it had."},
		{HeaderDeadTrimmed, "DEAD", "What was left out, since the broker would have refused the dead letter too: headers by comma, or the data."},
	}
}
