package normalize

import (
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/provider"
)

// settingsOf gives what the providers file says about a provider's documents.
// One that is gone from the file was accepted before it went: its documents are
// read without defaults.
func settingsOf(s *provider.Store, own *mappings, id string) Settings {
	p, ok := s.Get(id)
	if !ok {
		return Settings{}
	}
	return settingsFrom(p, own)
}

// SettingsFrom gives what a provider's configuration says, for those who read its
// documents beside the running stage. mediaBase is publish's address.
func SettingsFrom(p provider.Provider, mediaBase string) Settings {
	s := settingsFrom(p, &mappings{log: zap.NewNop()})
	s.MediaBase = mediaBase
	return s
}

func settingsFrom(p provider.Provider, own *mappings) Settings {
	d := p.Defaults
	out := Settings{Format: d.Format, Language: d.Language, Urgency: d.Urgency, Zone: d.Zone, Lane: d.Lane, Conventions: p.Conventions, DropDuplicates: p.DropDuplicates}
	if p.Mapping != nil {
		out.Mapping, out.MappingErr = own.get(p.ID, p.Mapping)
	}
	return out
}
