// Package image makes container images of the services without a container engine:
// one static binary over certificates and time zones, as OCI archives that are the
// same bit for bit from the same source.
//
// It must not read anything of the machine that it runs on but the source, the Go
// toolchain and the module cache: what else got in would make two builds differ.
package image
