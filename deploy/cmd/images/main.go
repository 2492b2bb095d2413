// Command images writes the services' container images as OCI archives, with a bill
// of materials beside each: no container engine is needed.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/wireroom/wireroom/deploy/internal/image"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "images:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	var s image.Spec
	flags := flag.NewFlagSet("images", flag.ExitOnError)
	out := flags.String("out", "bin/images", "folder of the archives")
	created := flags.Int64("created", 0, "time of everything in the images, seconds since 1970")
	platforms := flags.String("platforms", "linux/amd64", "platforms, by comma; several make one archive with an index")
	flags.StringVar(&s.Root, "root", ".", "folder of the source")
	flags.StringVar(&s.Prefix, "prefix", "wireroom", "what the names of the images begin with")
	flags.StringVar(&s.Version, "version", "dev", "tag")
	flags.StringVar(&s.Revision, "revision", "", "revision of the source")
	if err := flags.Parse(args); err != nil {
		return err
	}
	s.Created, s.Platforms = time.Unix(*created, 0).UTC(), strings.Split(*platforms, ",")
	if err := os.MkdirAll(*out, 0o755); err != nil {
		return fmt.Errorf("make the folder of the archives: %w", err)
	}
	for _, s.Service = range flags.Args() {
		if err := write(ctx, *out, s); err != nil {
			return err
		}
	}
	return nil
}

func write(ctx context.Context, out string, s image.Spec) error {
	images, err := image.Build(ctx, s)
	if err != nil {
		return err
	}
	name := filepath.Join(out, s.Service+".tar")
	f, err := os.Create(name)
	if err != nil {
		return fmt.Errorf("make the archive: %w", err)
	}
	if err := image.WriteArchive(f, s, images); err != nil {
		_ = f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("close the archive: %w", err)
	}
	for _, img := range images {
		digest, err := img.Digest()
		if err != nil {
			return fmt.Errorf("sum up the image of %s: %w", s.Service, err)
		}
		fmt.Printf("%s\t%s/%s\t%s\t%s\n", s.Reference(), img.Platform.OS, img.Platform.Architecture, digest, name)
		bill := filepath.Join(out, s.Service+"-"+img.Platform.Architecture+".cdx.json")
		if err := os.WriteFile(bill, img.SBOM, 0o644); err != nil {
			return fmt.Errorf("write the bill of materials: %w", err)
		}
	}
	return nil
}
