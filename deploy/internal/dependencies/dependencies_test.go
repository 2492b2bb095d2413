package dependencies

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAModuleWithoutAPurposeFails(t *testing.T) {
	t.Parallel()
	used := map[string]*users{"a.example/x": {}}
	require.ErrorContains(t, agree(used, nil), "a.example/x has no purpose")
	require.ErrorContains(t, agree(nil, map[string]string{"a.example/y": "Y."}), "a.example/y has a purpose and is not imported")
	require.NoError(t, agree(used, map[string]string{"a.example/x": "X."}))
}

func TestAPackageBelongsToTheLongestModule(t *testing.T) {
	t.Parallel()
	modules := []string{"a.example/x", "a.example/x/sub"}
	require.Equal(t, "a.example/x/sub", owner("a.example/x/sub/p", modules))
	require.Equal(t, "a.example/x", owner("a.example/x/subway", modules))
	require.Empty(t, owner("a.example/xy", modules))
}

func TestLicencesAreKnownByTheirText(t *testing.T) {
	t.Parallel()
	require.Equal(t, "Apache-2.0", spdx("   Apache License\n  Version 2.0, January 2004"))
	require.Equal(t, "MIT", spdx("Permission is hereby granted, free\nof charge, to"))
	require.Empty(t, spdx("All rights reserved."))
}

func TestTheTableHasOurOwnDependencies(t *testing.T) {
	t.Parallel()
	table, err := Table("../../..")
	require.NoError(t, err)
	require.Contains(t, table, "| `go.yaml.in/yaml/v4` | v4.")
}
