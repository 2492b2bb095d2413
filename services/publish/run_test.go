package publish

import (
	"context"
	"net"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/dedup/seen"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/service"
)

// A publish whose API is gone would go on unseen: it ends, and is started again.
func TestPublishEndsWithItsAPI(t *testing.T) {
	t.Parallel()
	nc := localtest.Conn(t, localtest.NATS(t).URL())
	rdb := localtest.Redis(t)
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	var cfg Config
	require.NoError(t, service.Load("WIREROOM_TEST_PUBLISH", &cfg))
	deps := Deps{NATS: nc, Redis: rdb, Records: seen.NewRedis(rdb, time.Hour), Listener: listener,
		Listening: func(string) { _ = listener.Close() }}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	err = service.RunWith(ctx, "publish", service.Options{Log: zap.NewNop()}, func(ctx context.Context, rt *service.Runtime) error {
		return Run(ctx, rt, cfg, deps)
	})
	require.NoError(t, ctx.Err(), "it went on without its API")
	require.ErrorIs(t, err, net.ErrClosed)
}
