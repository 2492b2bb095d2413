// Package limit bounds how much each caller of the HTTP API may ask for: a token bucket
// for each, shared by all replicas in Redis, kept as the one number of the generic cell
// rate algorithm (ATM Forum TM 4.0): the time at which the bucket is full again.
//
// While Redis is away each process counts by itself. A limit must never be why a request
// that keeps it fails.
package limit
