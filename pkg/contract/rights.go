package contract

// Subjects of the JetStream API by what they are for (NATS docs, "JetStream wire
// API"). A consumer's name and filter are in the subject of its creation, its body
// is not checked.

// looks is what every service needs: does a stream exist, and how is it. It tells
// names and figures, no message.
func looks() []string { return []string{"$JS.API.INFO", "$JS.API.STREAM.INFO.*"} }

// works is a stage's way through a stream by its durable consumers, and the server's
// word on what killed a worker.
func works(stage Stage, stream string) []string {
	var out []string
	for _, s := range []string{stream, StreamAdvisories} {
		own := s + "." + string(stage) + "-"
		for _, lane := range durableSuffixes(stage, stream) {
			out = append(out,
				"$JS.API.CONSUMER.CREATE."+own+lane+".>", "$JS.API.CONSUMER.INFO."+own+lane, "$JS.API.CONSUMER.MSG.NEXT."+own+lane,
				"$JS.ACK."+own+lane+".>", "$JS.ACK.*.*."+own+lane+".>")
		}
	}
	return out
}

// LaneRelease is the lane of what the broker releases out of HELD.
const LaneRelease Lane = "release"

func durableSuffixes(stage Stage, stream string) []string {
	if stage == Publish && stream == StreamHeld {
		return []string{string(LaneRelease)}
	}
	var out []string
	for _, lane := range Lanes() {
		out = append(out, string(lane))
	}
	return out
}

// ends is where an article's way ends.
func ends(stage Stage) []string { return []string{"dead." + string(stage) + ".*", "receipt.*.*"} }

// reads is reading by consumers that are made for it: ephemeral, ordered or durable.
func reads(stream string) []string {
	return []string{
		"$JS.API.CONSUMER.CREATE." + stream, "$JS.API.CONSUMER.CREATE." + stream + ".>",
		"$JS.API.CONSUMER.INFO." + stream + ".*", "$JS.API.CONSUMER.MSG.NEXT." + stream + ".*", "$JS.API.CONSUMER.DELETE." + stream + ".*",
		"$JS.FC." + stream + ".>", "$JS.FC.*.*." + stream + ".>",
	}
}

// acknowledges is for consumers that want it. The second form is the server's newer
// one (its feature flag js_ack_fc_v2).
func acknowledges(stream string) []string {
	return []string{"$JS.ACK." + stream + ".>", "$JS.ACK.*.*." + stream + ".>"}
}

// gets is reading single messages from a stream's leader, and deleting one.
func gets(stream string) []string {
	return []string{"$JS.API.STREAM.MSG.GET." + stream, "$JS.API.STREAM.MSG.DELETE." + stream}
}

// directs is reading single messages from any replica.
func directs(stream string) []string {
	return []string{"$JS.API.DIRECT.GET." + stream, "$JS.API.DIRECT.GET." + stream + ".>"}
}

// bucketRights is reading and writing keys.
func bucketRights(bucket string) []string {
	return append(directs(BucketStream(bucket)), "$KV."+bucket+".>", "$JS.API.STREAM.MSG.GET."+BucketStream(bucket))
}

// objectRights is storing and deleting pictures.
func objectRights() []string {
	stream := ObjectsStream(BucketMedia)
	return append(directs(stream), "$O."+BucketMedia+".>", "$JS.API.STREAM.PURGE."+stream, "$JS.API.STREAM.MSG.GET."+stream)
}
