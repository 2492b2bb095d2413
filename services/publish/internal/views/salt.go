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

// hashes gives what is stored of the viewers of views on the day of now, nothing of one
// that has no name.
func (s *salts) hashes(ctx context.Context, list []view, now time.Time) ([]string, error) {
	salt, err := s.of(ctx, now.UTC())
	if err != nil {
		return nil, err
	}
	mac := hmac.New(sha256.New, salt)
	var sum [sha256.Size]byte
	text := make([]byte, 0, hashLength*len(list))
	out := make([]string, len(list))
	for _, v := range list {
		mac.Reset()
		mac.Write([]byte(v.Viewer))
		text = hex.AppendEncode(text, mac.Sum(sum[:0])[:hashLength/2])
	}
	for i, all := 0, string(text); i < len(list); i++ {
		if list[i].Viewer != "" {
			out[i] = all[i*hashLength : (i+1)*hashLength]
		}
	}
	return out, nil
}

// hashLength is how many hexadecimal digits are stored of a viewer.
const hashLength = 16

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
