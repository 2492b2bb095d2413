package seen

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"sync"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
	"go.uber.org/zap"
)

const (
	flushEvery = time.Second
	flushAt    = 20_000  // fresh records that are written without waiting
	maxFresh   = 100_000 // fresh records beyond which none is taken: the disk refuses
	sweepEvery = time.Hour
	sweepStep  = 5000 // records looked at with one write
)

var bucket = []byte("records")

// File keeps records in a file of this process. What is new is written once a second,
// in one synced transaction: a kill costs the records of a second, and the file is
// whole after a power cut. Expired records are removed within hours, and their room is
// used again. Close must be called.
type File struct {
	db    *bbolt.DB
	ttl   time.Duration
	clock func() time.Time
	log   *zap.Logger

	mu      sync.Mutex
	fresh   map[string]entry // not written yet
	writing map[string]entry // being written

	soon  chan struct{}
	end   chan struct{}
	ended chan struct{}
	sweep sweep
}

// entry is a record as the file holds it: the second of its expiry, and its text.
// Without text it is one that was removed.
type entry struct {
	expires int64
	text    string
}

// OpenFile opens or makes the file. A record is kept for ttl after its last change. A
// file that can't be read is put aside: records are only hints.
func OpenFile(path string, ttl time.Duration, clock func() time.Time, log *zap.Logger) (*File, error) {
	db, err := open(path)
	if errors.Is(err, berrors.ErrInvalid) || errors.Is(err, berrors.ErrChecksum) || errors.Is(err, berrors.ErrVersionMismatch) {
		log.Warn("the file of records can't be read and is put aside; duplicates cost work", zap.String("file", path), zap.Error(err))
		if err = os.Rename(path, path+".unreadable"); err == nil {
			db, err = open(path)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("open the file of records: %w", err)
	}
	f := &File{db: db, ttl: ttl, clock: clock, log: log, fresh: map[string]entry{}, soon: make(chan struct{}, 1), end: make(chan struct{}), ended: make(chan struct{})}
	go f.run()
	return f, nil
}

func open(path string) (*bbolt.DB, error) {
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: time.Second, NoFreelistSync: true, FreelistType: bbolt.FreelistMapType})
	if err != nil {
		return nil, err
	}
	err = db.Update(func(tx *bbolt.Tx) error { _, err := tx.CreateBucketIfNotExists(bucket); return err })
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// Close writes what is new and closes the file.
func (f *File) Close() error {
	close(f.end)
	<-f.ended
	return errors.Join(f.flush(), f.db.Close())
}

// Get is of Store.
func (f *File) Get(_ context.Context, articles []string) ([]*Record, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	out, now := make([]*Record, len(articles)), f.clock().Unix()
	err := f.view(func(b *bbolt.Bucket) {
		for i, a := range articles {
			out[i] = f.lookup(b, a, now)
		}
	})
	return out, err
}

// Forward is of Store.
func (f *File) Forward(_ context.Context, puts []Put) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.fresh)+len(puts) > maxFresh {
		return fmt.Errorf("%w: %d wait for the disk", ErrFull, len(f.fresh))
	}
	now := f.clock()
	err := f.view(func(b *bbolt.Bucket) {
		for _, p := range puts {
			if p.Record.Supersedes(f.lookup(b, p.Article, now.Unix())) {
				f.fresh[p.Article] = entry{now.Add(f.ttl).Unix(), p.Record.String()}
			}
		}
	})
	if len(f.fresh) >= flushAt {
		select {
		case f.soon <- struct{}{}:
		default:
		}
	}
	return err
}

// Forget is of Store.
func (f *File) Forget(_ context.Context, article string) error {
	f.mu.Lock()
	f.fresh[article] = entry{}
	f.mu.Unlock()
	return nil
}

func (f *File) view(do func(*bbolt.Bucket)) error {
	err := f.db.View(func(tx *bbolt.Tx) error { do(tx.Bucket(bucket)); return nil })
	if err != nil {
		return fmt.Errorf("%w: read the file of records: %w", ErrAway, err)
	}
	return nil
}

// lookup gives the record of an article wherever its latest state is.
func (f *File) lookup(b *bbolt.Bucket, article string, now int64) *Record {
	e, ok := f.fresh[article]
	if !ok {
		e, ok = f.writing[article]
	}
	if !ok {
		e = decode(b.Get([]byte(article)))
	}
	if e.expires <= now {
		return nil
	}
	return parse(e.text)
}

func (e entry) encode() []byte {
	return append(binary.BigEndian.AppendUint64(nil, uint64(e.expires)), e.text...)
}

func decode(data []byte) entry {
	if len(data) < 8 {
		return entry{}
	}
	return entry{int64(binary.BigEndian.Uint64(data)), string(data[8:])}
}

func (f *File) run() {
	defer close(f.ended)
	tick := time.NewTicker(flushEvery)
	defer tick.Stop()
	for {
		select {
		case <-f.end:
			return
		case <-tick.C:
		case <-f.soon:
		}
		if err := f.flush(); err != nil {
			f.log.Warn("records not written, they wait", zap.Error(err))
		}
	}
}

// flush writes what is new, and looks at some records for their expiry.
func (f *File) flush() error {
	f.mu.Lock()
	f.writing, f.fresh = f.fresh, map[string]entry{}
	batch := f.writing
	f.mu.Unlock()
	now := f.clock()
	var err error
	if len(batch) > 0 || f.sweep.due(now) {
		err = f.db.Update(func(tx *bbolt.Tx) error { return f.write(tx.Bucket(bucket), batch, now) })
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.writing = nil
	if err != nil {
		maps.Copy(batch, f.fresh) // what came since is later
		f.fresh = batch
		return fmt.Errorf("write records: %w", err)
	}
	return nil
}

func (f *File) write(b *bbolt.Bucket, batch map[string]entry, now time.Time) error {
	for _, article := range slices.Sorted(maps.Keys(batch)) {
		var err error
		if e := batch[article]; e.text == "" {
			err = b.Delete([]byte(article))
		} else {
			err = b.Put([]byte(article), e.encode())
		}
		if err != nil {
			return err
		}
	}
	return f.sweep.step(b, now)
}

// sweep walks through the file, a step with each write, and removes what has expired.
type sweep struct {
	next  []byte    // where it goes on; nil between two walks
	again time.Time // when the next walk begins
}

func (s *sweep) due(now time.Time) bool { return s.next != nil || !now.Before(s.again) }

func (s *sweep) step(b *bbolt.Bucket, now time.Time) error {
	if !s.due(now) {
		return nil
	}
	c := b.Cursor()
	var expired [][]byte
	key, value := c.Seek(s.next)
	for n := 0; key != nil && n < sweepStep; n++ {
		if decode(value).expires <= now.Unix() {
			expired = append(expired, slices.Clone(key))
		}
		key, value = c.Next()
	}
	s.next = slices.Clone(key)
	if key == nil {
		s.next, s.again = nil, now.Add(sweepEvery)
	}
	for _, k := range expired {
		if err := b.Delete(k); err != nil {
			return err
		}
	}
	return nil
}
