// Package normalize is the stage that turns what agencies send into ninjs: it
// reads a delivery in its wire format, tidies each article, and drops what is
// published already.
//
// Parse is pure and is also the command line's `wireroom parse`. The package
// must not enrich, and decides nothing that NEWS must decide: a record in Redis
// may only ever drop what is published.
package normalize
