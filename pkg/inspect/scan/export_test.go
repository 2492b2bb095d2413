package scan

// FromLeader is for tests.
var FromLeader = fromLeader
