// Package enrich is the stage that adds to an article what its provider did not
// say: language, leading topic, keywords, a summary, the reading time.
//
// Rules is pure and is also the command line's `wireroom enrich`. The package must
// not remove or change what a provider said, but for a language that the text
// contradicts, and keeps no article back: an enricher that fails is named on it.
package enrich
