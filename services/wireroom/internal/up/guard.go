package up

import (
	"context"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/wireroom/internal/journal"
	"github.com/wireroom/wireroom/services/wireroom/internal/natsusers"
)

// guard compares the streams with the journal of the data folder before anything writes to
// them, and keeps it from then on.
func (b *base) guard(ctx context.Context, rt *service.Runtime, data string) error {
	var cfg struct{ Streams contract.StreamOptions }
	if err := service.Load(service.Prefix, &cfg); err != nil {
		return err
	}
	own := service.NATSConfig{User: natsusers.LocalUser, Password: service.NewSecret(b.users.password)}
	nc, err := nats.Connect(b.nats.URL(), append(own.Credentials(), nats.Name("wireroom journal"),
		nats.MaxReconnects(-1), nats.ReconnectWait(250*time.Millisecond))...)
	if err != nil {
		return fmt.Errorf("connect the journal: %w", err)
	}
	js, err := jetstream.New(nc)
	if err != nil {
		nc.Close()
		return fmt.Errorf("connect the journal: %w", err)
	}
	g := &journal.Guard{Dir: data, JS: js, Streams: cfg.Streams, Clock: rt.Clock, Log: rt.Log.Named("journal")}
	if err := g.Register(rt.Registry); err != nil {
		nc.Close()
		return fmt.Errorf("register the metric of damaged streams: %w", err)
	}
	g.Start(ctx)
	following, stop := context.WithCancel(context.WithoutCancel(ctx)) // to the end of the stages
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		g.Follow(following)
	}()
	rt.OnStop("journal", 10*time.Second, func(ctx context.Context) error {
		stop()
		<-ended
		defer nc.Close()
		return g.Stop(ctx)
	})
	rt.Admin.Inform("streams whole", g.Health)
	return nil
}
