// Package up runs the whole wire in one process: an embedded NATS, a Redis or what takes its place, and
// the four stages wired just as their own binaries are.
//
// It composes and shows; it holds no logic of a stage.
package up
