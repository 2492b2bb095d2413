// Package bus has the one loop that every stage runs: fetch, decode, handle,
// publish the outputs and await the stream's acknowledgement, then acknowledge
// the input and await that too.
//
// Work is pipelined: many messages are in flight, each settled on its own. Only
// failures of a message itself count against it. When NATS, or a service that a
// stage can't do without, is away, the loop fetches nothing, reports progress on
// what it holds, and waits. The package must hold no rule of news and know no
// stage's types.
package bus
