package compat

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nats-io/nats.go"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
)

// release is the latest one whose messages are kept.
const release = "0.1"

// update records the messages of this version instead: when a release is cut, into a
// folder of its own.
var update = flag.Bool("update", false, "record the messages as this version writes them")

// golden is a message as it was written.
type golden struct {
	Subject string      `json:"subject"`
	Header  nats.Header `json:"header"`
	Data    string      `json:"data"`
}

func path(name string) string { return filepath.Join("testdata", release, name+".json") }

func (g golden) save(t *testing.T, name string) {
	t.Helper()
	data, err := json.MarshalIndent(g, "", "  ")
	require.NoError(t, err)
	require.NoError(t, os.MkdirAll(filepath.Dir(path(name)), 0o755))
	require.NoError(t, os.WriteFile(path(name), append(data, '\n'), 0o600))
}

func load(t *testing.T, name string) golden {
	t.Helper()
	data, err := os.ReadFile(path(name))
	require.NoError(t, err)
	var g golden
	require.NoError(t, json.Unmarshal(data, &g))
	return g
}

// msg is the message to be written again.
func (g golden) msg() *nats.Msg {
	return &nats.Msg{Subject: contract.Written(g.Subject), Header: g.Header, Data: []byte(g.Data)}
}

// shape is what a reader of the message may rely on: names of headers, and paths of
// members.
func (g golden) shape(t *testing.T) []string {
	t.Helper()
	var out []string
	for name := range g.Header {
		if !strings.HasPrefix(name, "Nats-") {
			out = append(out, "header "+name)
		}
	}
	var data any
	if json.Unmarshal([]byte(g.Data), &data) == nil {
		out = append(out, members("", data)...)
	}
	return out
}

func members(at string, data any) []string {
	var out []string
	switch d := data.(type) {
	case map[string]any:
		for name, value := range d {
			out = append(out, members(at+"/"+name, value)...)
		}
	case []any:
		for _, value := range d {
			out = append(out, members(at+"[]", value)...)
		}
	default:
		return []string{"member " + at}
	}
	return out
}
