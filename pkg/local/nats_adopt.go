package local

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/nats-io/nats-server/v2/server"
)

// adoptStreams gives the streams that a server without accounts left in dir to an
// account: in the store each account has a folder of its name, and nothing in it says
// whose it is. One rename moves them all. An empty account, or a folder without such
// streams, is left as it is.
func adoptStreams(dir, account string) error {
	if account == "" {
		return nil
	}
	store := filepath.Join(dir, server.JetStreamStoreDir)
	old, own := filepath.Join(store, server.DEFAULT_GLOBAL_ACCOUNT), filepath.Join(store, account)
	left, err := holdsStreams(old)
	if err != nil || !left {
		return err
	}
	taken, err := holdsStreams(own)
	if err != nil {
		return err
	}
	if taken {
		return fmt.Errorf("%s and %s both hold streams: a version without accounts has run on this folder after one with them. Keep the one that is right, and move the other one out of %s", old, own, store)
	}
	if err := os.RemoveAll(own); err != nil { // it holds no stream
		return fmt.Errorf("take over the streams of a server without accounts: %w", err)
	}
	if err := os.Rename(old, own); err != nil {
		return fmt.Errorf("take over the streams of a server without accounts: %w", err)
	}
	return syncDir(store)
}

// holdsStreams reports whether the folder of an account holds streams.
func holdsStreams(account string) (bool, error) {
	entries, err := os.ReadDir(filepath.Join(account, "streams"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, fmt.Errorf("look for streams: %w", err)
	}
	for _, e := range entries {
		if e.IsDir() {
			return true, nil
		}
	}
	return false, nil
}

// syncDir makes a rename within dir survive a power cut.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("sync the store: %w", err)
	}
	if err := errors.Join(d.Sync(), d.Close()); err != nil {
		return fmt.Errorf("sync the store: %w", err)
	}
	return nil
}
