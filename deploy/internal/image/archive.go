package image

import (
	"archive/tar"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// WriteArchive writes the images of a service as one OCI archive (the image layout
// of the OCI image specification, as a tar), which ctr, podman and docker load.
func WriteArchive(w io.Writer, s Spec, images []Image) error {
	dir, err := os.MkdirTemp("", "wireroom-layout-")
	if err != nil {
		return fmt.Errorf("make a folder for the layout: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if err := writeLayout(dir, s, images); err != nil {
		return fmt.Errorf("lay out the image of %s: %w", s.Service, err)
	}
	if err := pack(w, os.DirFS(dir), s); err != nil {
		return fmt.Errorf("pack the image of %s: %w", s.Service, err)
	}
	return nil
}

func writeLayout(dir string, s Spec, images []Image) error {
	l, err := layout.Write(dir, empty.Index)
	if err != nil {
		return err
	}
	// the first is read by containerd and docker, the second by podman
	names := layout.WithAnnotations(map[string]string{"io.containerd.image.name": s.Reference(), "org.opencontainers.image.ref.name": s.Reference()})
	if len(images) == 1 {
		return l.AppendImage(images[0].Image, names, layout.WithPlatform(images[0].Platform))
	}
	index := mutate.IndexMediaType(empty.Index, types.OCIImageIndex)
	for _, img := range images {
		index = mutate.AppendManifests(index, mutate.IndexAddendum{Add: img.Image, Descriptor: v1.Descriptor{Platform: &img.Platform}})
	}
	return l.AppendIndex(index, names)
}

func pack(w io.Writer, from fs.FS, s Spec) error {
	t := tar.NewWriter(w)
	err := fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(from, name)
		if err != nil {
			return err
		}
		return add(t, filepath.ToSlash(name), file{0o644, data}, s.Created)
	})
	if err != nil {
		return err
	}
	return t.Close()
}
