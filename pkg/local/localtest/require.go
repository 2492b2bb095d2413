package localtest

import (
	"context"
	"os"
	"testing"
	"time"
)

// missing ends the test for want of something that not every machine has.
func missing(t testing.TB, format string, args ...any) {
	t.Helper()
	if os.Getenv("WIREROOM_REQUIRE_TOOLS") == "1" {
		t.Fatalf(format, args...)
	}
	t.Skipf("skipped: "+format, args...)
}

// startLimit is generous for a machine where everything is tested at once.
const startLimit = time.Minute

func startContext(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), startLimit)
	t.Cleanup(cancel)
	return ctx
}

// Eventually calls check until it returns nil, more and more rarely, and fails
// the test with its last error after timeout.
func Eventually(t testing.TB, timeout time.Duration, check func() error) {
	t.Helper()
	deadline := time.NewTimer(timeout)
	defer deadline.Stop()
	for wait := time.Millisecond; ; wait = min(2*wait, 100*time.Millisecond) {
		err := check()
		if err == nil {
			return
		}
		select {
		case <-deadline.C:
			t.Fatalf("not within %s: %v", timeout, err)
		case <-time.After(wait):
		}
	}
}
