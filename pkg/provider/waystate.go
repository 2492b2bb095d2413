package provider

import "time"

// FolderState is what the bucket contract.BucketPoll holds of a provider's folder, in
// JSON, under FolderKey: what the replica saw that looked last.
type FolderState struct {
	Provider string    `json:"provider"`
	Folder   string    `json:"folder"`            // as the providers file has it
	At       time.Time `json:"at"`                // of the look
	Waiting  int       `json:"waiting"`           // files that are not taken yet, unfinished ones left out
	Failed   int       `json:"failed"`            // files in its folder failed/
	Taken    time.Time `json:"taken,omitzero"`    // when a file was taken last
	Trouble  string    `json:"trouble,omitempty"` // why it can't be looked into
}

// FolderEvery is the longest time between two writings of a folder's state while ingest
// watches it.
const FolderEvery = 30 * time.Second

// FolderKey is the key of a provider's folder in the bucket.
func FolderKey(providerID string) string { return "folder." + providerID }

// HubState is what the bucket contract.BucketWebSub says, beside what is secret, of the
// subscription to a feed at its hub.
type HubState struct {
	Provider string    `json:"provider"`
	Feed     string    `json:"feed"` // as it is polled
	Topic    string    `json:"topic"`
	Hub      string    `json:"hub"`
	State    string    `json:"state"` // HubPending, HubActive, HubDenied
	Asked    time.Time `json:"asked"`
	Until    time.Time `json:"until,omitzero"` // end of the lease
}

// The states of a subscription at a hub.
const (
	HubPending = "pending" // asked for, not verified yet
	HubActive  = "active"
	HubDenied  = "denied"
)
