// Package disk is a file system for tests that can be full, slow and lose its power: what
// was not synced is then gone, as LazyFS does it for Jepsen's tests.
//
// It is a FUSE file system over two folders: one holds what a process has written, the other
// what it has synced. Names (files made, renamed, removed) are kept at once, contents with
// fsync alone, which is harsher than a journaling file system is. It knows nothing of who
// writes, keeps all in its folder, and takes no more of the machine's disk than twice what is
// written.
package disk
