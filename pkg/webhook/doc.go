// Package webhook sends what streams hold to addresses of others by HTTP, signed as
// Standard Webhooks says (standardwebhooks.com, specification 1.0.0).
//
// A subscription has a place in a stream of JetStream. The Engine reads on from there,
// sends each message at least once under the same webhook-id, and moves the place
// when the receiver has taken it. Of one key (an article, a delivery) nothing is sent
// before what came earlier was taken; what fails is tried again later and holds up
// nothing of other keys, and no other subscription.
//
// Everything durable is in one key-value bucket (contract.BucketWebhooks):
// subscriptions, their places, what is to be tried again, and the latest deliveries.
// The place is not that of a JetStream consumer with acknowledgements: what a killed
// process had not acknowledged the server delivers again after newer messages, and so
// out of order. One process at a time serves a subscription, by a lease; the place is
// written on its last revision, so that a process that lost its lease can't move it.
//
// The package knows no stream's messages (a Source does), and no consumer's rights.
package webhook
