package image

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/pem"
	"fmt"
	"io"
	"os/exec"
	"path"
	"path/filepath"
	"strings"

	"golang.org/x/crypto/x509roots/fallback/bundle"
)

// base is what every image has below its binary: the authorities that Mozilla
// trusts, and the time zones that came with the Go toolchain.
func base(ctx context.Context) (map[string]file, error) {
	files, err := zones(ctx)
	if err != nil {
		return nil, err
	}
	files["etc/ssl/certs/ca-certificates.crt"] = file{0o644, authorities()}
	files["etc/passwd"] = file{0o644, []byte("wireroom:x:65532:65532:wireroom:/nonexistent:/sbin/nologin\n")}
	files["etc/group"] = file{0o644, []byte("wireroom:x:65532:\n")}
	return files, nil
}

// authorities leaves out those that are trusted with a constraint, which a file of
// certificates can't tell.
func authorities() []byte {
	var out bytes.Buffer
	for root := range bundle.Roots() {
		if root.Constraint == nil {
			_ = pem.Encode(&out, &pem.Block{Type: "CERTIFICATE", Bytes: root.Certificate}) // a buffer takes all
		}
	}
	return out.Bytes()
}

func zones(ctx context.Context) (map[string]file, error) {
	root, err := exec.CommandContext(ctx, "go", "env", "GOROOT").Output()
	if err != nil {
		return nil, fmt.Errorf("ask for the Go toolchain's folder: %w", err)
	}
	z, err := zip.OpenReader(filepath.Join(strings.TrimSpace(string(root)), "lib", "time", "zoneinfo.zip"))
	if err != nil {
		return nil, fmt.Errorf("open the toolchain's time zones: %w", err)
	}
	defer func() { _ = z.Close() }()
	files := map[string]file{}
	for _, f := range z.File {
		if f.FileInfo().IsDir() {
			continue
		}
		data, err := readZip(f)
		if err != nil {
			return nil, fmt.Errorf("read time zone %s: %w", f.Name, err)
		}
		files[path.Join("usr/share/zoneinfo", path.Clean("/"+f.Name))] = file{0o644, data}
	}
	return files, nil
}

func readZip(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }()
	return io.ReadAll(r)
}
