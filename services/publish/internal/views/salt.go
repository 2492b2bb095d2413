package views

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// salts makes viewers unlinkable from one day to the next: each day has a random
// salt that all processes share, and yesterday's is deleted.
type salts struct {
	open func(context.Context) (jetstream.KeyValue, error)
	mu   sync.Mutex
	day  string
	salt []byte
}

// hash gives what is stored of a viewer on the day of now.
func (s *salts) hash(ctx context.Context, viewer string, now time.Time) (string, error) {
	salt, err := s.of(ctx, now.UTC())
	if err != nil {
		return "", err
	}
	mac := hmac.New(sha256.New, salt)
	mac.Write([]byte(viewer))
	return hex.EncodeToString(mac.Sum(nil)[:8]), nil
}

func (s *salts) of(ctx context.Context, now time.Time) ([]byte, error) {
	day := now.Format(time.DateOnly)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.day == day {
		return s.salt, nil
	}
	kv, err := s.open(ctx)
	if err != nil {
		return nil, fmt.Errorf("look up the day's salt: %w", err)
	}
	salt := make([]byte, 32)
	_, _ = rand.Read(salt) // crypto/rand never fails
	_, err = kv.Create(ctx, "salt."+day, salt)
	if errors.Is(err, jetstream.ErrKeyExists) {
		var e jetstream.KeyValueEntry
		if e, err = kv.Get(ctx, "salt."+day); err == nil {
			salt = e.Value()
		}
	}
	if err != nil {
		return nil, fmt.Errorf("make the day's salt: %w", err)
	}
	_ = kv.Purge(ctx, "salt."+now.AddDate(0, 0, -2).Format(time.DateOnly)) // a left-over is purged by the next
	s.day, s.salt = day, salt
	return salt, nil
}
