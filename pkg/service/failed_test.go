package service

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
)

// A service that nobody can look after any more ends: its body first, then with the
// error of the port.
func TestAServiceEndsWithItsAdminPort(t *testing.T) {
	t.Parallel()
	broken := errors.New("too many open files")
	rt := New("test", Options{})
	failed := make(chan error, 1)
	rt.failed = failed
	failed <- broken
	ended := false
	err := rt.supervise(t.Context(), func(ctx context.Context, _ *Runtime) error {
		<-ctx.Done()
		ended = true
		return ctx.Err()
	})
	require.ErrorIs(t, err, broken)
	require.True(t, ended)
}
