package service

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
)

// ErrConfig is wrapped by every error that says that the configuration can't be
// used: whoever started the process has to change it, and the exit code is 2.
var ErrConfig = errors.New("the configuration can't be used")

type configError struct{ error }

func (configError) Is(target error) bool { return target == ErrConfig }
func (e configError) Unwrap() error      { return e.error }

// ConfigError makes err an error of the configuration; nil stays nil.
func ConfigError(err error) error {
	if err == nil {
		return nil
	}
	return configError{err}
}

// CheckAddr is nil if addr is host:port with a port of 0 (one that the system
// chooses) to 65535; the host may be empty, for all addresses of the machine. The
// error begins with setting, the name of what addr was given by.
func CheckAddr(setting, addr string) error {
	_, port, err := net.SplitHostPort(addr)
	if err != nil {
		return ConfigError(fmt.Errorf("%s: %q should be host:port, such as 127.0.0.1:8081 or :8081", setting, addr))
	}
	if n, err := strconv.Atoi(port); err != nil || n < 0 || n > 65535 {
		return ConfigError(fmt.Errorf("%s: the port of %q should be a number of 0 to 65535", setting, addr))
	}
	return nil
}

// Listen listens on addr. The error names setting, what addr was given by.
func Listen(ctx context.Context, setting, addr string) (net.Listener, error) {
	if err := CheckAddr(setting, addr); err != nil {
		return nil, err
	}
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", setting, err)
	}
	return l, nil
}
