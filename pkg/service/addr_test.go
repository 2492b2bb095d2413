package service_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/service"
)

func TestCheckAddr(t *testing.T) {
	t.Parallel()
	for _, good := range []string{":0", ":65535", "127.0.0.1:80", "[::1]:80", "localhost:1"} {
		require.NoError(t, service.CheckAddr("X", good), good)
	}
	for _, bad := range []string{"", "127.0.0.1", ":65536", ":-1", ":http", "::1", "a:b:c", "localhost:"} {
		err := service.CheckAddr("THE_SETTING", bad)
		require.ErrorIs(t, err, service.ErrConfig, bad)
		require.ErrorContains(t, err, "THE_SETTING")
	}
}

func TestExitCode(t *testing.T) {
	t.Setenv("WIREROOM_ADMIN_ADDR", "127.0.0.1:70000")
	var cfg service.Config
	err := service.Load(service.Prefix, &cfg)
	require.ErrorContains(t, err, "WIREROOM_ADMIN_ADDR")
	require.Equal(t, 2, service.ExitCode(err))
	require.Equal(t, 1, service.ExitCode(errors.New("anything else")))
	require.Equal(t, 0, service.ExitCode(nil))
}
