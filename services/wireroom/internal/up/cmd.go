package up

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

// Cmd is `up`.
type Cmd struct {
	NATS      string        `name:"nats" placeholder:"ADDR" help:"Where the embedded NATS listens (default: 127.0.0.1:4222, or another port if that is taken). An address that is given has to be free."`
	Ingest    string        `env:"WIREROOM_INGEST_ADDR" placeholder:"ADDR" help:"Where pushes come in (default: 127.0.0.1:8081, or another port if that is taken). An address that is given has to be free."`
	Publish   string        `env:"WIREROOM_PUBLISH_ADDR" placeholder:"ADDR" help:"Where articles and views are asked for (default: 127.0.0.1:8082, or another port if that is taken). An address that is given has to be free."`
	Providers string        `type:"path" placeholder:"FILE" env:"WIREROOM_PROVIDERS" help:"Providers file; else providers.yaml in the data folder, made with the sample wire's providers."`
	Consumers string        `type:"path" placeholder:"FILE" env:"WIREROOM_CONSUMERS" help:"Consumers file; else consumers.yaml in the data folder. It may come later."`
	Anonymous string        `name:"nats-anonymous" enum:"auto,yes,no" default:"auto" env:"WIREROOM_NATS_ANONYMOUS" help:"Whether the embedded NATS lets who shows no name read NEWS: yes, no, or auto, which is yes on loopback as long as there is no consumers file."`
	Sync      time.Duration `default:"0s" placeholder:"TIME" help:"How often the broker syncs its files; 0 syncs every write, and is what survives a power cut."`
	Demo      bool          `help:"Push the sample wire, unless NEWS holds something, and show how it moves."`
	NoRedis   bool          `help:"Use no Redis, whatever is there: records and counts are kept in the data folder."`
	LogFile   string        `type:"path" placeholder:"FILE" help:"Where logs go; else to standard error, with --demo to wireroom.log in the data folder."`
}

// Help has examples.
func (Cmd) Help() string {
	return `One process: an embedded NATS JetStream with its files in the data folder, Redis, and the four stages. Redis is the one that WIREROOM_REDIS_URL names, else a redis-server or valkey-server as a child process, else none: what it would keep is in the data folder, and only several machines need it. SIGINT and SIGTERM drain; a second one ends at once.

    wireroom up
    wireroom up --demo
    WIREROOM_REDIS_URL=redis://127.0.0.1:6379/0 wireroom up --data /var/lib/wireroom`
}

// Run runs the wire until ctx ends.
func (c *Cmd) Run(ctx context.Context, t *target.Target, con *console.Console) error {
	var own service.Config
	var conn struct{ Redis service.RedisConfig }
	if err := service.Load(service.Prefix, &own); err != nil {
		return err
	}
	if err := service.Load(service.Prefix, &conn); err != nil {
		return err
	}
	if err := os.MkdirAll(t.Data, 0o700); err != nil {
		return fmt.Errorf("make the data folder: %w", err)
	}
	out, err := c.logs(t.Data, con)
	if err != nil {
		return err
	}
	var lost service.LostLines
	log, err := service.NewLogger(own.Log, out, &lost)
	if err != nil {
		return err
	}
	redis.SetLogger(quiet{})
	if own.AdminAddr, err = adminAddr(ctx, own.AdminAddr); err != nil {
		return err
	}
	o := Options{
		Data: t.Data, NATS: c.NATS, Ingest: c.Ingest, Publish: c.Publish, Providers: c.Providers, Consumers: c.Consumers, Anonymous: c.Anonymous, Operators: os.Getenv(service.Prefix + "_OPERATORS"),
		Demo: c.Demo, SyncEvery: c.Sync, RedisURL: conn.Redis.URL.Value(), NoRedis: c.NoRedis,
	}
	return service.RunWith(ctx, "wireroom", service.Options{Config: own, Log: log, Lost: &lost}, func(ctx context.Context, rt *service.Runtime) error {
		return Run(ctx, rt, con.Out, o)
	})
}

// Validate checks the addresses.
func (c *Cmd) Validate() error {
	for _, a := range []struct{ setting, addr string }{
		{"--nats", c.NATS}, {"--ingest (WIREROOM_INGEST_ADDR)", c.Ingest}, {"--publish (WIREROOM_PUBLISH_ADDR)", c.Publish},
	} {
		if a.addr == "" {
			continue
		}
		if err := service.CheckAddr(a.setting, a.addr); err != nil {
			return err
		}
	}
	return nil
}

// adminAddr is the address of the admin port: the default, or another port if that
// is taken, unless the environment says which.
func adminAddr(ctx context.Context, addr string) (string, error) {
	const setting = service.Prefix + "_ADMIN_ADDR"
	if addr != "" {
		return addr, nil
	}
	return freeAddr(ctx, setting, "", service.UsualAdminAddr("wireroom"))
}

// logs opens where logs go. With the sample wire they would run through what a
// newcomer reads.
func (c *Cmd) logs(data string, con *console.Console) (io.Writer, error) {
	file := c.LogFile
	if file == "" && c.Demo {
		file = filepath.Join(data, "wireroom.log")
		con.Notef("Logs go to %s.", file)
	}
	if file == "" {
		return con.Err, nil
	}
	f, err := os.OpenFile(file, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the log: %w", err)
	}
	return f, nil
}

// quiet keeps go-redis's own lines out: readiness and metrics tell of an absent
// Redis.
type quiet struct{}

func (quiet) Printf(context.Context, string, ...any) {}
