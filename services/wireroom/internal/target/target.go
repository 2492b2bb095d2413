// Package target says where the wire is that a command works on: by flag, by
// environment, by the address book of `wireroom up`, else by the usual ports.
//
// It connects and nothing more.
package target

import (
	"cmp"
	"errors"
	"io/fs"
	"strings"
	"sync/atomic"

	"github.com/wireroom/wireroom/services/wireroom/internal/addressbook"
)

// Usual addresses of a wire on this machine.
const (
	usualNATS    = "nats://127.0.0.1:4222"
	usualIngest  = "http://127.0.0.1:8081"
	usualPublish = "http://127.0.0.1:8082"
)

// Target is where the wire is; its fields are the flags that every command has.
type Target struct {
	Server     string `group:"Where the wire is:" placeholder:"URL" env:"WIREROOM_NATS_URL" help:"NATS servers, by comma."`
	Creds      string `group:"Where the wire is:" placeholder:"FILE" env:"WIREROOM_NATS_CREDS" type:"path" help:"File with the NATS user's JWT and seed."`
	API        string `group:"Where the wire is:" name:"api" placeholder:"URL" env:"WIREROOM_API" help:"Base URL of ingest's HTTP API."`
	PublishAPI string `group:"Where the wire is:" name:"publish-api" placeholder:"URL" env:"WIREROOM_PUBLISH_API" help:"Base URL of publish's HTTP API."`
	Data       string `group:"Where the wire is:" placeholder:"DIR" default:"./data" env:"WIREROOM_DATA" help:"Data folder of 'wireroom up'; its wire.json says what is not said here (default: ${default})."`

	refused atomic.Pointer[string] // the first thing that NATS did not allow
}

// Book reads the address book; an empty one where there is none.
func (t *Target) Book() (addressbook.Book, error) {
	b, err := addressbook.Load(t.Data)
	if errors.Is(err, fs.ErrNotExist) {
		return addressbook.Book{}, nil
	}
	return b, err
}

// NATS gives the servers' addresses.
func (t *Target) NATS() (string, error) {
	b, err := t.Book()
	return cmp.Or(t.Server, b.NATS, usualNATS), err
}

// Ingest gives the base URL of ingest's API.
func (t *Target) Ingest() (string, error) {
	b, err := t.Book()
	return strings.TrimRight(cmp.Or(t.API, b.Ingest, usualIngest), "/"), err
}

// Publish gives the base URL of publish's API.
func (t *Target) Publish() (string, error) {
	b, err := t.Book()
	return strings.TrimRight(cmp.Or(t.PublishAPI, b.Publish, usualPublish), "/"), err
}
