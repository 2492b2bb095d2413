package spool

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"github.com/wireroom/wireroom/pkg/provider"
)

// maxCounted bounds the names of failed/ that are looked at: nobody has to clear it.
const maxCounted = 10_000

// report says how the folder is, when that has changed and now and then.
func (f *folder) report(ctx context.Context) {
	if f.Report == nil {
		return
	}
	now := f.Clock()
	state := provider.FolderState{Provider: f.provider.ID, Folder: f.dir, At: f.reported.At, Waiting: f.waiting, Failed: f.reported.Failed, Taken: f.taken, Trouble: f.trouble}
	old := now.Sub(f.reported.At) >= provider.FolderEvery
	if state == f.reported && !old {
		return
	}
	state.At, state.Failed = now, failed(f.dir)
	f.reported = state
	f.Report(ctx, state)
}

// failed counts the files in failed/, without the errors beside them.
func failed(dir string) (n int) {
	d, err := os.Open(filepath.Join(dir, failedDir))
	if err != nil {
		return 0
	}
	defer func() { _ = d.Close() }()
	names, _ := d.Readdirnames(maxCounted)
	for _, name := range names {
		if !strings.HasSuffix(name, errorSuffix) {
			n++
		}
	}
	return n
}
