package raw

import (
	"context"
	"time"

	"github.com/nats-io/nats.go"
	"go.uber.org/zap"
)

// Follow refreshes after each reconnection and every so often, until ctx ends.
func (w *Writer) Follow(ctx context.Context, nc *nats.Conn, every time.Duration, log *zap.Logger) {
	connected := nc.StatusChanged(nats.CONNECTED)
	defer nc.RemoveStatusListener(connected)
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case _, open := <-connected:
			if !open {
				return
			}
		case <-ticker.C:
		}
		if err := w.Refresh(ctx); err != nil && ctx.Err() == nil {
			log.Debug("which life RAW is in is unknown, the last one stands", zap.Error(err))
		}
	}
}
