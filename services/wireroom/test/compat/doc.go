// Package compat keeps what an earlier release wrote: two versions run side by side
// while one is rolled out, and each must read what the other writes.
//
// testdata/RELEASE holds one message of each kind as that release wrote it. The
// test needs a NATS and a Redis.
package compat
