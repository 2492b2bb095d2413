// Package providers is the commands on the providers file: who may push.
//
// The file is the only thing that they read or change; services reread it by themselves.
package providers

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/services/normalize"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

// Cmd is the command.
type Cmd struct {
	List   List   `cmd:"" default:"withargs" help:"List the providers of the file."`
	Add    Add    `cmd:"" help:"Add a provider, and print its key: the only time."`
	Key    Key    `cmd:"" help:"Give a provider one more key or HMAC secret, and print it: the only time."`
	Rotate Rotate `cmd:"" help:"Give a provider a new key or HMAC secret, and end the older ones but the last."`
	Set    Set    `cmd:"" help:"Change settings of a provider."`
	Remove Remove `cmd:"" help:"Remove a provider: its keys are worth nothing then."`

	Check Check `cmd:"" help:"Check the file: what is wrong, and in which line."`
}

// File says which file.
type File struct {
	File string `short:"f" placeholder:"FILE" env:"WIREROOM_PROVIDERS" help:"The providers file; else providers.yaml in the data folder, else in this one."`
}

const usual = "providers.yaml"

// Path finds the file. Where none is there, a new one belongs into the data folder
// if that is there.
func (f File) Path(t *target.Target) string {
	if f.File != "" {
		return f.File
	}
	inData := filepath.Join(t.Data, usual)
	for _, path := range []string{inData, usual} {
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	if info, err := os.Stat(t.Data); err == nil && info.IsDir() {
		return inData
	}
	return usual
}

// Load reads the file with all that a service would refuse in it.
func (f File) Load(t *target.Target) ([]provider.Provider, error) {
	list, err := provider.LoadChecked(f.Path(t), normalize.CheckProvider)
	if err != nil {
		return nil, explain(err)
	}
	return list, nil
}

// explain tells a newcomer how a file comes to be.
func explain(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w: 'wireroom providers add ID' makes one", err)
	}
	return err
}

func dash(s string) string { return cmp.Or(s, "-") }
