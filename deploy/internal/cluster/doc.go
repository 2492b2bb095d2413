// Package cluster tries the chart on a real Kubernetes, as an operator, a provider
// and a consumer would: install, push, subscribe, scale, roll out, kill, uninstall.
//
// It speaks to the cluster by kubectl and helm alone, and to the wire by what
// providers and consumers have: HTTP, and NATS with a consumer's credentials. It
// must not look behind them to decide that something was published.
package cluster
