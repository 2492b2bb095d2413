package consumers

import (
	"crypto/rand"
	"fmt"
	"slices"
	"strings"

	"github.com/nats-io/nkeys"

	"github.com/wireroom/wireroom/pkg/consumer"
	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/natsusers"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

// Run adds.
func (c *Add) Run(t *target.Target, con *console.Console) error {
	path := c.path(t)
	e := consumer.Entry{ID: c.ID, Name: c.Name, Reads: consumer.Reads{
		Signals: c.Signal, Urgencies: c.Urgency, Languages: c.Language, Topics: c.Topic, Providers: c.Provider, Machine: c.Machine}}
	by := func(way string) bool {
		return slices.Contains(c.For, way) || len(c.For) == 0 && (way == "http" || !c.Machine)
	}
	var key, seed string
	if by("http") {
		var hash string
		key, hash = provider.NewKey(rand.Reader)
		e.Keys = []string{hash}
	}
	if by("nats") {
		var public string
		var err error
		if seed, public, err = newNKey(); err != nil {
			return err
		}
		e.NKeys = []string{public}
	}
	if err := consumer.Add(path, e); err != nil {
		return err
	}
	con.Notef("Consumer %s is in %s. What follows is shown this once.", c.ID, path)
	if key != "" {
		con.Notef("\nIts key for HTTP:")
		con.Printf("%s\n", key)
		api, err := t.Publish()
		if err != nil {
			return err
		}
		con.Notef("  curl -N -H 'Authorization: Bearer KEY' %s/v1/stream", api)
	}
	if seed == "" {
		return nil
	}
	con.Notef("\nIts seed for NATS, to be kept in a file %s.nk:", c.ID)
	con.Printf("%s\n", seed)
	server, err := t.NATS()
	if err != nil {
		return err
	}
	con.Notef("%s", subscribing(server, c.ID))
	return nil
}

// newNKey makes the keys of a user of NATS.
func newNKey() (seed, public string, err error) {
	pair, err := nkeys.CreateUser()
	if err != nil {
		return "", "", fmt.Errorf("make an nkey: %w", err)
	}
	defer pair.Wipe()
	text, err := pair.Seed()
	if err == nil {
		public, err = pair.PublicKey()
	}
	if err != nil {
		return "", "", fmt.Errorf("make an nkey: %w", err)
	}
	return string(text), public, nil
}

// subscribing are the lines that read, in the languages of NATS's usual clients.
func subscribing(server, id string) string {
	return strings.NewReplacer("SERVER", server, "ID", id).Replace(`
nats command line:
  nats --server SERVER --nkey ID.nk consumer next NEWS ID --count 10

Go (github.com/nats-io/nats.go, and its package jetstream), in main:
  key, err := nats.NkeyOptionFromSeed("ID.nk"); if err != nil { log.Fatal(err) }
  nc, err := nats.Connect("SERVER", key); if err != nil { log.Fatal(err) }
  js, _ := jetstream.New(nc); cons, err := js.Consumer(context.Background(), "NEWS", "ID"); if err != nil { log.Fatal(err) }
  it, err := cons.Messages(); if err != nil { log.Fatal(err) }
  for { m, err := it.Next(); if err != nil { log.Fatal(err) }; fmt.Println(m.Subject(), string(m.Data())); m.Ack() }

Python (nats-py), in an async function:
  nc = await nats.connect("SERVER", nkeys_seed="ID.nk")
  sub = await nc.jetstream().pull_subscribe_bind("ID", stream="NEWS")
  for m in await sub.fetch(10): print(m.subject, m.data); await m.ack()

JavaScript (@nats-io/transport-node, @nats-io/jetstream), in a module:
  const fail = (err) => { console.error("NATS:", err?.message ?? "closed"); process.exit(1); };
  const seed = new TextEncoder().encode(readFileSync("ID.nk", "utf8").trim());
  const nc = await connect({ servers: "SERVER", authenticator: nkeyAuthenticator(seed) }).catch(fail); nc.closed().then(fail);
  const consumer = await jetstream(nc).consumers.get("NEWS", "ID").catch(fail);
  for await (const m of await consumer.consume()) { console.log(m.subject, m.string()); m.ack(); }

They begin with all that NEWS holds for it, and go on where they were. It may start anew from a sequence: nats --nkey ID.nk --server SERVER request '$JS.API.CONSUMER.RESET.NEWS.ID' '{"seq":1}'`)
}

// NATSConfig is `consumers nats-config`.
type NATSConfig struct{ File }

// Help has examples.
func (NATSConfig) Help() string {
	return `Part of a nats-server's configuration, to be included: accounts and users of the services, the operator and the readers, and one account for each consumer with nkeys, with the subjects of its rights. Passwords are variables of the server's environment, as docs/operators.md says. It holds no secrets. After a change: 'nats-server --signal reload'.

    wireroom consumers nats-config --file consumers.yaml > users.conf
    helm upgrade wireroom charts/wireroom --reuse-values --set-file nats.users=users.conf`
}

// Run prints.
func (c *NATSConfig) Run(t *target.Target, con *console.Console) error {
	path := c.path(t)
	all, err := consumer.Load(path)
	if err != nil {
		return err
	}
	con.Printf("# Made from %s by 'wireroom consumers nats-config'.\n#\n%s", path, natsusers.Cluster(all))
	return nil
}
