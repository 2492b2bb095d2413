package consumer

import (
	"io/fs"
	"os"
	"path/filepath"

	"github.com/wireroom/wireroom/pkg/configfile"
)

// replace puts data in path's place by a rename within its folder.
func replace(path string, data []byte) error {
	mode := fs.FileMode(0o600)
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	if info, err := os.Stat(path); err == nil {
		mode = info.Mode().Perm()
	}
	return configfile.Replace(path, data, mode)
}
