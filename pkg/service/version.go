package service

import (
	"cmp"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/prometheus/client_golang/prometheus"
)

// release and revision are set by the linker: release by make and in images, revision in
// images, which are built where no repository tells it.
var release, revision string

// Build says which build runs.
type Build struct {
	Version  string // "unknown" where the build does not say
	Revision string // of the source; "unknown" where the build does not say
	Modified bool   // the source differed from the revision
	Go       string
}

// ThisBuild is the build that runs.
func ThisBuild() Build {
	b := Build{Version: release, Revision: revision, Go: runtime.Version()}
	if info, ok := debug.ReadBuildInfo(); ok {
		if v := info.Main.Version; b.Version == "" && v != "(devel)" {
			b.Version = v
		}
		for _, s := range info.Settings {
			switch {
			case s.Key == "vcs.revision" && revision == "":
				b.Revision = s.Value
			case s.Key == "vcs.modified" && revision == "":
				b.Modified = s.Value == "true"
			}
		}
	}
	b.Version, b.Revision = cmp.Or(b.Version, "unknown"), cmp.Or(b.Revision, "unknown")
	return b
}

// String is one line, for --version.
func (b Build) String() string {
	modified := ""
	if b.Modified {
		modified = ", modified"
	}
	return fmt.Sprintf("%s (revision %s%s, %s %s/%s)", b.Version, b.Revision, modified, b.Go, runtime.GOOS, runtime.GOARCH)
}

// BuildInfo is a metric that says which build runs.
func BuildInfo() prometheus.Collector {
	b := ThisBuild()
	g := prometheus.NewGauge(prometheus.GaugeOpts{Name: "wireroom_build_info",
		Help:        "1, with the build's version, the source's revision (both unknown where the build does not say) and the Go version.",
		ConstLabels: prometheus.Labels{"version": b.Version, "revision": b.Revision, "go": b.Go}})
	g.Set(1)
	return g
}
