package disk

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	gofs "github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// Disk is one file system.
type Disk struct {
	Dir string // where it is mounted

	live, safe string // folders of what is written, and of what is synced
	server     *fuse.Server
	slow       atomic.Int64
	full       atomic.Bool

	mu      sync.Mutex // of both folders' contents, and of:
	changed map[uint64]*changes
}

// Mount mounts an empty disk in a folder; Unmount ends it. It needs the right to mount.
func Mount(dir string) (*Disk, error) {
	d := &Disk{Dir: filepath.Join(dir, "disk"), live: filepath.Join(dir, "written"), safe: filepath.Join(dir, "synced"), changed: map[uint64]*changes{}}
	for _, name := range []string{d.Dir, d.live, d.safe} {
		if err := os.MkdirAll(name, 0o700); err != nil {
			return nil, fmt.Errorf("make a disk: %w", err)
		}
	}
	return d, d.mount()
}

func (d *Disk) mount() error {
	root := &gofs.LoopbackRoot{Path: d.live}
	var st syscall.Stat_t
	if err := syscall.Stat(d.live, &st); err != nil {
		return fmt.Errorf("mount a disk: %w", err)
	}
	root.Dev = uint64(st.Dev) //nolint:unconvert // 32 bits on some machines
	first := &node{LoopbackNode: gofs.LoopbackNode{RootData: root}, disk: d}
	root.RootNode = first
	second := time.Second
	server, err := gofs.Mount(d.Dir, first, &gofs.Options{EntryTimeout: &second, AttrTimeout: &second,
		MountOptions: fuse.MountOptions{DirectMountStrict: true, FsName: "wireroom-test", Name: "disk", DisableXAttrs: true}})
	if err != nil {
		return fmt.Errorf("mount a disk: %w", err)
	}
	d.server = server
	return nil
}

// Unmount ends the disk; its folder stays.
func (d *Disk) Unmount() error {
	if err := d.server.Unmount(); err == nil {
		return nil
	}
	// somebody still has a file open: it goes once that is closed
	if err := syscall.Unmount(d.Dir, syscall.MNT_DETACH); err != nil {
		return fmt.Errorf("unmount a disk: %w", err)
	}
	return nil
}

// Full has each write fail for want of space, until it is called with false.
func (d *Disk) Full(on bool) { d.full.Store(on) }

// Slow delays each sync by a time, and each write by a tenth of it; 0 ends it.
func (d *Disk) Slow(delay time.Duration) { d.slow.Store(int64(delay)) }

// PowerCut takes away what was written and not synced, of each file that keep does not keep,
// and mounts the disk again. Whoever had files open must have been killed before. It gives the
// number of files that lost something.
func (d *Disk) PowerCut(keep func() bool) (int, error) {
	if err := d.server.Unmount(); err != nil {
		return 0, fmt.Errorf("cut the power: %w", err)
	}
	d.mu.Lock()
	lost, err := d.forget(keep)
	d.mu.Unlock()
	if err != nil {
		return lost, fmt.Errorf("cut the power: %w", err)
	}
	return lost, d.mount()
}

// Sync makes safe all that was written, as the kernel does with what is old.
func (d *Disk) Sync() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.each(func(inode uint64, name string, _ fs.FileInfo) error { return d.persist(inode, name) })
}

// each calls fn for each file that has changed since it was synced.
func (d *Disk) each(fn func(inode uint64, name string, info fs.FileInfo) error) error {
	return filepath.WalkDir(d.live, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		if inode := inodeOf(info); d.changed[inode] != nil {
			return fn(inode, path[len(d.live):], info)
		}
		return nil
	})
}

func (d *Disk) forget(keep func() bool) (lost int, err error) {
	err = d.each(func(inode uint64, name string, info fs.FileInfo) error {
		if keep() {
			return d.persist(inode, name)
		}
		lost++
		data, err := os.ReadFile(d.safe + name)
		if err != nil {
			return err
		}
		return os.WriteFile(d.live+name, data, info.Mode().Perm())
	})
	d.changed = map[uint64]*changes{}
	return lost, err
}

func inodeOf(info fs.FileInfo) uint64 {
	if st, ok := info.Sys().(*syscall.Stat_t); ok {
		return st.Ino
	}
	return 0
}
