// Command normalize runs the normalize stage of wireroom by itself.
package main

import (
	"os"

	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/normalize"
)

func main() { os.Exit(service.Main("normalize", normalize.Main)) }
