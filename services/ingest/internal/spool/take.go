package spool

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime"
	"os"
	"path/filepath"
	"strings"
	"time"

	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/ingest/internal/look"
	"github.com/wireroom/wireroom/services/ingest/internal/raw"
	"github.com/wireroom/wireroom/services/ingest/internal/status"
)

// take pushes a claimed file. An error means that it could not be stored for now:
// the file then goes back.
func (f *folder) take(ctx context.Context, name string) error {
	push, err := f.read(name)
	if err != nil {
		f.end(name, Refused, err)
		return nil
	}
	stored, err := f.Raw.Store(ctx, push)
	switch {
	case errors.Is(err, raw.ErrKeyReused), raw.IsRefused(err):
		f.end(name, Refused, err)
		return nil
	case err != nil:
		_ = os.Rename(f.claimed(name), filepath.Join(f.dir, name))
		f.Metrics.count(f.provider.ID, Waiting)
		return fmt.Errorf("store %s: %w", name, err)
	}
	f.Log.Debug("file taken", zap.String("provider", push.Provider), zap.String("file", name), zap.String("delivery", stored.Delivery))
	f.taken = f.Clock()
	f.slots <- struct{}{}
	f.pending.Go(func() {
		defer func() { <-f.slots }()
		f.await(ctx, name, push.Provider, stored.Delivery)
	})
	return nil
}

// read makes a push of a file. Errors are the provider's to mend.
func (f *folder) read(name string) (raw.Push, error) {
	file, err := os.Open(f.claimed(name))
	if err != nil {
		return raw.Push{}, fmt.Errorf("open it: %w", err)
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	if err != nil {
		return raw.Push{}, fmt.Errorf("look at it: %w", err)
	}
	limit := f.provider.Limits.MaxBytes
	data, err := io.ReadAll(io.LimitReader(file, limit+1))
	switch {
	case err != nil:
		return raw.Push{}, fmt.Errorf("read it: %w", err)
	case int64(len(data)) > limit:
		return raw.Push{}, fmt.Errorf("it has %d bytes, where the limit is %d", info.Size(), limit)
	case len(data) == 0:
		return raw.Push{}, errors.New("it is empty")
	}
	lane, takedown := f.lane(data)
	return raw.Push{
		ID: f.NewID(), Provider: f.provider.ID, Received: f.Clock(), Data: data, Lane: lane, Takedown: takedown,
		ContentType: contentType(name), FileName: name, Key: keyOf(name, info.ModTime(), data),
	}, nil
}

func (f *folder) lane(data []byte) (lane contract.Lane, takedown bool) {
	lane, takedown = look.Lane(data)
	if set := f.provider.Defaults.Lane; set != "" && !takedown {
		lane = set
	}
	return lane, takedown
}

// contentType goes by the name; where that says nothing, by the bytes, later on.
func contentType(name string) string {
	switch ext := strings.ToLower(filepath.Ext(name)); ext {
	case ".txt", ".tst":
		return "" // the teleprinter formats end so too
	case ".eml":
		return "message/rfc822"
	default:
		return mime.TypeByExtension(ext)
	}
}

// keyOf is the Idempotency-Key: the same file, dropped once, is one delivery.
func keyOf(name string, at time.Time, data []byte) string {
	sum := sha256.New()
	_, _ = fmt.Fprintf(sum, "%s\x00%d\x00", name, at.UnixNano())
	sum.Write(data)
	return "drop." + hex.EncodeToString(sum.Sum(nil)[:16])
}

// await moves the file to where its outcome belongs. What is not known in time is
// taken all the same: then the receipts tell.
func (f *folder) await(ctx context.Context, name, provider, delivery string) {
	stop := make(chan struct{})
	defer time.AfterFunc(f.Config.Await, func() { close(stop) }).Stop()
	d, err := f.Receipts.Await(ctx, provider, delivery, stop)
	if err == nil {
		err = verdict(d)
	} else {
		err = nil
	}
	if err != nil {
		f.end(name, Failed, err)
		return
	}
	f.end(name, Done, nil)
}

// verdict is an error if nothing of a delivery could be read.
func verdict(d status.Delivery) error {
	for outcome, n := range d.Totals {
		if outcome != contract.Dead && n > 0 {
			return nil // also what is on a later page
		}
	}
	var errs []error
	for _, a := range d.Articles {
		if a.Outcome != contract.Dead {
			return nil
		}
		errs = append(errs, fmt.Errorf("delivery %s, article %d: %s: %s", a.Delivery, a.Position, a.Reason, a.Error))
	}
	return errors.Join(errs...)
}

// errorSuffix ends the name of the file that says why another one failed.
const errorSuffix = ".error.txt"

// end moves a file out of the way. A name that is taken there gets a number.
func (f *folder) end(name string, outcome Outcome, cause error) {
	f.Metrics.count(f.provider.ID, outcome)
	dir := doneDir
	if cause != nil {
		dir = failedDir
		f.Log.Warn("dropped file failed", zap.String("provider", f.provider.ID), zap.String("file", name), zap.Error(cause))
	}
	to := free(filepath.Join(f.dir, dir), name)
	if cause != nil {
		// before the file itself: whoever sees the file finds the reason
		_ = os.WriteFile(to+errorSuffix, []byte(cause.Error()+"\n"), 0o640)
	}
	if err := os.Rename(f.claimed(name), to); err != nil {
		f.Log.Error("dropped file not moved", zap.String("provider", f.provider.ID), zap.String("file", name), zap.Error(err))
	}
}

// free gives a path in dir that nothing has.
func free(dir, name string) string {
	path := filepath.Join(dir, name)
	for i := 2; ; i++ {
		if _, err := os.Lstat(path); err != nil {
			return path
		}
		ext := filepath.Ext(name)
		path = filepath.Join(dir, fmt.Sprintf("%s-%d%s", strings.TrimSuffix(name, ext), i, ext))
	}
}
