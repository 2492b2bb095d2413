// Package addressbook is the address book of a local wire: a small file in its data
// folder, written by `wireroom up` and read by the other commands for what flags
// and environment leave unsaid.
//
// It holds the password of its NATS and keys of the sample wire's providers, so nobody
// but its owner may read it. It must not connect to anything.
package addressbook

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// Name is the file's name in the data folder.
const Name = "wire.json"

// Book is where a running wire is reached. Addresses are base URLs; Admin is
// host:port, empty if the port is off.
type Book struct {
	NATS     string            `json:"nats,omitempty"`
	User     string            `json:"nats_user,omitempty"`
	Pass     string            `json:"nats_password,omitempty"`
	Creds    string            `json:"creds,omitempty"` // file with the operator's NATS credentials
	Ingest   string            `json:"ingest,omitempty"`
	Publish  string            `json:"publish,omitempty"`
	Admin    string            `json:"admin,omitempty"`
	Redis    string            `json:"redis,omitempty"`    // URL
	Keys     map[string]string `json:"keys,omitempty"`     // by provider, of the sample wire
	Operator string            `json:"operator,omitempty"` // the key of the page's operator that up made
	PID      int               `json:"pid,omitempty"`
	Started  time.Time         `json:"started,omitzero"`
}

// Path gives the file of a data folder.
func Path(dir string) string { return filepath.Join(dir, Name) }

// Load reads the book of the data folder dir. Where there is none the error wraps
// fs.ErrNotExist.
func Load(dir string) (Book, error) {
	var b Book
	data, err := os.ReadFile(Path(dir))
	if err != nil {
		return b, fmt.Errorf("read the address book: %w", err)
	}
	if err := json.Unmarshal(data, &b); err != nil {
		return b, fmt.Errorf("read the address book %s: %w", Path(dir), err)
	}
	return b, nil
}

// Save writes the book of the data folder dir, readable by its owner alone
// (0600), in one step: a reader sees the old one or the new one.
func Save(dir string, b Book) error {
	data, err := json.MarshalIndent(b, "", "  ")
	if err != nil {
		return fmt.Errorf("write the address book: %w", err)
	}
	f, err := os.CreateTemp(dir, "."+Name+"-*") // made with 0600
	if err != nil {
		return fmt.Errorf("write the address book: %w", err)
	}
	_, err = f.Write(append(data, '\n'))
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), Path(dir))
	}
	if err != nil {
		return errors.Join(fmt.Errorf("write the address book: %w", err), os.Remove(f.Name()))
	}
	return nil
}
