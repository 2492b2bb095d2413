package normalize

import (
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
	"go.uber.org/zap/zaptest/observer"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/provider"
)

const (
	goodMapping = "name: quay\nkind: json\nfields:\n  id: nr\n  headlines: titel\n"
	badMapping  = "name: quay\nkind: json\nfields:\n  headline: titel\n"
)

func withMapping(text string) provider.Provider {
	return provider.Provider{ID: "acme", Mapping: &provider.Mapping{File: "quay.yaml", Data: []byte(text)}}
}

func TestAProvidersMappingReadsItsDeliveries(t *testing.T) {
	t.Parallel()
	own := &mappings{log: zap.NewNop()}
	s := settingsOf(provider.NewStore(withMapping(goodMapping)), own, "acme")
	require.NoError(t, s.MappingErr)
	out, err := Parse(delivery([]byte(`{"nr":7,"titel":"Havnen åbner"}`)), s)
	require.NoError(t, err)
	require.Len(t, out, 1)
	require.NoError(t, out[0].Err)
	require.Equal(t, "quay", out[0].Envelope.Format)
	require.Equal(t, "urn:wireroom:acme:7", out[0].Envelope.URI)
	require.Equal(t, "Havnen åbner", out[0].Item.Headlines[0].Value)
	again := settingsOf(provider.NewStore(withMapping(goodMapping)), own, "acme")
	require.Same(t, s.Mapping, again.Mapping, "what has not changed is not read again")
	changed := settingsOf(provider.NewStore(withMapping("language: da\n"+goodMapping)), own, "acme")
	require.NotSame(t, s.Mapping, changed.Mapping)
	require.Nil(t, settingsOf(provider.NewStore(provider.Provider{ID: "acme"}), own, "acme").Mapping)
}

// A broken mapping is refused with the providers file; where it got through, its
// deliveries are dead letters that name the line.
func TestABrokenMapping(t *testing.T) {
	t.Parallel()
	require.NoError(t, CheckProvider(provider.Provider{ID: "acme"}))
	require.NoError(t, CheckProvider(withMapping(goodMapping)))
	require.ErrorContains(t, CheckProvider(withMapping(badMapping)), "mapping quay.yaml: line 4: fields.headline: is not known here")

	core, logs := observer.New(zapcore.ErrorLevel)
	own, store := &mappings{log: zap.New(core)}, provider.NewStore(withMapping(badMapping))
	for range 2 {
		_, err := Parse(delivery([]byte(`{"nr":7,"titel":"Havnen åbner"}`)), settingsOf(store, own, "acme"))
		require.ErrorContains(t, err, "mapping quay.yaml: line 4: fields.headline")
		require.Equal(t, contract.ReasonInvalid, ReasonOf(err))
	}
	require.Equal(t, 1, logs.Len(), "told of once")
}
