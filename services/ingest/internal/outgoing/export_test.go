package outgoing

// NewClient is for tests.
var NewClient = newClient
