package up

import (
	"context"
	"fmt"
	"net"
)

// freeAddr gives addr if it can be listened on, else the same host with a port
// that the system chooses: a newcomer's machine may have the usual ports taken.
func freeAddr(ctx context.Context, addr string) (string, bool, error) {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", addr)
	if err == nil {
		return addr, true, l.Close()
	}
	host, _, splitErr := net.SplitHostPort(addr)
	if splitErr != nil {
		return "", false, fmt.Errorf("address %q: %w", addr, splitErr)
	}
	l, err = lc.Listen(ctx, "tcp", net.JoinHostPort(host, "0"))
	if err != nil {
		return "", false, fmt.Errorf("find a free port on %s: %w", host, err)
	}
	return l.Addr().String(), false, l.Close()
}
