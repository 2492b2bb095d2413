// Command chart writes the table of a chart's values into its README.md (docs FOLDER),
// and makes what Helm renders comparable (golden, from standard input to standard
// output).
package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/wireroom/wireroom/deploy/internal/chart"
)

func main() {
	if err := run(os.Args[1:], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "chart:", err)
		os.Exit(1)
	}
}

func run(args []string, in io.Reader, out io.Writer) error {
	switch {
	case len(args) == 2 && args[0] == "docs":
		return chart.UpdateReadme(args[1])
	case len(args) == 1 && args[0] == "golden":
		rendered, err := io.ReadAll(in)
		if err != nil {
			return fmt.Errorf("read what was rendered: %w", err)
		}
		text, err := chart.Comparable(string(rendered))
		if err != nil {
			return err
		}
		_, err = io.WriteString(out, text)
		return err
	default:
		return errors.New("usage: chart docs FOLDER | chart golden")
	}
}
