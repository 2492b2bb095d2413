package raw

import (
	"context"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/ingest/internal/limit"
)

// Measure counts what is stored from now on. It has to be called before the writer is
// used.
func (w *Writer) Measure(m *Metrics) { w.metrics = m }

// LimitFlashes has flashes counted from now on. It has to be called before the writer
// is used.
func (w *Writer) LimitFlashes(f *limit.Flashes) { w.flashes = f }

// Recall looks up when the providers that are expected to send sent last, so that a
// restart makes no silence shorter. What can't be read is left out.
func (w *Writer) Recall(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, w.timeout)
	defer cancel()
	stream, err := w.js.Stream(ctx, contract.StreamRaw)
	if err != nil {
		return
	}
	for _, id := range w.metrics.expecting() {
		if m, err := stream.GetLastMsgForSubject(ctx, contract.RawSubject("*", id)); err == nil {
			w.metrics.came(id, m.Time)
		}
	}
}
