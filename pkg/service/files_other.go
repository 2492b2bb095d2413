//go:build !unix

package service

// OpenFiles is how many files and connections the process may have open at once; 0
// if that is unknown.
func OpenFiles() int { return 0 }
