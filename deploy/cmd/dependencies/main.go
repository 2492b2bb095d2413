// Command dependencies writes the table of dependencies into a page: dependencies ROOT PAGE.
package main

import (
	"fmt"
	"os"

	"github.com/wireroom/wireroom/deploy/internal/dependencies"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: dependencies ROOT PAGE")
		os.Exit(2)
	}
	if err := dependencies.Update(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "dependencies:", err)
		os.Exit(1)
	}
}
