//go:build unix

package service_test

import (
	"context"
	"errors"
	"os"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/service"
)

func TestMainDrainsOnSIGTERM(t *testing.T) {
	t.Setenv("WIREROOM_ADMIN_ADDR", "off")
	t.Setenv("WIREROOM_LOG_LEVEL", "error")
	args := os.Args
	t.Cleanup(func() { os.Args = args })
	os.Args = args[:1] // those of the test are none of the service's
	code := service.Main("test", func(ctx context.Context, _ *service.Runtime) error {
		require.NoError(t, syscall.Kill(os.Getpid(), syscall.SIGTERM))
		<-ctx.Done()
		return nil
	})
	require.Zero(t, code)
	code = service.Main("test", func(context.Context, *service.Runtime) error { return errors.New("broken") })
	require.Equal(t, 1, code)
}
