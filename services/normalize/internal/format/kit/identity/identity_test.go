package identity_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/identity"
)

func TestBase(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, revision, want string }{
		{"urn:newsml:a.example:20250707:4410:2", "2", "urn:newsml:a.example:20250707:4410"},
		{"urn:newsml:a.example:20250707:4410:2U", "2", "urn:newsml:a.example:20250707:4410"},
		{"urn:newsml:www.a.example:6001:1N", "1", "urn:newsml:www.a.example:6001"},
		{"URN:NEWSML:a.example:20250707:4410:2", "2", "URN:NEWSML:a.example:20250707:4410"},
		{"urn:newsml:a.example:20250707:4410:2", "3", "urn:newsml:a.example:20250707:4410:2"},
		{"urn:newsml:a.example:20250707:4410:2", "", "urn:newsml:a.example:20250707:4410:2"},
		{"urn:newsml:a.example:20250707:2", "2", "urn:newsml:a.example:20250707:2"},
		{"tag:a.example,2025:news:301", "4", "tag:a.example,2025:news:301"},
		{"tag:a.example,2025:news:301", "301", "tag:a.example,2025:news:301"},
		{"tag:a.example,2025:newsml_L8N41:3", "3", "tag:a.example,2025:newsml_L8N41"},
		{"tag:a.example,2025:2", "2", "tag:a.example,2025:2"},
		{"urn:x:20250707:2", "2", "urn:x:20250707:2"},
		{"urn:x:4410:2", "2", "urn:x:4410:2"},
		{"urn:example:rules:109:1", "1", "urn:example:rules:109:1"},
		{"urn:x:4410:12", "2", "urn:x:4410:12"},
		{"urn:x:4410:v2", "2", "urn:x:4410"},
		{"https://a.example/4410?version=2", "2", "https://a.example/4410"},
		{"https://a.example/4410/versions/2", "2", "https://a.example/4410"},
		{"https://a.example/4410/rev/2", "2", "https://a.example/4410"},
		{"urn:newsml:a.example:20250707:SM4410v2", "2", "urn:newsml:a.example:20250707:SM4410"},
		{"urn:newsml:a.example:20250707:SM4410v2:2", "2", "urn:newsml:a.example:20250707:SM4410"},
		{"urn:newsml:a.example:20250707:SM4410v2:3", "3", "urn:newsml:a.example:20250707:SM4410v2"},
		{"SM4410v2", "3", "SM4410v2"},
		{"smv2", "2", "smv2"},
		{"https://a.example/4410/2", "2", "https://a.example/4410/2"},
		{"https://a.example/v2", "2", "https://a.example/v2"},
		{"7001:1", "1", "7001"},
		{"7001:1", "2", "7001:1"},
		{"7001/1", "1", "7001"},
		{"7001-1", "1", "7001-1"},
		{"12", "12", "12"},
		{":1", "1", ":1"},
		{"urn:newsml:a.example:20250707:0:1", "1", "urn:newsml:a.example:20250707:0:1"},
	} {
		require.Equal(t, c.want, identity.Base(c.name, c.revision), "%s, %s", c.name, c.revision)
	}
}

func TestIsItem(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"": false, "0": false, "000": false, "a.example": false, "www.a.example": false, "http://www.a.example/": false, "Agency": false,
		"urn:newsml:www.a.example": false, "urn:newsml:Agency": false, "urn:newsml:a.example:20250707": false, "urn:newsml:a.example:20250707:0": false,
		"urn:newsml:a.example:20250707:0:1": false, "urn:newsml:a.example:20250707:": false, "urn:newsml:Agency:20250707": false, "2025-07-07": false, "none": false, "urn:newsml:": false,
		"urn:newsml:a.example:20250707:1": true, "urn:newsml:a.example:20250707:4410:0": true, "urn:newsml:a.example:4410": true, "20250707": true, "4410": true, "sm.1": true, "sm0417.xml": true,
		"http://www.a.example/4410": true, "urn:x:1": true, "acme.12": true, "2025": true, "202507": true,
	} {
		require.Equal(t, want, identity.IsItem(name, "Agency"), name)
	}
}

func TestReferences(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"urn:newsml:a.example:20250707:4410:2": "urn:newsml:a.example:20250707:4410", "urn:newsml:a.example:20250707:4410": "urn:newsml:a.example:20250707:4410",
		"urn:newsml:a.example:6001:2U": "urn:newsml:a.example:6001", "urn:x:4410:2": "urn:x:4410:2", "urn:x:4410:v2": "urn:x:4410",
	} {
		require.Equal(t, want, identity.Stem(name), name)
	}
	require.Equal(t, "urn:newsml:a.example:20250707:4410", identity.Reference("urn:newsml:a.example:20250707:4410:2", "2", false))
	require.Equal(t, "urn:x:4410:2", identity.Reference("urn:x:4410:2", "", false))
	require.Equal(t, "urn:newsml:a.example:20250707:4410", identity.Reference("urn:newsml:a.example:20250707:4410:2", "", true))
	require.Equal(t, "urn:x:news:2", identity.Reference("urn:x:news:2", "", true))
}

func TestAURIOfNoKnownFormStaysWhole(t *testing.T) {
	t.Parallel()
	require.Equal(t, "urn:example:e2e:1", identity.Base("urn:example:e2e:1", "1"))
}
