package consumer

import (
	"context"
	"crypto/subtle"
	"errors"
	"io/fs"
	"reflect"
	"sync/atomic"
	"time"

	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/pkg/service"
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

// readAgain is how often the file is read. It is small, and a look finds what no event of
// the file system tells.
const readAgain = 2 * time.Second

// Watch loads the file and reads it again until ctx ends. A file that is not there yet is
// one without consumers. One that can't be used leaves what was there, and the log says
// why; the first one must be usable.
func Watch(ctx context.Context, path string, log *zap.Logger) (*Store, error) {
	s := NewStore()
	if err := s.load(path); err != nil {
		return nil, err
	}
	go func() {
		told := ""
		for service.Pause(ctx, readAgain) == nil {
			if err := s.load(path); err == nil {
				told = ""
			} else if err.Error() != told {
				told = err.Error()
				log.Error("consumers file can't be used, the last one stays in use", zap.Error(err))
			}
		}
	}()
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
