package image_test

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/deploy/internal/image"
)

const root = "../../.."

func spec(root string) image.Spec {
	return image.Spec{Root: root, Service: "ingest", Prefix: "wireroom", Version: "1.2.3", Revision: "abc",
		Created: time.Unix(1_700_000_000, 0), Platforms: []string{"linux/amd64"}}
}

// built is the image of the repository's own source, made once.
var built = sync.OnceValues(func() ([]image.Image, error) { return image.Build(context.Background(), spec(root)) })

func here(t *testing.T) []image.Image {
	t.Helper()
	images, err := built()
	require.NoError(t, err)
	return images
}

func archive(t *testing.T, s image.Spec, images []image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, image.WriteArchive(&out, s, images))
	return out.Bytes()
}

// The copy holds what the Dockerfile copies and nothing else.
func TestTheSameSourceElsewhereGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	elsewhere := t.TempDir()
	for _, dir := range []string{"pkg", "services/ingest"} {
		require.NoError(t, os.CopyFS(filepath.Join(elsewhere, dir), os.DirFS(filepath.Join(root, dir))))
	}
	there, err := image.Build(t.Context(), spec(elsewhere))
	require.NoError(t, err)
	require.True(t, bytes.Equal(archive(t, spec(root), here(t)), archive(t, spec(root), there)), "two builds differ")
}

func TestAnImageHoldsOneBinaryOverCertificatesAndZones(t *testing.T) {
	t.Parallel()
	images := here(t)
	cfg, err := images[0].ConfigFile()
	require.NoError(t, err)
	require.Equal(t, "65532:65532", cfg.Config.User)
	require.Equal(t, []string{"/usr/local/bin/ingest"}, cfg.Config.Entrypoint)
	require.Equal(t, "1.2.3", cfg.Config.Labels["org.opencontainers.image.version"])
	require.Equal(t, "abc", cfg.Config.Labels["org.opencontainers.image.revision"])
	files := contents(t, images[0])
	require.True(t, bytes.HasPrefix(files["usr/local/bin/ingest"], []byte("\x7fELF")))
	require.True(t, bytes.Contains(files["usr/local/bin/ingest"], []byte("1.2.3")), "the binary knows its version")
	require.Contains(t, files, "usr/share/zoneinfo/Europe/London")
	require.True(t, x509.NewCertPool().AppendCertsFromPEM(files["etc/ssl/certs/ca-certificates.crt"]))
	for name, data := range files {
		require.NotContains(t, string(data[:min(len(data), 2)]), "#!", "%s is a script", name)
	}
}

func TestTheBillNamesWhatTheBinaryIsMadeOf(t *testing.T) {
	t.Parallel()
	images := here(t)
	var bill struct {
		Format     string `json:"bomFormat"`
		Components []struct{ Name, Version, PURL string }
	}
	require.NoError(t, json.Unmarshal(images[0].SBOM, &bill))
	require.Equal(t, "CycloneDX", bill.Format)
	names := map[string]string{}
	for _, c := range bill.Components {
		names[c.Name] = c.Version
		require.NotContains(t, c.Name, "wireroom/pkg")
	}
	require.NotEmpty(t, names["github.com/nats-io/nats.go"])
	require.NotEmpty(t, names["std"])
}

func TestSeveralPlatformsMakeAnIndex(t *testing.T) {
	t.Parallel()
	images := []image.Image{here(t)[0], here(t)[0]}
	images[1].Platform.Architecture = "arm64"
	data := archive(t, spec(root), images)
	var index struct {
		Manifests []struct {
			MediaType   string
			Annotations map[string]string
		}
	}
	require.NoError(t, json.Unmarshal(untar(t, bytes.NewReader(data))["index.json"], &index))
	require.Len(t, index.Manifests, 1)
	require.Equal(t, "application/vnd.oci.image.index.v1+json", index.Manifests[0].MediaType)
	require.Equal(t, "wireroom/ingest:1.2.3", index.Manifests[0].Annotations["io.containerd.image.name"])
}

func TestWhatIsNoSpecIsRefused(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*image.Spec){
		"service":  func(s *image.Spec) { s.Service = "../ingest" },
		"version":  func(s *image.Spec) { s.Version = "a b" },
		"platform": func(s *image.Spec) { s.Platforms = []string{"windows/amd64"} },
		"none":     func(s *image.Spec) { s.Platforms = nil },
		"unknown":  func(s *image.Spec) { s.Service = "nothing" },
	} {
		s := spec(root)
		change(&s)
		_, err := image.Build(t.Context(), s)
		require.Error(t, err, name)
	}
}

// What the Dockerfile builds is what make images builds.
func TestTheDockerfileBuildsWithTheSameFlags(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join(root, "deploy", "Dockerfile"))
	require.NoError(t, err)
	for _, want := range []string{`-trimpath -buildvcs=false -ldflags "-s -w -buildid= `, "service.release=", "service.revision=", "GOWORK=off CGO_ENABLED=0", "USER " + image.User} {
		require.Contains(t, string(text), want)
	}
	source, err := os.ReadFile("compile.go")
	require.NoError(t, err)
	for _, want := range []string{`"-trimpath", "-buildvcs=false"`, `"-s -w -buildid= -X "`, `"release="`, `"revision="`} {
		require.Contains(t, string(source), want)
	}
}

func contents(t *testing.T, img image.Image) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	layers, err := img.Layers()
	require.NoError(t, err)
	for _, l := range layers {
		r, err := l.Uncompressed()
		require.NoError(t, err)
		for name, data := range untar(t, r) {
			all[name] = data
		}
		require.NoError(t, r.Close())
	}
	return all
}

func untar(t *testing.T, r io.Reader) map[string][]byte {
	t.Helper()
	all, in := map[string][]byte{}, tar.NewReader(r)
	for {
		h, err := in.Next()
		if errors.Is(err, io.EOF) {
			return all
		}
		require.NoError(t, err)
		if h.Typeflag == tar.TypeDir {
			continue
		}
		data, err := io.ReadAll(in)
		require.NoError(t, err)
		all[strings.TrimSuffix(h.Name, "/")] = data
	}
}
