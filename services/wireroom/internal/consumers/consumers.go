// Package consumers is the commands on the consumers file: who may read over HTTP and by
// NATS, and what. Services reread the file by themselves.
package consumers

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/wireroom/wireroom/pkg/consumer"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

// Cmd is the command.
type Cmd struct {
	List   List   `cmd:"" default:"withargs" help:"List the consumers of the file."`
	Add    Add    `cmd:"" help:"Add a consumer, and print its key: the only time."`
	Remove Remove `cmd:"" help:"Remove a consumer: its key is worth nothing then."`

	NATSConfig NATSConfig `cmd:"" name:"nats-config" help:"Print the users of a NATS of one's own, the file's consumers among them."`
}

// File says which file.
type File struct {
	File string `short:"f" placeholder:"FILE" env:"WIREROOM_CONSUMERS" help:"The consumers file; else consumers.yaml in the data folder, else in this one."`
}

const usual = "consumers.yaml"

// path finds the file. Where none is there, a new one belongs into the data folder
// if that is there.
func (f File) path(t *target.Target) string {
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

// List is `consumers list`.
type List struct {
	File
	JSON bool `name:"json" help:"One JSON object a line."`
}

// Help has examples.
func (List) Help() string { return `    wireroom consumers list --file consumers.yaml --json` }

// listed is what --json writes: no keys, not even their hashes.
type listed struct {
	ID       string          `json:"id"`
	Name     string          `json:"name,omitempty"`
	Keys     int             `json:"keys"`
	NKeys    int             `json:"nkeys"`
	Subjects []string        `json:"subjects,omitempty"` // that it reads by NATS
	Reads    consumer.Rights `json:"reads"`
}

// Run lists.
func (c *List) Run(t *target.Target, con *console.Console) error {
	path := c.path(t)
	all, err := consumer.Load(path)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w: 'wireroom consumers add ID' makes one", err)
	}
	if err != nil {
		return err
	}
	table := con.Table("CONSUMER", "NAME", ">KEYS", ">NKEYS", "SIGNALS", "URGENCIES", "LANGUAGES", "TOPICS", "PROVIDERS", "MACHINE")
	for _, e := range all {
		if c.JSON {
			if err := con.JSON(listed{e.ID, e.Name, len(e.Keys), len(e.NKeys), e.Filters, e.Rights}); err != nil {
				return err
			}
			continue
		}
		r := e.Rights
		machine := "-"
		if r.Machine {
			machine = "yes"
		}
		table.Row(e.ID, e.Name, len(e.Keys), len(e.NKeys), joined(r.Signals), joined(r.Urgencies), joined(r.Languages), joined(r.Topics), joined(r.Providers), machine)
	}
	if !c.JSON {
		table.Write()
		con.Notef("\n%s in %s", console.Plural(len(all), "consumer"), path)
	}
	return nil
}

// joined names the values of a right; one without values is no restriction.
func joined[T any](list []T) string {
	if len(list) == 0 {
		return "all"
	}
	var out []string
	for _, v := range list {
		out = append(out, fmt.Sprint(v))
	}
	return strings.Join(out, ",")
}

// Add is `consumers add`.
type Add struct {
	ID       string   `arg:"" name:"id" help:"The consumer's id: 1 to 40 of a-z, 0-9 and -."`
	Name     string   `help:"Its name for people."`
	Signal   []string `placeholder:"SIGNAL" help:"It reads these signals alone, and kills always: new, update, correction, kill."`
	Urgency  []int    `placeholder:"N" help:"It reads these urgencies alone, 1 to 9."`
	Language []string `placeholder:"TAG" help:"It reads these languages alone."`
	Topic    []string `placeholder:"SLUG" help:"It reads these topics alone."`
	Provider []string `placeholder:"ID" help:"It reads these providers alone."`
	Machine  bool     `help:"It is a machine: it does not get what its provider forbids machines to train on or to take as input."`
	For      []string `enum:"http,nats" placeholder:"WAY" help:"How it reads: http, nats, or both, which is the default; a machine reads over HTTP alone."`
	File
}

// Help has examples.
func (Add) Help() string {
	return `The keys are printed on standard output, one a line, and kept nowhere: a key for HTTP (wr_…), of which the file has the hash, and the seed of an nkey for NATS (SU…), of which the file has the public key. A running wire that has the file takes the new consumer within seconds; a NATS of your own needs what 'wireroom consumers nats-config' prints.

    wireroom consumers add desk --language en,de --topic sport
    wireroom consumers add desk --for nats > desk.nk
    KEY=$(wireroom consumers add model --machine)`
}

// Remove is `consumers remove`.
type Remove struct {
	ID string `arg:"" name:"id" help:"The consumer's id."`
	File
}

// Help has examples.
func (Remove) Help() string { return `    wireroom consumers remove desk` }

// Run removes.
func (c *Remove) Run(t *target.Target, con *console.Console) error {
	path := c.path(t)
	if err := consumer.Remove(path, c.ID); err != nil {
		return err
	}
	con.Notef("Consumer %s is not in %s any more.", c.ID, path)
	return nil
}
