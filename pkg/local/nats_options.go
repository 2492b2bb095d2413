package local

import (
	"cmp"
	"fmt"

	"github.com/nats-io/nats-server/v2/server"
)

func (c NATSConfig) host() string { return cmp.Or(c.Host, "127.0.0.1") }

func (c NATSConfig) options() (*server.Options, error) {
	o := &server.Options{
		ServerName:             "wireroom",
		Host:                   c.host(),
		Port:                   cmp.Or(c.Port, server.RANDOM_PORT),
		MaxPayload:             MaxPayload,
		MaxConn:                c.MaxConnections,
		JetStream:              true,
		StoreDir:               c.Dir,
		JetStreamMaxStore:      c.MaxStore,
		SyncAlways:             c.SyncInterval <= 0,
		SyncInterval:           max(c.SyncInterval, 0),
		Username:               c.User,
		Password:               c.Password,
		Authorization:          c.Token,
		NoSigs:                 true,
		DisableJetStreamBanner: true,
	}
	if c.Users == "" {
		return o, nil
	}
	if err := o.ProcessConfigString(c.Users); err != nil {
		return nil, fmt.Errorf("configure the users of NATS: %w", err)
	}
	return o, nil
}
