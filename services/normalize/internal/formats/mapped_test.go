package formats_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/mapped"
	"github.com/wireroom/wireroom/services/normalize/internal/formats"
)

// Each mapping that is shipped has its line in the list.
func TestShippedMappingsAreListed(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join("..", "format", "mapped", "shipped", "*.yaml"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, f := range files {
		require.True(t, formats.Valid(strings.TrimSuffix(filepath.Base(f), ".yaml")), f)
		_, err := os.Stat(f)
		require.NoError(t, err)
	}
}

// A provider's own mapping reads all that it sends, or what it claims.
func TestParseMapped(t *testing.T) {
	t.Parallel()
	const fields = "fields: {headlines: Titel}\n"
	every, err := mapped.Read("a.yaml", []byte("name: own\nkind: json\n"+fields))
	require.NoError(t, err)
	some, err := mapped.Read("a.yaml", []byte("name: own\nkind: json\ndetect: {keys: [Titel]}\n"+fields))
	require.NoError(t, err)
	known, err := mapped.Read("a.yaml", []byte("name: own\nkind: xml\ndetect: {root: RBNews}\nfields: {headlines: headline}\n"))
	require.NoError(t, err)
	for _, c := range []struct {
		own        *mapped.Mapping
		data, want string
	}{
		{every, `{"Titel":"Port closes"}`, "own"}, {some, `{"Titel":"Port closes"}`, "own"}, {some, ninjs, "ninjs-3"}, {some, text, "text"},
		{every, ninjs, "own"}, {known, rbNews, "own"}, {known, rss, "rss"},
	} {
		name, articles, err := formats.ParseMapped(format.Input{Data: []byte(c.data), Zone: time.UTC, Provider: "p"}, c.own)
		require.NoError(t, err)
		require.Equal(t, c.want, name)
		require.Len(t, articles, 1)
	}
	for data, reason := range map[string]contract.Reason{"": contract.ReasonMalformed, "hello": contract.ReasonMalformed} {
		_, _, err := formats.ParseMapped(format.Input{Data: []byte(data), Zone: time.UTC}, every)
		var fe *format.Error
		require.ErrorAs(t, err, &fe)
		require.Equal(t, reason, fe.Reason)
	}
}
