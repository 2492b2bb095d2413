// Command enrich runs the enrich stage of wireroom by itself.
package main

import (
	"os"

	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/enrich"
)

func main() { os.Exit(service.Main("enrich", enrich.Main)) }
