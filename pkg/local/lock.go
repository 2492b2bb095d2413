package local

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// ErrInUse says that another process, or another server of this one, works in
// the folder.
var ErrInUse = errors.New("folder is in use")

const (
	lockName  = "wireroom.lock"
	lockRetry = 20 * time.Millisecond
)

// lockDir makes dir, for its owner alone, and takes its lock, for which it waits
// as long as told. The lock ends with the last process that holds the file open.
func lockDir(ctx context.Context, dir string, wait time.Duration) (*os.File, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(dir, lockName), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the folder's lock: %w", err)
	}
	if err := awaitLock(ctx, f, wait); err != nil {
		err = fmt.Errorf("lock %s%s: %w", dir, holder(f), err)
		return nil, errors.Join(err, f.Close())
	}
	return f, signLock(f)
}

func awaitLock(ctx context.Context, f *os.File, wait time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	tick := time.NewTicker(lockRetry)
	defer tick.Stop()
	for {
		err := tryLock(f)
		if err == nil || !errors.Is(err, ErrInUse) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-tick.C:
		}
	}
}

// signLock leaves the process id for the message that a latecomer gets.
func signLock(f *os.File) error {
	if err := f.Truncate(0); err != nil {
		return fmt.Errorf("sign the folder's lock: %w", err)
	}
	if _, err := f.WriteAt([]byte(strconv.Itoa(os.Getpid())), 0); err != nil {
		return fmt.Errorf("sign the folder's lock: %w", err)
	}
	return nil
}

func holder(f *os.File) string {
	buf := make([]byte, 20)
	n, _ := f.ReadAt(buf, 0)
	pid := strings.TrimSpace(string(buf[:n]))
	if pid == "" {
		return ""
	}
	return " (held by process " + pid + " or what it started)"
}
