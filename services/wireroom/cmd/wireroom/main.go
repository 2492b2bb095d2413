// Command wireroom is the whole wire in one process, and the command line for
// those who push, subscribe and operate.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"

	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/service"
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
	var cfg struct {
		MemoryLimit service.Memory `split_words:"true"`
	}
	if err := service.Load(service.Prefix, &cfg); err != nil {
		con.Notef("wireroom: %v", err)
		return service.ExitCode(err)
	}
	service.LimitMemory(ctx, cfg.MemoryLimit, zap.NewNop()) // `up` says it in its log
	return cli.Run(ctx, os.Args[1:], con)
}
