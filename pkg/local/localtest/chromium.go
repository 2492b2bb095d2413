package localtest

import (
	"os/exec"
	"testing"
)

// Chromium gives the path of a Chromium, as Debian has it; the test ends where there is
// none.
func Chromium(t testing.TB) string {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		missing(t, "no chromium on the PATH")
	}
	return path
}
