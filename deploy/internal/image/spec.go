package image

import (
	"fmt"
	"path"
	"regexp"
	"strings"
	"time"
)

// Spec is what an image is made of.
type Spec struct {
	Root      string    // folder of the source: the one with pkg and services
	Service   string    // a folder under services
	Prefix    string    // what the name of the image begins with, such as wireroom
	Version   string    // its tag
	Revision  string    // of the source; may be empty
	Created   time.Time // the time of everything in it
	Platforms []string  // os/architecture, such as linux/amd64; several make an index
}

// Reference is the name and tag that the archive carries.
func (s Spec) Reference() string { return path.Join(s.Prefix, s.Service) + ":" + s.Version }

// User and group of the process, by number, since there is no passwd that matters
// to the kubelet's check of runAsNonRoot.
const User = "65532:65532"

func (s Spec) entrypoint() string { return "/usr/local/bin/" + s.Service }

var (
	serviceName = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)
	tag         = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$`)
)

func (s Spec) validate() error {
	switch {
	case !serviceName.MatchString(s.Service):
		return fmt.Errorf("%q is no service", s.Service)
	case !tag.MatchString(s.Version):
		return fmt.Errorf("version %q is no tag", s.Version)
	case len(s.Platforms) == 0:
		return fmt.Errorf("image of %s: no platform", s.Service)
	}
	for _, p := range s.Platforms {
		if os, arch, ok := strings.Cut(p, "/"); !ok || os != "linux" || arch == "" {
			return fmt.Errorf("platform %q: want linux/ and an architecture", p)
		}
	}
	return nil
}

// labels are the annotations of the OCI image specification.
func (s Spec) labels() map[string]string {
	labels := map[string]string{
		"org.opencontainers.image.title":       "wireroom " + s.Service,
		"org.opencontainers.image.description": "Event-driven news ingestion over NATS JetStream: " + s.Service,
		"org.opencontainers.image.version":     s.Version,
		"org.opencontainers.image.licenses":    "Apache-2.0",
		"org.opencontainers.image.created":     s.Created.UTC().Format(time.RFC3339),
	}
	if s.Revision != "" {
		labels["org.opencontainers.image.revision"] = s.Revision
	}
	return labels
}
