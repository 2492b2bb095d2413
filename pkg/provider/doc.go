// Package provider is the providers file: who may push, with which credentials,
// and what a provider's documents leave unsaid.
//
// Ingest reads credentials and limits from it, normalize the defaults. It must
// not know about HTTP, streams or formats: it says what the file says, checked.
package provider
