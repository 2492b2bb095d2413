package poll

import (
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/services/ingest/internal/outgoing"
)

// home goes back to the address of the providers file after a bad answer of the one that
// is remembered. It reports whether it did.
func home(s *state) bool {
	was := s.Moved != ""
	s.Moved, s.Toward, s.Led = "", "", 0
	if was {
		s.ETag, s.Modified = "", "" // they are the other address's
	}
	return was
}

// led counts a permanent redirect that led to a feed, and remembers where to after
// several.
func (p *Poller) led(pr provider.Provider, s *state, address string, a *outgoing.Answer) {
	switch {
	case a.Moved == "" || a.Moved == address:
		s.Toward, s.Led = "", 0
		return
	case a.Moved != s.Toward:
		s.Toward, s.Led = a.Moved, 0
	}
	if s.Led++; s.Led < provider.PollMovedAfter {
		return
	}
	p.Log.Info("polled address has moved", zap.String("provider", pr.ID), zap.String("from", outgoing.Redact(address)), zap.String("to", outgoing.Redact(a.Moved)))
	s.Moved, s.Toward, s.Led = a.Moved, "", 0
}
