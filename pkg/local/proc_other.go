//go:build !unix

package local

import "syscall"

func childAttr() *syscall.SysProcAttr { return nil }
