//go:build unix && !linux

package local

import "syscall"

// childAttr can't tie the child's life to this process here: after a kill -9
// the child stays, holds the folder's lock, and the next start says so.
func childAttr() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }
