// Command publish runs the publish stage of wireroom by itself.
package main

import (
	"os"

	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/publish"
)

func main() { os.Exit(service.Main("publish", publish.Main)) }
