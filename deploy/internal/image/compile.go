package image

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// compile builds the service for a platform as the Dockerfile does: its module by
// itself, static, without paths of this machine.
func compile(ctx context.Context, s Spec, platform, out string) error {
	_, arch, _ := strings.Cut(platform, "/")
	const pkg = "github.com/wireroom/wireroom/pkg/service."
	flags := "-s -w -buildid= -X " + pkg + "release=" + s.Version + " -X " + pkg + "revision=" + s.Revision
	cmd := exec.CommandContext(ctx, "go", "build", "-C", filepath.Join(s.Root, "services", s.Service),
		"-trimpath", "-buildvcs=false", "-ldflags", flags, "-o", out, "./cmd/"+s.Service)
	cmd.Env = append(os.Environ(), "GOWORK=off", "CGO_ENABLED=0", "GOOS=linux", "GOARCH="+arch, "GOFLAGS=")
	if msg, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build %s for %s: %w\n%s", s.Service, platform, err, msg)
	}
	return nil
}
