package disk

import (
	"context"
	"os"
	"path/filepath"
	"syscall"

	gofs "github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// node is a file or folder: what changes it changes both folders.
type node struct {
	gofs.LoopbackNode
	disk *Disk
}

// WrapChild makes one of ours of what the library made.
func (n *node) WrapChild(_ context.Context, child gofs.InodeEmbedder) gofs.InodeEmbedder {
	if _, ours := child.(*node); ours {
		return child
	}
	return &node{LoopbackNode: gofs.LoopbackNode{RootData: n.RootData}, disk: n.disk}
}

// name of a child within the disk, or of the node itself for an empty one.
func (n *node) name(child string) string { return filepath.Join("/", n.Path(n.Root()), child) }

// Create makes a file.
func (n *node) Create(ctx context.Context, name string, flags, mode uint32, out *fuse.EntryOut) (*gofs.Inode, gofs.FileHandle, uint32, syscall.Errno) {
	d := n.disk
	if d.full.Load() {
		return nil, nil, 0, syscall.ENOSPC
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	in, h, more, errno := n.LoopbackNode.Create(ctx, name, flags, mode, out)
	if errno != 0 {
		return in, h, more, errno
	}
	f, err := os.OpenFile(d.safe+n.name(name), os.O_CREATE|os.O_WRONLY, os.FileMode(mode&0o777))
	if err == nil {
		err = f.Close()
	}
	return in, n.wrap(h, in, flags, out.Ino), more, gofs.ToErrno(err)
}

// Open opens a file.
func (n *node) Open(ctx context.Context, flags uint32) (gofs.FileHandle, uint32, syscall.Errno) {
	d := n.disk
	d.mu.Lock()
	defer d.mu.Unlock()
	h, more, errno := n.LoopbackNode.Open(ctx, flags)
	if errno != 0 {
		return h, more, errno
	}
	var st syscall.Stat_t
	if err := syscall.Stat(d.live+n.name(""), &st); err != nil {
		return nil, 0, gofs.ToErrno(err)
	}
	if flags&syscall.O_TRUNC != 0 {
		d.of(st.Ino).cut(0)
	}
	return n.wrap(h, n.EmbeddedInode(), flags, st.Ino), more, 0
}

func (n *node) wrap(h gofs.FileHandle, in *gofs.Inode, flags uint32, inode uint64) gofs.FileHandle {
	f, ok := h.(*gofs.LoopbackFile)
	if !ok {
		return h
	}
	return &file{LoopbackFile: f, disk: n.disk, node: in, inode: inode, syncs: flags&(syscall.O_SYNC|syscall.O_DSYNC) != 0}
}

// Setattr changes attributes, the size among them.
func (n *node) Setattr(ctx context.Context, h gofs.FileHandle, in *fuse.SetAttrIn, out *fuse.AttrOut) syscall.Errno {
	d := n.disk
	d.mu.Lock()
	defer d.mu.Unlock()
	errno := n.LoopbackNode.Setattr(ctx, h, in, out)
	if size, ok := in.GetSize(); ok && errno == 0 {
		d.of(out.Ino).cut(int64(size)) //nolint:gosec // of a file
	}
	return errno
}

// Mkdir makes a folder.
func (n *node) Mkdir(ctx context.Context, name string, mode uint32, out *fuse.EntryOut) (*gofs.Inode, syscall.Errno) {
	if n.disk.full.Load() {
		return nil, syscall.ENOSPC
	}
	n.disk.mu.Lock()
	defer n.disk.mu.Unlock()
	in, errno := n.LoopbackNode.Mkdir(ctx, name, mode, out)
	if errno == 0 {
		errno = gofs.ToErrno(os.Mkdir(n.disk.safe+n.name(name), os.FileMode(mode&0o777)))
	}
	return in, errno
}

// Rmdir removes a folder.
func (n *node) Rmdir(ctx context.Context, name string) syscall.Errno {
	n.disk.mu.Lock()
	defer n.disk.mu.Unlock()
	errno := n.LoopbackNode.Rmdir(ctx, name)
	if errno == 0 {
		errno = gofs.ToErrno(syscall.Rmdir(n.disk.safe + n.name(name)))
	}
	return errno
}

// Unlink removes a file.
func (n *node) Unlink(ctx context.Context, name string) syscall.Errno {
	d := n.disk
	d.mu.Lock()
	defer d.mu.Unlock()
	var st syscall.Stat_t
	if err := syscall.Lstat(d.live+n.name(name), &st); err == nil {
		delete(d.changed, st.Ino) // its number may be given to another file
	}
	errno := n.LoopbackNode.Unlink(ctx, name)
	if errno == 0 {
		errno = gofs.ToErrno(syscall.Unlink(d.safe + n.name(name)))
	}
	return errno
}

// Rename moves a file or folder, over another if there is one.
func (n *node) Rename(ctx context.Context, name string, parent gofs.InodeEmbedder, newName string, flags uint32) syscall.Errno {
	to, ok := parent.(*node)
	if !ok || flags != 0 {
		return syscall.ENOTSUP
	}
	d := n.disk
	d.mu.Lock()
	defer d.mu.Unlock()
	var st syscall.Stat_t
	if err := syscall.Lstat(d.live+to.name(newName), &st); err == nil {
		delete(d.changed, st.Ino)
	}
	errno := n.LoopbackNode.Rename(ctx, name, parent, newName, flags)
	if errno == 0 {
		errno = gofs.ToErrno(syscall.Rename(d.safe+n.name(name), d.safe+to.name(newName)))
	}
	return errno
}

// Mknod, Link and Symlink are not needed by what is tested.
func (n *node) Mknod(context.Context, string, uint32, uint32, *fuse.EntryOut) (*gofs.Inode, syscall.Errno) {
	return nil, syscall.ENOTSUP
}

// Link is refused.
func (n *node) Link(context.Context, gofs.InodeEmbedder, string, *fuse.EntryOut) (*gofs.Inode, syscall.Errno) {
	return nil, syscall.ENOTSUP
}

// Symlink is refused.
func (n *node) Symlink(context.Context, string, string, *fuse.EntryOut) (*gofs.Inode, syscall.Errno) {
	return nil, syscall.ENOTSUP
}

// Statfs says how much is free.
func (n *node) Statfs(ctx context.Context, out *fuse.StatfsOut) syscall.Errno {
	errno := n.LoopbackNode.Statfs(ctx, out)
	if n.disk.full.Load() {
		out.Bfree, out.Bavail = 0, 0
	}
	return errno
}
