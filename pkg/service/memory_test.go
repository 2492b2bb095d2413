package service_test

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"os"
	"runtime/debug"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/service"
)

func TestMemoryIsRead(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]service.Memory{
		"": 0, "off": service.NoMemoryLimit, "536870912": 512 << 20, "512Mi": 512 << 20, "512MiB": 512 << 20,
		"2Gi": 2 << 30, "1TiB": 1 << 40, "16777216B": 16 << 20, "20000Ki": 20000 << 10,
	} {
		var m service.Memory
		require.NoError(t, m.UnmarshalText([]byte(text)), text)
		require.Equal(t, want, m, text)
	}
	for _, text := range []string{"512", "0", "-1", "1.5Gi", "512 Mi", "lots", "off ", "999999999999999999Ti", "9999999999999999999"} {
		var m service.Memory
		require.Error(t, m.UnmarshalText([]byte(text)), text)
	}
}

// startLog runs a service that ends at once, and gives the line of its log that names
// the soft memory limit. The limit before is restored at the end of the test.
func startLog(t *testing.T) map[string]any {
	t.Helper()
	before := debug.SetMemoryLimit(-1)
	t.Cleanup(func() { debug.SetMemoryLimit(before) })
	var cfg service.Config
	require.NoError(t, service.Load(service.Prefix, &cfg))
	cfg.AdminAddr = "off"
	var out bytes.Buffer
	log, err := service.NewLogger(cfg.Log, &out, nil)
	require.NoError(t, err)
	require.NoError(t, service.RunWith(t.Context(), "test", service.Options{Config: cfg, Log: log},
		func(context.Context, *service.Runtime) error { return nil }))
	for line := range bytes.Lines(out.Bytes()) {
		var l map[string]any
		require.NoError(t, json.Unmarshal(line, &l))
		if m := l["msg"]; m == "soft memory limit" || m == "no soft memory limit" {
			return l
		}
	}
	require.Fail(t, "the log does not name the limit", out.String())
	return nil
}

func TestTheSoftMemoryLimitIsSetAndLogged(t *testing.T) {
	t.Setenv("GOMEMLIMIT", "")
	t.Setenv("WIREROOM_MEMORY_LIMIT", "1000Mi")
	l := startLog(t)
	require.InDelta(t, 900<<20, l["bytes"], 0)
	require.Equal(t, "WIREROOM_MEMORY_LIMIT", l["source"])
	require.EqualValues(t, 900<<20, debug.SetMemoryLimit(-1))
}

func TestNoSoftMemoryLimitIfItIsOff(t *testing.T) {
	t.Setenv("GOMEMLIMIT", "")
	t.Setenv("WIREROOM_MEMORY_LIMIT", "off")
	l := startLog(t)
	require.Equal(t, "no soft memory limit", l["msg"])
	require.EqualValues(t, math.MaxInt64, debug.SetMemoryLimit(-1))
}

func TestTheRuntimesOwnSettingComesFirst(t *testing.T) {
	require.NoError(t, os.Unsetenv("GOMEMLIMIT"))
	t.Setenv("GOMEMLIMIT", "700MiB")
	t.Setenv("WIREROOM_MEMORY_LIMIT", "1000Mi")
	before := debug.SetMemoryLimit(700 << 20) // as the runtime does at the start of a process
	defer debug.SetMemoryLimit(before)
	require.Equal(t, "GOMEMLIMIT", startLog(t)["source"])
	require.EqualValues(t, 700<<20, debug.SetMemoryLimit(-1))
}
