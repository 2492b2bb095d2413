//go:build linux || darwin || freebsd

package local

import (
	"fmt"
	"syscall"
)

// freeBytes is how much an ordinary process may still write on the disk of dir.
func freeBytes(dir string) (int64, error) {
	var fs syscall.Statfs_t
	if err := syscall.Statfs(dir, &fs); err != nil {
		return 0, fmt.Errorf("look how much is free on the disk of %s: %w", dir, err)
	}
	return int64(fs.Bavail) * int64(fs.Bsize), nil //nolint:gosec,unconvert // the fields' types differ from system to system
}
