package contract

import (
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// Names of the streams.
const (
	StreamRaw        = "RAW"
	StreamNormalized = "NORMALIZED"
	StreamEnriched   = "ENRICHED"
	StreamNews       = "NEWS"
	StreamHeld       = "HELD"
	StreamReceipts   = "RECEIPTS"
	StreamDead       = "DEAD"
	StreamViews      = "VIEWS"
	StreamAdvisories = "ADVISORIES"
	StreamAudit      = "AUDIT"
)

// AdvisorySubject is where the server tells that a consumer gave a message up.
const AdvisorySubject = "$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES"

// ViewShards is how many shards the views are spread over.
const ViewShards = 16

// BatchedStreams names the streams that take atomic batches. NEWS is none of them: the
// condition that keeps its order does not hold within a batch.
func BatchedStreams() []string {
	return []string{StreamRaw, StreamNormalized, StreamEnriched, StreamReceipts}
}

// Streams declares every stream. What still has work to do has no age limit:
// JetStream deletes by age what nobody has read yet, without a word. NEWS and HELD
// allow no direct get: a follower's answer may be old, and the last word is asked of
// the leader.
func Streams(o StreamOptions) []jetstream.StreamConfig {
	o = o.WithDefaults()
	day := 24 * time.Hour
	return []jetstream.StreamConfig{
		o.stream(StreamRaw, "originals as they were pushed", "raw.>", jetstream.StreamConfig{AllowAtomicPublish: true, Duplicates: day, AllowDirect: true}),
		o.stream(StreamNormalized, "articles as ninjs, to be enriched", "normalized.>", jetstream.StreamConfig{AllowAtomicPublish: true, Retention: jetstream.WorkQueuePolicy, Duplicates: 2 * time.Minute}),
		o.stream(StreamEnriched, "articles with topics and language, to be published", "enriched.>", jetstream.StreamConfig{AllowAtomicPublish: true, Retention: jetstream.WorkQueuePolicy, Duplicates: 2 * time.Minute}),
		o.stream(StreamNews, "what consumers read: all versions of all articles; the last message of an article is its last word", written+">", jetstream.StreamConfig{MaxAge: o.NewsAge, AllowMsgTTL: true, Duplicates: time.Second,
			SubjectTransform: &jetstream.SubjectTransformConfig{Source: written + ">", Destination: "news.>"},
			RePublish:        &jetstream.RePublish{Source: "news.>", Destination: "news.>"}}),
		o.stream(StreamHeld, "embargoed articles, until the broker releases them", "held.> release.>", jetstream.StreamConfig{AllowMsgSchedules: true, AllowRollup: true, AllowMsgTTL: true, Duplicates: 2 * time.Minute}),
		o.stream(StreamReceipts, "what became of each article of a delivery", "receipt.>", jetstream.StreamConfig{AllowAtomicPublish: true, MaxAge: o.ReceiptAge, AllowDirect: true, Duplicates: 2 * time.Minute}),
		o.stream(StreamDead, "what a stage gave up, with the reason", "dead.>", jetstream.StreamConfig{MaxAge: o.DeadAge, AllowDirect: true, Duplicates: 2 * time.Minute}),
		o.stream(StreamViews, "views, until their counts are in a snapshot", "views.>", jetstream.StreamConfig{Duplicates: day}),
		o.stream(StreamAudit, "what operators did to articles, and why", "audit.>", jetstream.StreamConfig{AllowDirect: true}),
		o.stream(StreamAdvisories, "the server's word that a consumer gave a message up", AdvisorySubject+".>", jetstream.StreamConfig{MaxAge: 7 * day}),
	}
}
