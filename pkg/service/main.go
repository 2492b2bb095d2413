package service

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/redis/go-redis/v9"
)

// Prefix is what the names of all environment variables start with.
const Prefix = "WIREROOM"

// Body is the work of a service. It runs until ctx ends, then takes nothing new,
// finishes what it holds under rt.Grace(ctx), and returns. Nil and the error of
// an ended ctx are a clean end.
type Body func(ctx context.Context, rt *Runtime) error

// Main is all that a main function calls: it runs body until SIGINT or SIGTERM
// and returns the exit code, having printed the error: 2 where the configuration
// can't be used, else 1. A second signal ends the process at once.
func Main(name string, body Body) int {
	if len(os.Args) > 1 {
		if os.Args[1] == "--version" {
			fmt.Printf("wireroom-%s %s\n", name, ThisBuild())
			return 0
		}
		return usage(os.Stderr, name, os.Args[1])
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	// An absent Redis is told by readiness and metrics; the client's own logger
	// would tell it thousands of times and not in JSON.
	redis.SetLogger(quiet{})
	if err := Run(ctx, name, body); err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
		return ExitCode(err)
	}
	return 0
}

// ExitCode is 0 for no error, 2 for one of the configuration and else 1.
func ExitCode(err error) int {
	switch {
	case err == nil:
		return 0
	case errors.Is(err, ErrConfig):
		return 2
	default:
		return 1
	}
}

// usage answers whoever calls a service as a command.
func usage(w io.Writer, name, arg string) int {
	_, _ = fmt.Fprintf(w, "%s takes no arguments but --version: environment variables configure it, docs/reference/configuration.md lists them. It runs until SIGTERM.\n", name)
	if arg == "-h" || arg == "--help" || arg == "-help" {
		return 0
	}
	return 2
}

type quiet struct{}

func (quiet) Printf(context.Context, string, ...any) {}

// Run reads the configuration from the environment and runs body until ctx ends,
// with logs on standard error.
func Run(ctx context.Context, name string, body Body) error {
	var cfg Config
	if err := Load(Prefix, &cfg); err != nil {
		return err
	}
	cfg.AdminAddr = cmp.Or(cfg.AdminAddr, UsualAdminAddr(name))
	var lost LostLines
	log, err := NewLogger(cfg.Log, os.Stderr, &lost)
	if err != nil {
		return err
	}
	return RunWith(ctx, name, Options{Config: cfg, Log: log, Lost: &lost}, body)
}

// RunWith runs body until it returns or ctx ends; then readiness fails first,
// the drain delay passes while work goes on, body's context ends, body returns
// within the drain limit, and the teardowns run, last in first out.
func RunWith(ctx context.Context, name string, opt Options, body Body) error {
	rt := New(name, opt)
	if err := rt.open(ctx); err != nil {
		return errors.Join(err, rt.Close())
	}
	err := rt.supervise(ctx, body)
	return errors.Join(err, rt.Close())
}

func (rt *Runtime) supervise(ctx context.Context, body Body) error {
	work, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- body(work, rt) }()
	select {
	case err := <-done:
		rt.Admin.Drain()
		return err
	case err := <-rt.failed:
		// what nobody can look after must not run on
		cancel()
		return errors.Join(fmt.Errorf("admin port: %w", err), rt.awaitBody(done))
	case <-ctx.Done():
	}
	rt.Log.Info("draining")
	rt.Admin.Drain()
	select {
	case err := <-done:
		return clean(err)
	case <-time.After(rt.cfg.DrainDelay):
	}
	cancel()
	return rt.awaitBody(done)
}

// bodyMargin is what a body has left, after its work was cut off, to return.
const bodyMargin = 2 * time.Second

func (rt *Runtime) awaitBody(done <-chan error) error {
	limit := rt.cfg.DrainLimit + bodyMargin
	select {
	case err := <-done:
		return clean(err)
	case <-time.After(limit):
		return fmt.Errorf("%s did not stop within %s", rt.Name, limit)
	}
}

func clean(err error) error {
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}
