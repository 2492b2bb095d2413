// Package asyncapi describes by AsyncAPI 3.0 what is published: the channels of NEWS and
// RECEIPTS with their subjects, headers and messages, as pkg/contract has them. It tells
// what of a change of the description breaks those who read by it.
//
// It must not connect to anything. The schemas are those of pkg/openapi.
//
// Sources: AsyncAPI 3.0.0 (asyncapi.com/docs/reference/specification/v3.0.0), its NATS
// bindings 0.1.0 (github.com/asyncapi/bindings/tree/master/nats).
package asyncapi
