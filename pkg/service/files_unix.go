//go:build unix

package service

import "syscall"

// OpenFiles is how many files and connections the process may have open at once; 0
// if that is unknown. The Go runtime has raised the soft limit to the hard one
// before main.
func OpenFiles() int {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return 0
	}
	const most = 1 << 30 // "unlimited" is more than an int holds
	if limit.Cur > most {
		return most
	}
	return int(limit.Cur)
}
