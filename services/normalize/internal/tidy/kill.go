package tidy

import "github.com/wireroom/wireroom/pkg/ninjs"

// StripForKill gives what is published of a takedown: what it is, which version,
// why and by whom, and how it was filed, so that a desk finds what it must
// remove. Text, pictures and the names of people and organisations go: they are
// what was taken down.
func StripForKill(it ninjs.Item) ninjs.Item {
	it.Bodies, it.Descriptions = nil, nil
	it.Renditions, it.Associations = nil, nil
	it.People, it.Organisations, it.Objects, it.Events = nil, nil, nil, nil
	it.EventDetails, it.PlannedCoverage = nil, nil
	return it
}
