// Package publish is the last stage: it makes NEWS the last word on each
// article, holds what is embargoed, writes receipts, answers for single articles
// and counts views.
//
// It must not change what an article says: that was decided before.
package publish
