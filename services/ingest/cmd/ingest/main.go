// Command ingest runs the ingest stage of wireroom by itself.
package main

import (
	"os"

	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/ingest"
)

func main() { os.Exit(service.Main("ingest", ingest.Main)) }
