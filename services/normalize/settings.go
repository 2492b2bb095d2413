package normalize

import "github.com/wireroom/wireroom/pkg/provider"

// settingsOf gives what the providers file says about a provider's documents.
// One that is gone from the file was accepted before it went: its documents are
// read without defaults.
func settingsOf(s *provider.Store, own *mappings, id string) Settings {
	p, ok := s.Get(id)
	if !ok {
		return Settings{}
	}
	d := p.Defaults
	out := Settings{Format: d.Format, Language: d.Language, Urgency: d.Urgency, Zone: d.Zone, Lane: d.Lane, Conventions: p.Conventions}
	if p.Mapping != nil {
		out.Mapping, out.MappingErr = own.get(id, p.Mapping)
	}
	return out
}
