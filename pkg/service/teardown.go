package service

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"go.uber.org/zap"
)

const teardownLimit = 5 * time.Second

type teardown struct {
	name  string
	limit time.Duration
	end   func(context.Context) error
}

// teardowns are run once, last in first out, each bounded by its own time: one
// that hangs must not keep the others from running.
type teardowns struct {
	log  *zap.Logger
	mu   sync.Mutex
	list []teardown
}

func (t *teardowns) add(name string, limit time.Duration, end func(context.Context) error) {
	if limit <= 0 {
		limit = teardownLimit
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.list = append(t.list, teardown{name, limit, end})
}

func (t *teardowns) take() []teardown {
	t.mu.Lock()
	defer t.mu.Unlock()
	list := t.list
	t.list = nil
	slices.Reverse(list)
	return list
}

func (t *teardowns) run() error {
	var errs []error
	for _, td := range t.take() {
		began := time.Now()
		err := td.run()
		t.log.Debug("teardown", zap.String("name", td.name), zap.Duration("took", time.Since(began)), zap.Error(err))
		if err != nil {
			errs = append(errs, fmt.Errorf("stop %s: %w", td.name, err))
		}
	}
	return errors.Join(errs...)
}

func (td teardown) run() error {
	ctx, cancel := context.WithTimeout(context.Background(), td.limit)
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- td.guarded(ctx) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	// It may be returning because of the same deadline, with more to say.
	select {
	case err := <-done:
		return err
	case <-time.After(td.limit/10 + time.Millisecond):
		return fmt.Errorf("given up after %s", td.limit)
	}
}

func (td teardown) guarded(ctx context.Context) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return td.end(ctx)
}
