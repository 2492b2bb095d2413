package operator

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

// Store is the present state of an operators file.
type Store struct {
	now atomic.Pointer[[]Operator]
}

// NewStore makes a store that never changes.
func NewStore(list ...Operator) *Store {
	s := &Store{}
	s.now.Store(&list)
	return s
}

// All lists the operators in the file's order.
func (s *Store) All() []Operator { return *s.now.Load() }

// ByKey gives the operator that a key belongs to.
func (s *Store) ByKey(key string) (Operator, bool) {
	hash := []byte(provider.HashKey(key))
	for _, o := range s.All() {
		for _, known := range o.Keys {
			if subtle.ConstantTimeCompare([]byte(known), hash) == 1 {
				return o, true
			}
		}
	}
	return Operator{}, false
}

// Watch loads the file and reads it again until ctx ends. A file that is not there yet is
// one without operators. One that can't be used leaves what was there, and the log says
// why; the first one must be usable.
func Watch(ctx context.Context, path string, log *zap.Logger) (*Store, error) {
	s := NewStore()
	if err := configfile.Follow(ctx, "operators", func() error { return s.load(path) }, log); err != nil {
		return nil, err
	}
	return s, nil
}

func (s *Store) load(path string) error {
	list, err := Load(path)
	if errors.Is(err, fs.ErrNotExist) {
		list, err = nil, nil
	}
	if err == nil && !reflect.DeepEqual(list, s.All()) {
		s.now.Store(&list)
	}
	return err
}
