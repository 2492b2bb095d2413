// Package webhooks is the commands on webhooks: as a consumer with its key over publish's
// HTTP API, or as an operator over NATS, who sees those of all.
package webhooks

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

// Cmd is the command.
type Cmd struct {
	List   List   `cmd:"" default:"withargs" help:"List webhooks, and how each is."`
	Add    Add    `cmd:"" help:"Add a webhook, and print its secret."`
	Remove Remove `cmd:"" help:"Remove a webhook."`
	Ping   Ping   `cmd:"" help:"Send a test event to a webhook, and show what its receiver answers."`
	Resume Resume `cmd:"" help:"Let a paused or disabled webhook go on."`
	Rotate Rotate `cmd:"" help:"Make a new secret, and print it; the one before signs for a day too."`
	Log    Log    `cmd:"" help:"Show the latest deliveries of a webhook."`
}

// Key says who asks.
type Key struct {
	Key string `placeholder:"KEY" env:"WIREROOM_CONSUMER_KEY" help:"The consumer's key. Without it the command works as an operator, over NATS."`
}

// asConsumer gives the client of a command that needs a key.
func (k Key) asConsumer(t *target.Target) (*client, error) {
	if k.Key == "" {
		return nil, console.Usagef("say whose webhook it is with --key KEY (or WIREROOM_CONSUMER_KEY): wireroom consumers add makes one")
	}
	return newClient(t, k.Key)
}

// List is `webhooks list`.
type List struct {
	Key
	JSON bool `name:"json" help:"One JSON object a line."`
}

// Help has examples.
func (List) Help() string {
	return `With a consumer's key it lists that consumer's; without one, as an operator, all, those for receipts of providers too.

    wireroom webhooks list --key wr_…
    wireroom webhooks list --json`
}

// Run lists.
func (c *List) Run(ctx context.Context, t *target.Target, con *console.Console) error {
	list, err := c.list(ctx, t)
	if err != nil {
		return err
	}
	if c.JSON {
		return lines(con, list)
	}
	table := con.Table("ID", "OWNER", "STATE", ">FAILING", ">SEQUENCE", "URL", "REASON")
	for _, h := range list {
		table.Row(h.ID, h.Owner, paint(h.State), h.failures(), h.Sequence, h.URL, h.why())
	}
	if len(list) > 0 {
		table.Write()
	}
	con.Notef("%s", console.Plural(len(list), "webhook"))
	return nil
}

func paint(state string) console.Cell {
	return console.Cell{Text: state, Style: map[string]console.Style{"failing": console.Yellow, "paused": console.Red, "disabled": console.Red}[state]}
}

// Add is `webhooks add`.
type Add struct {
	URL         string   `arg:"" name:"url" help:"Where to send: https://…"`
	Description string   `help:"A note of your own."`
	Signal      []string `placeholder:"SIGNAL" help:"It gets these signals alone, and kills always: new, update, correction, kill."`
	Urgency     []int    `placeholder:"N" help:"It gets these urgencies alone, 1 to 9."`
	Language    []string `placeholder:"TAG" help:"It gets these languages alone."`
	Topic       []string `placeholder:"SLUG" help:"It gets these topics alone."`
	Provider    []string `placeholder:"ID" help:"It gets these providers alone."`
	Story       []string `placeholder:"ID" help:"It gets these stories alone."`
	Machine     bool     `help:"It does not get what its provider forbids machines to train on or to take as input."`
	Since       string   `placeholder:"TIME" help:"It gets what was published since then too: a time of RFC 3339."`
	Key
}

// Help has examples.
func (Add) Help() string {
	return `The secret is printed on standard output, and shown this once. What is sent is signed with it by Standard Webhooks.

    wireroom webhooks add https://example.com/news --key wr_… --language en --topic sport
    SECRET=$(wireroom webhooks add https://example.com/news --key wr_…)`
}

// Run adds.
func (c *Add) Run(ctx context.Context, t *target.Target, con *console.Console) error {
	cl, err := c.asConsumer(t)
	if err != nil {
		return err
	}
	body := map[string]any{"url": c.URL, "description": c.Description, "filter": map[string]any{"signal": c.Signal, "urgency": c.Urgency,
		"language": c.Language, "topic": c.Topic, "provider": c.Provider, "story": c.Story, "machine": c.Machine}}
	if c.Since != "" {
		body["since"] = c.Since
	}
	var made hook
	if err := cl.do(ctx, "POST", "", body, &made); err != nil {
		return err
	}
	con.Notef("Webhook %s sends to %s. Its secret, shown this once:", made.ID, made.URL)
	con.Printf("%s\n", made.Secret)
	con.Notef("\nTry it: wireroom webhooks ping %s --key KEY", made.ID)
	return nil
}

// One names a webhook.
type One struct {
	ID string `arg:"" name:"id" help:"The webhook's id."`
	Key
}

// Remove is `webhooks remove`.
type Remove struct{ One }

// Help has examples.
func (Remove) Help() string { return `    wireroom webhooks remove wh-… --key wr_…` }

// Run removes.
func (c *Remove) Run(ctx context.Context, t *target.Target, con *console.Console) error {
	if err := c.remove(ctx, t); err != nil {
		return err
	}
	con.Notef("Webhook %s is removed.", c.ID)
	return nil
}

// Ping is `webhooks ping`.
type Ping struct{ One }

// Help has examples.
func (Ping) Help() string {
	return `The exit code is 1 if the receiver did not take it.

    wireroom webhooks ping wh-… --key wr_…`
}

// Run pings.
func (c *Ping) Run(ctx context.Context, t *target.Target, con *console.Console) error {
	cl, err := c.asConsumer(t)
	if err != nil {
		return err
	}
	var a attempt
	if err := cl.do(ctx, "POST", "/"+c.ID+"/ping", nil, &a); err != nil {
		return err
	}
	if !a.OK {
		return fmt.Errorf("the receiver did not take it: %s %s", a.Error, strings.TrimSpace(a.Answer))
	}
	con.Printf("taken with %d in %s\n", a.Status, time.Duration(a.Millis)*time.Millisecond)
	return nil
}

// Resume is `webhooks resume`.
type Resume struct {
	One
	Now bool `help:"Leave out what was missed, and go on with what is published from now on."`
}

// Help has examples.
func (Resume) Help() string {
	return `It goes on where it stopped, and sends what was missed first.

    wireroom webhooks resume wh-… --key wr_…
    wireroom webhooks resume receipts-acme`
}

// Run resumes.
func (c *Resume) Run(ctx context.Context, t *target.Target, con *console.Console) error {
	if err := c.resume(ctx, t, con.Now()); err != nil {
		return err
	}
	con.Notef("Webhook %s goes on.", c.ID)
	return nil
}

// Rotate is `webhooks rotate`.
type Rotate struct {
	One
	Overlap time.Duration `default:"24h" help:"How long the secret before signs too, up to 168h (default: ${default})."`
}

// Help has examples.
func (Rotate) Help() string {
	return `Until the end of the overlap each message carries the signatures of both secrets.

    SECRET=$(wireroom webhooks rotate wh-… --key wr_…)`
}

// Run rotates.
func (c *Rotate) Run(ctx context.Context, t *target.Target, con *console.Console) error {
	cl, err := c.asConsumer(t)
	if err != nil {
		return err
	}
	var made hook
	if err := cl.do(ctx, "POST", "/"+c.ID+"/secret", map[string]any{"overlapSeconds": int(c.Overlap.Seconds())}, &made); err != nil {
		return err
	}
	con.Notef("The new secret of webhook %s, shown this once; the one before signs for %s too:", c.ID, c.Overlap)
	con.Printf("%s\n", made.Secret)
	return nil
}

// Log is `webhooks log`.
type Log struct {
	One
	JSON bool `name:"json" help:"One JSON object a line."`
}

// Help has examples.
func (Log) Help() string {
	return `Shows the latest 50 deliveries, the newest first; they are written every few seconds.

    wireroom webhooks log wh-… --key wr_…`
}

// Run shows the log.
func (c *Log) Run(ctx context.Context, t *target.Target, con *console.Console) error {
	list, err := c.log(ctx, t)
	if err != nil {
		return err
	}
	if c.JSON {
		return lines(con, list)
	}
	table := con.Table("AT", "TYPE", "ABOUT", ">SEQUENCE", ">TRY", ">STATUS", ">TOOK", "ERROR")
	for _, a := range list {
		style := console.Green
		if !a.OK {
			style = console.Red
		}
		table.Row(con.When(a.At), a.Type, a.Key, a.Sequence, a.Try, console.Cell{Text: fmt.Sprint(a.Status), Style: style}, time.Duration(a.Millis)*time.Millisecond, a.Error+" "+a.Answer)
	}
	if len(list) > 0 {
		table.Write()
	}
	return nil
}
