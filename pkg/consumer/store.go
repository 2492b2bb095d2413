package consumer

import (
	"context"
	"crypto/subtle"
	"errors"
	"io/fs"
	"reflect"
	"sync/atomic"

	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/configfile"
	"github.com/wireroom/wireroom/pkg/provider"
)

// Store is the present state of a consumers file.
type Store struct {
	now     atomic.Pointer[[]Consumer]
	missing atomic.Bool
}

// NewStore makes a store that never changes.
func NewStore(list ...Consumer) *Store {
	s := &Store{}
	s.now.Store(&list)
	return s
}

// ByKey gives the consumer that a key belongs to.
func (s *Store) ByKey(key string) (Consumer, bool) {
	hash := []byte(provider.HashKey(key))
	for _, c := range *s.now.Load() {
		for _, known := range c.Keys {
			if subtle.ConstantTimeCompare([]byte(known), hash) == 1 {
				return c, true
			}
		}
	}
	return Consumer{}, false
}

// Missing reports whether there was no file when it was last looked for.
func (s *Store) Missing() bool { return s.missing.Load() }

// All lists the consumers in the file's order.
func (s *Store) All() []Consumer { return *s.now.Load() }

// Watch loads the file and reads it again until ctx ends. A file that is not there yet is
// one without consumers. One that can't be used leaves what was there, and the log says
// why; the first one must be usable.
func Watch(ctx context.Context, path string, log *zap.Logger) (*Store, error) {
	s := NewStore()
	if err := configfile.Follow(ctx, "consumers", func() error { return s.load(path) }, log); err != nil {
		return nil, err
	}
	return s, nil
}

func (s *Store) load(path string) error {
	list, err := Load(path)
	missing := errors.Is(err, fs.ErrNotExist)
	if missing {
		list, err = nil, nil
	}
	if err != nil {
		return err
	}
	if !reflect.DeepEqual(list, s.All()) {
		s.now.Store(&list)
	}
	s.missing.Store(missing)
	return nil
}
