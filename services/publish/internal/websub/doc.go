// Package websub is the hub of publish's feeds (W3C WebSub, Recommendation of 23 January
// 2018): it takes subscriptions, verifies that the subscriber wants them, and posts the
// feed whenever it has changed.
//
// What is posted is what anybody gets who asks for the feed without a key: a subscription
// has no rights of its own. Subscriptions and how far each is are kept and served as
// webhooks are (pkg/webhook), durable and by one process at a time.
package websub
