// Package rig runs the wire as it runs in production, for tests: four processes
// of our own binaries, nats-server processes and a redis-server, each of which
// can be killed with -9 and started again on what it left behind.
package rig
