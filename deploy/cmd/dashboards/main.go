// Command dashboards writes the Grafana dashboards into a folder.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/wireroom/wireroom/deploy/seeing"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "dashboards:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("usage: dashboards FOLDER")
	}
	for name, d := range seeing.Dashboards() {
		data, err := d.JSON()
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(args[0], name), data, 0o644); err != nil {
			return fmt.Errorf("write dashboard: %w", err)
		}
	}
	return nil
}
