package up

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"syscall"

	"github.com/wireroom/wireroom/pkg/service"
)

// The usual addresses, for what nobody says otherwise.
const (
	usualNATS    = "127.0.0.1:4222"
	usualIngest  = "127.0.0.1:8081"
	usualPublish = "127.0.0.1:8082"
)

// listen listens on the address that setting gave, which has to be free: whoever
// named it talks to it. Without one it is usual, or another port of the same host if
// that is taken, as it may be on a newcomer's machine.
func listen(ctx context.Context, setting, given, usual string) (net.Listener, error) {
	if given != "" {
		return service.Listen(ctx, setting, given)
	}
	l, err := service.Listen(ctx, setting, usual)
	if !errors.Is(err, syscall.EADDRINUSE) {
		return l, err
	}
	host, _, err := net.SplitHostPort(usual)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", setting, err)
	}
	return service.Listen(ctx, setting, net.JoinHostPort(host, "0"))
}

// freeAddr is listen for those who listen themselves a moment later.
func freeAddr(ctx context.Context, setting, given, usual string) (string, error) {
	l, err := listen(ctx, setting, given, usual)
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

func natsAddr(ctx context.Context, given string) (host string, port int, err error) {
	addr, err := freeAddr(ctx, "--nats", given, usualNATS)
	if err != nil {
		return "", 0, err
	}
	if given == "" {
		given = usualNATS
	}
	_, text, err := net.SplitHostPort(addr)
	if err != nil {
		return "", 0, fmt.Errorf("--nats: %w", err)
	}
	if host, _, err = net.SplitHostPort(given); err != nil {
		return "", 0, fmt.Errorf("--nats: %w", err)
	}
	port, err = strconv.Atoi(text)
	return host, port, err
}
