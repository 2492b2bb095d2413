package disk

import (
	"context"
	"path/filepath"
	"syscall"
	"time"

	gofs "github.com/hanwen/go-fuse/v2/fs"
)

// file is an open file.
type file struct {
	*gofs.LoopbackFile
	disk  *Disk
	node  *gofs.Inode
	inode uint64 // of what is written
	syncs bool   // each write, by O_SYNC
}

// Write writes, if there is room.
func (f *file) Write(ctx context.Context, data []byte, off int64) (uint32, syscall.Errno) {
	d := f.disk
	if d.full.Load() {
		return 0, syscall.ENOSPC
	}
	delay := time.Duration(d.slow.Load())
	if !f.syncs {
		delay /= 10
	}
	time.Sleep(delay)
	d.mu.Lock()
	defer d.mu.Unlock()
	n, errno := f.LoopbackFile.Write(ctx, data, off)
	d.of(f.inode).wrote(off, off+int64(n))
	if errno == 0 && f.syncs {
		errno = f.persist()
	}
	return n, errno
}

// Fsync makes safe what was written.
func (f *file) Fsync(context.Context, uint32) syscall.Errno {
	time.Sleep(time.Duration(f.disk.slow.Load()))
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	return f.persist()
}

func (f *file) persist() syscall.Errno {
	return gofs.ToErrno(f.disk.persist(f.inode, filepath.Join("/", f.node.Path(f.node.Root()))))
}

// Allocate is refused: what is written is what counts.
func (f *file) Allocate(context.Context, uint64, uint64, uint32) syscall.Errno {
	return syscall.ENOTSUP
}

// PassthroughFd says that the kernel must not write past us.
func (f *file) PassthroughFd() (int, bool) { return 0, false }
