package local

import "syscall"

// childAttr gives the child a process group of its own, so that a Ctrl-C at the
// terminal doesn't stop it before the stages have drained, and has the kernel
// stop it when this process is killed.
func childAttr() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGTERM}
}
