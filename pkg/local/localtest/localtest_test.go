package localtest_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/local/localtest"
)

const startLimit = 30 * time.Second

func TestNinjsAgreesWithIPTCsSuite(t *testing.T) {
	for _, file := range suite(t, "should_pass") {
		require.NoError(t, localtest.NinjsError(t, read(t, file)), file)
	}
	for _, file := range suite(t, "should_fail") {
		require.Error(t, localtest.NinjsError(t, read(t, file)), file)
	}
}

func suite(t *testing.T, verdict string) []string {
	t.Helper()
	dir := localtest.Corpus(t, "ninjs", "test_suite", "3.1", verdict)
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	return files
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	return data
}

func TestNinjsRefuses(t *testing.T) {
	for name, doc := range map[string]string{
		"no JSON":       `{`,
		"no uri":        `{"standard":{"name":"ninjs","version":"3.1"}}`,
		"unknown field": `{"uri":"http://a.example/1","storyId":"x"}`,
		"bad date":      `{"uri":"http://a.example/1","versionCreated":"yesterday"}`,
		"bad point":     `{"uri":"http://a.example/1","places":[{"name":"Rome","geoJSON":{"type":"Point","coordinates":[12]}}]}`,
		"bad uri":       `{"uri":"no uri at all"}`,
	} {
		t.Run(name, func(t *testing.T) {
			require.Error(t, localtest.NinjsError(t, []byte(doc)))
		})
	}
	require.NoError(t, localtest.NinjsError(t, []byte(
		`{"uri":"http://a.example/1","places":[{"name":"Rome","geoJSON":{"type":"Point","coordinates":[12.5,41.9]}}]}`)))
}

func TestRedisComesBackWithItsData(t *testing.T) {
	h := localtest.RedisServer(t)
	ctx := t.Context()
	require.NoError(t, h.Client().Set(ctx, "k", "v", 0).Err())
	addr := h.Addr()
	h.Stop()
	require.Error(t, h.Client().Get(ctx, "k").Err())
	h.Start()
	require.Equal(t, addr, h.Addr())
	require.Equal(t, "v", h.Client().Get(ctx, "k").Val())
}

func TestNATSComesBackOnItsPort(t *testing.T) {
	h := localtest.NATSServer(t)
	nc := localtest.Conn(t, h.URL())
	url := h.URL()
	h.Stop()
	require.Nil(t, h.NATS())
	h.Start()
	require.Equal(t, url, h.URL())
	localtest.Eventually(t, startLimit, nc.Flush)
}

func TestAddrIsThisTestsAlone(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for range 300 {
		addr := localtest.Addr(t)
		require.False(t, seen[addr], "%s was given twice", addr)
		seen[addr] = true
	}
}
