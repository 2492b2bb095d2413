package rig

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/stretchr/testify/require"
)

// A Go program takes its time from the kernel's memory, where no library in between can
// change it. So the processes are built with a time.Now that adds what a file says: wall
// clocks are stepped, timers and measured durations go on, as on a machine whose clock is set.
const (
	clockVariable = "WIREROOM_TEST_CLOCK"
	now           = "sec, nsec, mono := runtimeNow()\n"
	stepSource    = `package time

import (
	"sync/atomic"
	"syscall"
)

var stepped atomic.Int64

func init() {
	if name, ok := syscall.Getenv("` + clockVariable + `"); ok {
		go func() {
			for {
				stepped.Store(readStep(name))
				Sleep(5 * Millisecond)
			}
		}()
	}
}

func readStep(name string) (n int64) {
	fd, err := syscall.Open(name, syscall.O_RDONLY, 0)
	if err != nil {
		return 0
	}
	defer syscall.Close(fd)
	var text [20]byte
	size, err := syscall.Read(fd, text[:])
	if err != nil || size == 0 {
		return 0
	}
	digits, sign := text[:size], int64(1)
	if digits[0] == '-' {
		digits, sign = digits[1:], -1
	}
	for _, c := range digits {
		n = n*10 + int64(c-'0')
	}
	return n * sign
}
`
)

// clockOverlay writes what go build -overlay takes to build with clocks that can be set.
func clockOverlay(ctx context.Context, dir string) (string, error) {
	root, err := exec.CommandContext(ctx, "go", "env", "GOROOT").Output()
	if err != nil {
		return "", fmt.Errorf("find Go: %w", err)
	}
	library := filepath.Join(strings.TrimSpace(string(root)), "src/time")
	text, err := os.ReadFile(filepath.Join(library, "time.go"))
	if err != nil {
		return "", fmt.Errorf("read Go's library: %w", err)
	}
	before, after, found := strings.Cut(string(text), "func Now() Time {\n\t"+now)
	if !found {
		return "", errors.New("time.Now of this Go is another one")
	}
	files := map[string]string{
		"time.go": before + "func Now() Time {\n\t" + now + "\tsec += stepped.Load()\n" + after,
		"step.go": stepSource,
	}
	replace := map[string]string{}
	for name, text := range files {
		replace[filepath.Join(library, name)] = filepath.Join(dir, "time-"+name)
		if err := os.WriteFile(filepath.Join(dir, "time-"+name), []byte(text), 0o600); err != nil {
			return "", err
		}
	}
	list, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "overlay.json")
	return path, os.WriteFile(path, list, 0o600)
}

func (r *Rig) clockFile(process string) string { return filepath.Join(r.Dir, process+".clock") }

func (r *Rig) clockEnv(process string) string { return clockVariable + "=" + r.clockFile(process) }

// SetClock steps the wall clock of a process to the true time and so much more. It needs
// binaries with clocks, and works within some milliseconds.
func (r *Rig) SetClock(p *Proc, ahead time.Duration) {
	r.T.Helper()
	file := r.clockFile(p.Name)
	require.NoError(r.T, os.WriteFile(file+".new", []byte(strconv.FormatInt(int64(ahead/time.Second), 10)), 0o600))
	require.NoError(r.T, os.Rename(file+".new", file))
}
