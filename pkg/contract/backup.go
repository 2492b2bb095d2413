package contract

// BackupOrder is the order in which streams have to be backed up while the wire runs,
// so that what is restored fits together: what counts in sequences of another stream
// goes before it. A snapshot of views must not be ahead of VIEWS, and nothing may name
// a sequence that RAW has not reached. What came in between is on RAW, and a replay
// brings it.
func BackupOrder() []string {
	return []string{
		BucketStream(BucketPoll), BucketStream(BucketWebSub), BucketStream(BucketWebhooks), BucketStream(BucketViews),
		StreamNormalized, StreamEnriched, StreamHeld, StreamNews, ObjectsStream(BucketMedia),
		StreamDead, StreamReceipts, StreamAdvisories, StreamAudit, StreamViews, StreamRaw,
	}
}
