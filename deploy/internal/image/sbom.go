package image

import (
	"bytes"
	"cmp"
	"debug/buildinfo"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"

	cdx "github.com/CycloneDX/cyclonedx-go"
)

// sbom is the bill of materials of a binary as CycloneDX JSON: the modules that the
// binary itself names, with the sums by which the checksum database knows them.
func sbom(s Spec, binary []byte) ([]byte, error) {
	info, err := buildinfo.Read(bytes.NewReader(binary))
	if err != nil {
		return nil, fmt.Errorf("read what %s is made of: %w", s.Service, err)
	}
	main := cdx.Component{BOMRef: "wireroom-" + s.Service, Type: cdx.ComponentTypeApplication, Name: "wireroom-" + s.Service, Version: s.Version,
		Licenses: &cdx.Licenses{{License: &cdx.License{ID: "Apache-2.0"}}}}
	parts := components(info)
	refs := make([]string, len(parts))
	for i, p := range parts {
		refs[i] = p.BOMRef
	}
	bom := cdx.NewBOM()
	bom.Metadata = &cdx.Metadata{Timestamp: s.Created.UTC().Format("2006-01-02T15:04:05Z"), Component: &main}
	bom.Components = &parts
	bom.Dependencies = &[]cdx.Dependency{{Ref: main.BOMRef, Dependencies: &refs}}
	var out bytes.Buffer
	if err := cdx.NewBOMEncoder(&out, cdx.BOMFileFormatJSON).SetPretty(true).Encode(bom); err != nil {
		return nil, fmt.Errorf("write the bill of materials of %s: %w", s.Service, err)
	}
	return out.Bytes(), nil
}

func components(info *debug.BuildInfo) []cdx.Component {
	goes := strings.TrimPrefix(info.GoVersion, "go")
	out := []cdx.Component{{BOMRef: "pkg:golang/std@" + goes, Type: cdx.ComponentTypeLibrary, Name: "std", Version: goes, PackageURL: "pkg:golang/std@" + goes}}
	for _, m := range info.Deps {
		if m.Replace != nil && strings.HasPrefix(m.Replace.Path, ".") {
			continue // a module of ours: part of the application
		}
		out = append(out, component(m))
	}
	slices.SortFunc(out, func(a, b cdx.Component) int { return cmp.Compare(a.BOMRef, b.BOMRef) })
	return out
}

func component(m *debug.Module) cdx.Component {
	if m.Replace != nil {
		m = m.Replace
	}
	url := "pkg:golang/" + m.Path + "@" + m.Version
	c := cdx.Component{BOMRef: url, Type: cdx.ComponentTypeLibrary, Name: m.Path, Version: m.Version, PackageURL: url}
	if m.Sum != "" {
		c.Properties = &[]cdx.Property{{Name: "go:sum", Value: m.Sum}}
	}
	return c
}
