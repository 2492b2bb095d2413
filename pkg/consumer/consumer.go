// Package consumer tells who may read what: the consumers of a YAML file with the hashes
// of their keys and their rights.
//
// It knows no transport. A right is told by the tokens of a subject of NEWS, which stay
// the same through an article's versions, so that who got an article gets what becomes
// of it; takedowns are everybody's.
package consumer

import (
	"slices"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/machineuse"
)

// Rights are what a consumer may read. An empty list is no restriction.
type Rights struct {
	Signals   []contract.Signal
	Urgencies []int    // 1 to 9
	Languages []string // primary subtags
	Topics    []string // slugs
	Providers []string // ids
	// Machine says that a machine reads, to train or to answer: then what the provider
	// does not allow for training or input is not given out.
	Machine bool
}

// May reports whether an article may be read, by its subject and what its provider
// allows machines. Takedowns may always.
func (r Rights) May(s contract.NewsSubject, use machineuse.Use) bool {
	if s.Signal == contract.Kill {
		return true
	}
	if r.Machine && (use.Training == machineuse.NotAllowed || use.Input == machineuse.NotAllowed) {
		return false
	}
	return in(r.Signals, s.Signal) && in(r.Urgencies, s.Urgency) && in(r.Languages, s.Language) && in(r.Topics, s.Topic) && in(r.Providers, s.Provider)
}

func in[T comparable](list []T, v T) bool { return len(list) == 0 || slices.Contains(list, v) }

// Consumer is one of the file.
type Consumer struct {
	ID     string
	Name   string
	Keys   []string // hashes, as provider.HashKey makes them
	Rights Rights
	// NKeys are public keys of users of NATS: who has one of the seeds reads by it.
	NKeys []string
	// Filters are the subjects that it reads by NATS, if it has a key for it.
	Filters []string
}
