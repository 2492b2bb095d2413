package image

import (
	"archive/tar"
	"bytes"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// file is one file of a layer.
type file struct {
	mode int64
	data []byte
}

// layer packs files by path, with the folders above them, owned by root, all of one
// time and in order.
func layer(files map[string]file, at time.Time) (v1.Layer, error) {
	var buf bytes.Buffer
	t := tar.NewWriter(&buf)
	for _, name := range slices.Sorted(maps.Keys(folders(files))) {
		h := &tar.Header{Typeflag: tar.TypeDir, Name: name + "/", Mode: 0o755, ModTime: at, Format: tar.FormatPAX}
		if err := t.WriteHeader(h); err != nil {
			return nil, fmt.Errorf("pack %s: %w", name, err)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := add(t, name, files[name], at); err != nil {
			return nil, fmt.Errorf("pack %s: %w", name, err)
		}
	}
	if err := t.Close(); err != nil {
		return nil, fmt.Errorf("pack a layer: %w", err)
	}
	open := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(buf.Bytes())), nil }
	return tarball.LayerFromOpener(open, tarball.WithMediaType(types.OCILayer), tarball.WithCompressedCaching)
}

func add(t *tar.Writer, name string, f file, at time.Time) error {
	h := &tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: f.mode, Size: int64(len(f.data)), ModTime: at, Format: tar.FormatPAX}
	if err := t.WriteHeader(h); err != nil {
		return err
	}
	_, err := t.Write(f.data)
	return err
}

func folders(files map[string]file) map[string]bool {
	all := map[string]bool{}
	for name := range files {
		for dir := path.Dir(name); dir != "." && !strings.HasSuffix(dir, "/"); dir = path.Dir(dir) {
			all[dir] = true
		}
	}
	return all
}
