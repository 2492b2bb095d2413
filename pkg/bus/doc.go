// Package bus has the one loop that every stage runs: fetch, decode, handle,
// publish the outputs and await the stream's acknowledgement, then acknowledge
// the input and await that too; and what every writer and reader of a stream needs:
// the classes of errors (Classify), and a reader of one life of a stream
// (OrderedReader).
//
// Work is pipelined: many messages are in flight, each settled on its own. Only
// failures of a message itself count against it. What waits for a resource that is
// away is parked behind the gate of that resource, which a probe opens again, while the
// lane goes on with others. All that a message may take is bounded: time, bytes,
// outputs on their way, and the turns of its provider. The package must hold no rule of
// news and know no stage's types.
package bus
