// Package webhooks sends what is on NEWS to the webhooks of consumers, and serves the
// API by which consumers keep them.
//
// What a webhook gets is bounded by its filter and by the rights that its consumer has
// at that moment; takedowns it always gets. The package must not send itself: package
// pkg/webhook does.
package webhooks
