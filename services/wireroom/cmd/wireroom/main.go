// Command wireroom is the whole wire in one process, and the command line for
// those who push, subscribe and operate.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/wireroom/wireroom/services/wireroom/internal/cli"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
)

func main() { os.Exit(run()) }

// run ends the context with the first signal; the second ends the process.
func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	con := console.Standard(os.Stdin, os.Stdout, os.Stderr, os.Getenv, time.Now)
	return cli.Run(ctx, os.Args[1:], con)
}
