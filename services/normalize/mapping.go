package normalize

import (
	"bytes"
	"sync"

	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/services/normalize/internal/format/mapped"
)

// Mapping tells how an agency's own XML or JSON is read, see
// docs/formats/mapping.md.
type Mapping = mapped.Mapping

// ReadMapping checks a mapping as a whole. file names it in errors, each of which
// tells line and key.
func ReadMapping(file string, data []byte) (*Mapping, error) { return mapped.Read(file, data) }

// CheckProvider refuses a provider whose mapping can't be used: a change of the
// providers file that breaks one leaves the last good one in use.
func CheckProvider(p provider.Provider) error {
	if p.Mapping == nil {
		return nil
	}
	_, err := ReadMapping(p.Mapping.File, p.Mapping.Data)
	return err
}

// mappings keeps each provider's mapping as it was read last.
type mappings struct {
	log  *zap.Logger
	mu   sync.Mutex
	read map[string]readMapping // by provider
}

type readMapping struct {
	of      *provider.Mapping
	mapping *Mapping
	err     error
}

// get reads a mapping when it is new or has changed. A broken one is told of once.
func (m *mappings) get(id string, of *provider.Mapping) (*Mapping, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	have, ok := m.read[id]
	if ok && (have.of == of || have.of.File == of.File && bytes.Equal(have.of.Data, of.Data)) {
		return have.mapping, have.err
	}
	now := readMapping{of: of}
	if now.mapping, now.err = ReadMapping(of.File, of.Data); now.err != nil {
		m.log.Error("mapping can't be used, the provider's deliveries become dead letters", zap.String("provider", id), zap.Error(now.err))
	}
	if m.read == nil {
		m.read = map[string]readMapping{}
	}
	m.read[id] = now
	return now.mapping, now.err
}
