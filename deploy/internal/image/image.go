package image

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// Image is one platform's image and its bill of materials.
type Image struct {
	v1.Image
	Platform v1.Platform
	SBOM     []byte
}

// Build compiles the service and makes an image for each platform.
func Build(ctx context.Context, s Spec) ([]Image, error) {
	if err := s.validate(); err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "wireroom-image-")
	if err != nil {
		return nil, fmt.Errorf("make a folder to build in: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	var out []Image
	for _, platform := range s.Platforms {
		bin := filepath.Join(dir, strings.ReplaceAll(platform, "/", "-"))
		if err := compile(ctx, s, platform, bin); err != nil {
			return nil, err
		}
		binary, err := os.ReadFile(bin)
		if err != nil {
			return nil, fmt.Errorf("read what was built: %w", err)
		}
		img, err := assemble(ctx, s, platform, binary)
		if err != nil {
			return nil, fmt.Errorf("image of %s for %s: %w", s.Service, platform, err)
		}
		out = append(out, img)
	}
	return out, nil
}

// sbomPath is where an image holds its bill of materials.
const sbomPath = "usr/share/sbom/wireroom.cdx.json"

func assemble(ctx context.Context, s Spec, platform string, binary []byte) (Image, error) {
	bill, err := sbom(s, binary)
	if err != nil {
		return Image{}, err
	}
	below, err := base(ctx)
	if err != nil {
		return Image{}, err
	}
	img := mutate.ConfigMediaType(mutate.MediaType(empty.Image, types.OCIManifestSchema1), types.OCIConfigJSON)
	for _, files := range []map[string]file{below, {strings.TrimPrefix(s.entrypoint(), "/"): {0o755, binary}, sbomPath: {0o644, bill}}} {
		l, err := layer(files, s.Created)
		if err != nil {
			return Image{}, err
		}
		if img, err = mutate.Append(img, mutate.Addendum{Layer: l, History: v1.History{Created: v1.Time{Time: s.Created}, CreatedBy: "wireroom images"}}); err != nil {
			return Image{}, fmt.Errorf("add a layer: %w", err)
		}
	}
	os, arch, _ := strings.Cut(platform, "/")
	img, err = mutate.ConfigFile(img, s.config(img, os, arch))
	return Image{img, v1.Platform{OS: os, Architecture: arch}, bill}, err
}

func (s Spec) config(img v1.Image, os, arch string) *v1.ConfigFile {
	have, err := img.ConfigFile()
	if err != nil {
		have = &v1.ConfigFile{}
	}
	cfg := have.DeepCopy()
	cfg.OS, cfg.Architecture, cfg.Created = os, arch, v1.Time{Time: s.Created}
	cfg.Config = v1.Config{Entrypoint: []string{s.entrypoint()}, User: User, WorkingDir: "/",
		Env: []string{"PATH=/usr/local/bin"}, Labels: s.labels()}
	return cfg
}
