//go:build !linux

package disk

import (
	"errors"
	"time"
)

// Disk is a file system that is there on Linux alone.
type Disk struct{ Dir string }

// Mount says that there is none.
func Mount(string) (*Disk, error) { return nil, errors.ErrUnsupported }

// Unmount does nothing.
func (d *Disk) Unmount() error { return nil }

// Sync does nothing.
func (d *Disk) Sync() error { return nil }

// Full does nothing.
func (d *Disk) Full(bool) {}

// Slow does nothing.
func (d *Disk) Slow(time.Duration) {}

// PowerCut does nothing.
func (d *Disk) PowerCut(func() bool) (int, error) { return 0, errors.ErrUnsupported }
