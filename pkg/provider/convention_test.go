package provider_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/provider"
)

func TestConventions(t *testing.T) {
	t.Parallel()
	list, err := provider.Load(inFile(t, `
providers:
  - id: fjord
    conventions:
      - {field: ednote, pattern: '(?i)^corrects? version (?P<corrects>\d+)', signal: correction}
      - {field: headline, pattern: '^KILL (?P<target>urn:\S+)', signal: kill}
`))
	require.NoError(t, err)
	p := list[0]
	require.Len(t, p.Conventions, 2)
	said, ok := p.Conventions[0].Match("Corrects version 3: the name")
	require.True(t, ok)
	require.Equal(t, provider.Said{Corrects: "3"}, said)
	said, ok = p.Conventions[1].Match("KILL urn:fjord:7")
	require.True(t, ok)
	require.Equal(t, provider.Said{Target: "urn:fjord:7"}, said)
	_, ok = p.Conventions[0].Match("")
	require.False(t, ok)
	require.Equal(t, contract.Kill, p.Conventions[1].Signal)
}

// Patterns run in time linear to the text: a backtracking matcher would not come back.
func TestAPatternOfAConventionDoesNotBacktrack(t *testing.T) {
	t.Parallel()
	list, err := provider.Load(inFile(t, `
providers:
  - id: fjord
    conventions:
      - {field: ednote, pattern: '^((a+)+)+$', signal: kill}
      - {field: ednote, pattern: '^(a|aa|a?a)+!', signal: kill}
`))
	require.NoError(t, err)
	text := strings.Repeat("a", 50_000) + "b"
	for _, c := range list[0].Conventions {
		_, ok := c.Match(text)
		require.False(t, ok)
	}
}

func TestBrokenConventions(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"{field: body, pattern: x, signal: kill}":      `convention 1: field "body"`,
		"{field: ednote, pattern: x, signal: new}":     `signal "new"`,
		"{field: ednote, pattern: '(', signal: kill}":  "pattern",
		"{field: ednote, pattern: 'x*', signal: kill}": "matches everything",
		// what would grow without bound as it is compiled
		"{field: ednote, pattern: '((x{900}){900}){900}', signal: kill}": "pattern",
	} {
		_, err := provider.Load(inFile(t, "providers:\n  - id: fjord\n    conventions: ["+text+"]\n"))
		require.ErrorContains(t, err, want)
	}
}
