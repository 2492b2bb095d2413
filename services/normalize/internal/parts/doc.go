// Package parts plans what becomes of the pictures and other binaries that came
// with an article: which are kept, under what name, and where the article says so.
//
// It is pure: whoever calls it stores what is kept. It must not change a byte of
// a binary, nor look into one further than its dimensions.
package parts
