package local

import (
	"bytes"
	"strings"
	"sync"

	"go.uber.org/zap"
)

const (
	keepLines = 5
	maxLine   = 4096
)

// lineLog is a writer that hands whole lines to a log and keeps the last few
// for an error message.
type lineLog struct {
	log *zap.Logger

	mu   sync.Mutex
	rest []byte
	kept []string
}

func newLineLog(log *zap.Logger) *lineLog { return &lineLog{log: log} }

func (l *lineLog) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.rest = append(l.rest, p...)
	for {
		line, rest, found := bytes.Cut(l.rest, []byte("\n"))
		if !found {
			break
		}
		l.take(string(bytes.TrimSpace(line)))
		l.rest = rest
	}
	if len(l.rest) > maxLine {
		l.take(string(l.rest))
		l.rest = nil
	}
	return len(p), nil
}

func (l *lineLog) take(line string) {
	if line == "" {
		return
	}
	l.kept = append(l.kept, line)
	if len(l.kept) > keepLines {
		l.kept = l.kept[1:]
	}
	// What it marks with # is news to its operator; all else is its routine.
	if strings.Contains(line, " # ") {
		l.log.Info(line)
		return
	}
	l.log.Debug(line)
}

func (l *lineLog) last() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.kept) == 0 {
		return "nothing"
	}
	return strings.Join(l.kept, " | ")
}
