package service

import (
	"cmp"
	"errors"
	"net"
	"time"
)

// Config is the configuration that every service has.
type Config struct {
	AdminAddr   string        `split_words:"true" desc:"Address of the admin port with /healthz, /readyz and /metrics; \"off\" for none. Left out it is on 127.0.0.1, port 9464 of ingest, 9465 of normalize, 9466 of enrich and 9467 of publish, so that all run on one host. It has no password: \":9464\" is for a cluster's own network."`
	DrainDelay  time.Duration `split_words:"true" default:"0s" desc:"How long a service that was told to stop goes on working after it has said that it isn't ready, so that load balancers notice."`
	DrainLimit  time.Duration `split_words:"true" default:"20s" desc:"How long work in flight may take to finish at the end."`
	MemoryLimit Memory        `split_words:"true" desc:"Memory that the process may take, in bytes or as 512Mi; off for no limit, and else what its control group (v1 or v2) allows, or 448Mi where that has no limit, and then more while more is in use. Nine tenths of it are the soft limit of the Go runtime, which collects garbage more often near it; GOMEMLIMIT comes first."`
	Log         LogConfig
}

// Validate checks the ranges.
func (c Config) Validate() error {
	if c.adminOn() {
		if err := CheckAddr("WIREROOM_ADMIN_ADDR", c.AdminAddr); err != nil {
			return err
		}
	}
	if c.DrainDelay < 0 || c.DrainLimit <= 0 {
		return errors.New("the drain delay must not be negative, and the drain limit must be positive")
	}
	return nil
}

// UsualAdminAddr is the address of a service's admin port where nothing else is said: each
// service has a port of its own, so that all run on one host.
func UsualAdminAddr(service string) string {
	port := map[string]string{"normalize": "9465", "enrich": "9466", "publish": "9467"}[service]
	return net.JoinHostPort("127.0.0.1", cmp.Or(port, "9464"))
}

func (c Config) adminOn() bool { return c.AdminAddr != "" && c.AdminAddr != "off" }

// LogConfig is how a service logs.
type LogConfig struct {
	Level  string `default:"info" desc:"Least severe level that is logged: debug, info, warn or error."`
	Format string `default:"json" desc:"json, or console for people."`
}
