// Package localtest gives tests of every module a real NATS server, a real
// redis-server that can be taken away and brought back, the corpus, and IPTC's
// schema.
//
// What a machine lacks skips the test with a line that says so; where
// WIREROOM_REQUIRE_TOOLS is 1, as in CI, it fails the test instead. The package
// must be imported by tests alone and must not know streams, subjects or keys.
package localtest
