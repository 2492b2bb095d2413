// Package local runs on one machine what a cluster runs elsewhere: a NATS
// server with JetStream inside this process and, where there is one, a Redis beside it. It is what
// `wireroom up` and the tests stand on.
//
// Both keep their files in a folder of their own, under a lock, and survive a
// stop or a kill at any instant. The package must not know streams, subjects or
// keys, must not offer NATS other than over TCP, where it behaves as it does in
// a cluster, and must not be used where a broker and a Redis are already at hand.
package local
