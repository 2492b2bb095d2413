package tidy

import "github.com/wireroom/wireroom/pkg/ninjs"

// StripForKill gives what is published of a takedown: what it is, which version,
// why and by whom, and nothing of its content.
func StripForKill(it ninjs.Item) ninjs.Item {
	return ninjs.Item{
		URI: it.URI, Type: it.Type, RepresentationType: it.RepresentationType, Profile: it.Profile, Version: it.Version,
		FirstCreated: it.FirstCreated, VersionCreated: it.VersionCreated, ContentCreated: it.ContentCreated,
		PubStatus: it.PubStatus, Urgency: it.Urgency, Language: it.Language,
		Headlines: it.Headlines, Title: it.Title, Slugline: it.Slugline, EdNote: it.EdNote,
		AltIDs: it.AltIDs, InfoSources: it.InfoSources, Standard: it.Standard,
	}
}
