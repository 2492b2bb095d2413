package service

import (
	"context"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go"
)

// ErrNotConnected says that NATS can't be reached at this moment.
var ErrNotConnected = errors.New("not connected to NATS")

// ErrPayload says that the NATS server takes too small messages only.
var ErrPayload = errors.New("the NATS server's max_payload is too small")

// CheckPayload is nil if the server takes messages of MinPayload bytes, else an
// error that wraps ErrPayload or ErrNotConnected.
func CheckPayload(nc *nats.Conn) error {
	if !nc.IsConnected() {
		return ErrNotConnected
	}
	if got := nc.MaxPayload(); got < MinPayload {
		return fmt.Errorf("%w: it is %d and has to be %d at least", ErrPayload, got, MinPayload)
	}
	return nil
}

// ConnectNATS is Connect with the service's name, a readiness check (connected,
// and CheckPayload), and a teardown that closes the connection.
func (rt *Runtime) ConnectNATS(ctx context.Context, cfg NATSConfig) (*nats.Conn, error) {
	if cfg.Name == "" {
		cfg.Name = "wireroom-" + rt.Name
	}
	nc, err := Connect(ctx, cfg, rt.Log)
	if err != nil {
		return nil, err
	}
	if err := NATSMetrics(rt.Registry, nc); err != nil {
		nc.Close()
		return nil, fmt.Errorf("register metrics of NATS: %w", err)
	}
	rt.Admin.Require(rt.Name+" nats", func(context.Context) error { return CheckPayload(nc) })
	rt.closeNATS("nats", nc)
	return nc, nil
}

// ConnectNATSBeside is ConnectNATS for a second connection, as another user, that the service
// goes on without: it has a name of its own, and counts neither for readiness nor in the metrics of NATS.
func (rt *Runtime) ConnectNATSBeside(ctx context.Context, cfg NATSConfig, what string) (*nats.Conn, error) {
	cfg.Name = "wireroom-" + rt.Name + "-" + what
	nc, err := Connect(ctx, cfg, rt.Log)
	if err != nil {
		return nil, err
	}
	rt.Admin.Inform(rt.Name+" nats of "+what, func(context.Context) error {
		if nc.IsConnected() {
			return nil
		}
		return errors.Join(ErrNotConnected, nc.LastError())
	})
	rt.closeNATS("nats of "+what, nc)
	return nc, nil
}

func (rt *Runtime) closeNATS(name string, nc *nats.Conn) {
	rt.OnStop(name, 0, func(ctx context.Context) error {
		defer nc.Close()
		if !nc.IsConnected() {
			return nil
		}
		return nc.FlushWithContext(ctx)
	})
}
