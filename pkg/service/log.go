package service

import (
	"fmt"
	"io"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
)

// In each second the first logFirst lines with the same text are written, then
// one in logEach: a flood of one error mustn't hide the others or fill a disk.
const (
	logFirst = 100
	logEach  = 100
)

// NewLogger writes JSON (or lines for people) to out, which it locks. Lines with
// the same text are sampled from the hundredth in a second on; what is left out is
// counted in lost, which may be nil.
func NewLogger(cfg LogConfig, out io.Writer, lost *LostLines) (*zap.Logger, error) {
	level, err := zapcore.ParseLevel(cfg.Level)
	if err != nil {
		return nil, fmt.Errorf("log level (WIREROOM_LOG_LEVEL): %w", err)
	}
	encoder, err := newEncoder(cfg.Format)
	if err != nil {
		return nil, err
	}
	core := zapcore.NewCore(encoder, zapcore.Lock(zapcore.AddSync(out)), level)
	return zap.New(zapcore.NewSamplerWithOptions(core, time.Second, logFirst, logEach, zapcore.SamplerHook(lost.note))), nil
}

// LostLines counts what a flood kept out of the log.
type LostLines struct{ n atomic.Uint64 }

// Count is how many lines were left out.
func (l *LostLines) Count() uint64 { return l.n.Load() }

func (l *LostLines) note(_ zapcore.Entry, d zapcore.SamplingDecision) {
	if l != nil && d&zapcore.LogDropped != 0 {
		l.n.Add(1)
	}
}

// Metric counts them.
func (l *LostLines) Metric() prometheus.Collector {
	return prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "wireroom_log_lines_left_out_total",
		Help: "Log lines left out, because the same line was written more than a hundred times in a second."},
		func() float64 { return float64(l.Count()) })
}

func newEncoder(format string) (zapcore.Encoder, error) {
	cfg := zap.NewProductionEncoderConfig()
	cfg.TimeKey = "time"
	cfg.EncodeDuration = zapcore.StringDurationEncoder
	cfg.EncodeTime = func(t time.Time, enc zapcore.PrimitiveArrayEncoder) {
		enc.AppendString(t.UTC().Format("2006-01-02T15:04:05.000Z"))
	}
	switch format {
	case "", "json":
		return zapcore.NewJSONEncoder(cfg), nil
	case "console":
		return zapcore.NewConsoleEncoder(cfg), nil
	}
	return nil, fmt.Errorf("log format (WIREROOM_LOG_FORMAT) is %q: it should be json or console", format)
}
