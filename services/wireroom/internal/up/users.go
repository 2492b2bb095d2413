package up

import (
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"path/filepath"
	"time"

	"github.com/nats-io/nkeys"
	"go.uber.org/zap"
	"golang.org/x/crypto/bcrypt"

	"github.com/wireroom/wireroom/pkg/consumer"
	"github.com/wireroom/wireroom/pkg/local"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/wireroom/internal/addressbook"
	"github.com/wireroom/wireroom/services/wireroom/internal/natsusers"
)

// users are those of the embedded NATS.
type users struct {
	password  string // of the wire's own
	hash      string // of the password
	reader    string // public nkey of who shows no name; nobody has the other half
	anonymous string // yes, no or auto
	loopback  bool
	store     *consumer.Store
	log       *zap.Logger
}

// newUsers reads the consumers file, and makes the wire's password unless an earlier start
// has: commands that run on then stay connected.
func newUsers(ctx context.Context, rt *service.Runtime, o Options, host string) (*users, error) {
	if o.Consumers == "" {
		o.Consumers = filepath.Join(o.Data, "consumers.yaml")
	}
	u := &users{password: rand.Text(), anonymous: o.Anonymous, loopback: net.ParseIP(host).IsLoopback() || host == "localhost", log: rt.Log.Named("nats")}
	if old, err := addressbook.Load(o.Data); err == nil && old.User == natsusers.LocalUser && old.Pass != "" {
		u.password = old.Pass
	}
	// the password can't be guessed, however fast it is tried
	hash, err := bcrypt.GenerateFromPassword([]byte(u.password), bcrypt.MinCost)
	if err != nil {
		return nil, fmt.Errorf("hash the password of NATS: %w", err)
	}
	u.hash = string(hash)
	reader, err := nkeys.CreateUser()
	if err == nil {
		u.reader, err = reader.PublicKey()
	}
	if err != nil {
		return nil, fmt.Errorf("make the user of readers: %w", err)
	}
	if u.store, err = consumer.Watch(ctx, o.Consumers, rt.Log); err != nil {
		return nil, err
	}
	return u, nil
}

// text is the server's configuration as the consumers file is now.
func (u *users) text() string {
	l := natsusers.Local{Password: u.hash, Consumers: u.store.All()}
	if u.anonymous == "yes" || u.anonymous != "no" && u.loopback && u.store.Missing() {
		l.Anonymous = u.reader
	}
	return l.Text()
}

// lookEvery is how often a change of the consumers is looked for.
const lookEvery = time.Second

// follow gives the server what the consumers file has become, until ctx ends.
func (u *users) follow(ctx context.Context, server *local.NATS, last string) {
	for service.Pause(ctx, lookEvery) == nil {
		text := u.text()
		if text == last {
			continue
		}
		last = text
		if err := server.Reload(text); err != nil {
			u.log.Error("the users of NATS stay as they were", zap.Error(err))
			continue
		}
		u.log.Info("the users of NATS are those of the consumers file", zap.Int("consumers", len(u.store.All())))
	}
}
