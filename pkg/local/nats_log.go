package local

import (
	"fmt"

	"go.uber.org/zap"
)

// serverLog hands the server's log to zap. The server goes on after what it
// calls fatal, having stopped to be of use, so the first of these is kept for
// the one who waits for the start.
type serverLog struct {
	log   *zap.SugaredLogger
	fatal chan error
}

func newServerLog(log *zap.Logger) *serverLog {
	if log == nil {
		log = zap.NewNop()
	}
	return &serverLog{log: log.Named("nats").Sugar(), fatal: make(chan error, 1)}
}

func (l *serverLog) Noticef(format string, v ...any) { l.log.Debugf(format, v...) }
func (l *serverLog) Debugf(format string, v ...any)  { l.log.Debugf(format, v...) }
func (l *serverLog) Tracef(string, ...any)           {}
func (l *serverLog) Warnf(format string, v ...any)   { l.log.Warnf(format, v...) }
func (l *serverLog) Errorf(format string, v ...any)  { l.log.Errorf(format, v...) }

func (l *serverLog) Fatalf(format string, v ...any) {
	l.log.Errorf(format, v...)
	select {
	case l.fatal <- fmt.Errorf("server: "+format, v...):
	default:
	}
}
