// Package natsusers writes the accounts and users of the wire's NATS as a part of a
// nats-server's configuration: of the embedded one, of the chart's, and of one's own.
//
// What the wire's services do is in account WIRE, what readers do in READERS: NATS checks
// no reply subjects, so nothing that a reader sends, nor an answer to it, reaches the wire
// but through what the wire exports. The rights are those of package contract; this
// package must not have any of its own.
package natsusers

import (
	"fmt"
	"slices"
	"strings"

	"github.com/wireroom/wireroom/pkg/consumer"
	"github.com/wireroom/wireroom/pkg/contract"
)

// user is one of an account. Its secret is an expression of the configuration: a
// variable, or a value in quotes.
type user struct {
	text   string // what for; a comment
	name   string
	secret string
	nkey   string   // the public key, instead of name and secret
	deny   []string // of what it may subscribe to
	never  []string // of what it may publish to
	contract.Permissions
}

// config is what may differ from one NATS to another.
type config struct {
	services  []user // of the wire's account
	readers   []user // who may read everything
	anonymous string // the user of those who show no name; empty: nobody
	consumers []consumer.Consumer
}

// Cluster gives the users of the chart, and of a NATS of one's own: one for each role,
// with its password in an environment variable of the server, and the consumers of the
// consumers file that have nkeys.
func Cluster(consumers []consumer.Consumer) string {
	c := config{consumers: withNKeys(consumers)}
	for _, p := range contract.Roles() {
		u := user{text: p.Text, name: string(p.Role), secret: "$" + PasswordVariable(p.Role), Permissions: p}
		if p.Role == contract.RoleConsumer {
			u.never = c.notReaders()
			c.readers = append(c.readers, u)
		} else {
			c.services = append(c.services, u)
		}
	}
	return clusterHead + c.text()
}

const clusterHead = `# One user for each role, with the rights that docs/reference/permissions.md lists.
# The passwords are environment variables of the server. A value is read as if it
# stood here: letters and digits only, the first one a letter.
# Clients have to set the prefix of their inboxes to _INBOX_ and the user's name;
# wireroom's own do. Readers may leave it as it is.
`

// PasswordVariable is the environment variable with a role's password.
func PasswordVariable(r contract.Role) string {
	return "NATS_PASSWORD_" + strings.ToUpper(string(r))
}

// LocalUser is the user of the services and the command line of a wire in one process.
const LocalUser = "wireroom"

// Local are the users of a wire in one process.
type Local struct {
	// Password is the bcrypt hash of LocalUser's password.
	Password string
	// Anonymous is the public nkey of the user that those are who show no name, and read
	// everything. Empty: they are refused.
	Anonymous string
	Consumers []consumer.Consumer // of the consumers file
}

// Text gives the configuration.
func (l Local) Text() string {
	// answers to others come in inboxes that readers may listen to
	wire := user{text: "the services and the command line", name: LocalUser, secret: fmt.Sprintf("%q", l.Password), deny: []string{"_INBOX.>"},
		Permissions: contract.Permissions{Publish: []string{">"}, Subscribe: []string{">"}}}
	c := config{services: []user{wire}, consumers: withNKeys(l.Consumers)}
	if l.Anonymous != "" {
		p := contract.ReaderRights()
		c.readers = []user{{text: p.Text, nkey: l.Anonymous, never: c.notReaders(), Permissions: p}}
		c.anonymous = l.Anonymous
	}
	return c.text()
}

// heard is what a consumer's account takes in for plain subscriptions, which its user's
// rights narrow: of two imports that both hold a subject, a message would come twice.
func heard() []string { return []string{"news.>"} }

// withNKeys are those consumers that may read by NATS.
func withNKeys(list []consumer.Consumer) []consumer.Consumer {
	return slices.DeleteFunc(slices.Clone(list), func(c consumer.Consumer) bool { return len(c.NKeys) == 0 })
}

func (c config) notReaders() []string {
	var ids []string
	for _, e := range c.consumers {
		ids = append(ids, e.ID)
	}
	return contract.NotReaders(ids...)
}

func (c config) text() string {
	b := &block{}
	b.line("accounts {")
	b.line("  %s {\n    jetstream: enabled\n    users = [", contract.AccountWire)
	for _, u := range c.services {
		b.user(u)
	}
	b.line("    ]\n    exports = [")
	b.exports(contract.AccountReaders, contract.Delivered(), contract.ReaderRights().Publish)
	for _, e := range c.consumers {
		b.exports(contract.ConsumerAccount(e.ID), heard(), contract.ConsumerRights(e.ID, e.Filters).Publish)
	}
	b.line("    ]\n  }")
	b.account(contract.AccountReaders, c.readers, contract.Delivered(), contract.ReaderRights().Publish)
	for _, e := range c.consumers {
		rights := contract.ConsumerRights(e.ID, e.Filters)
		var users []user
		for _, key := range e.NKeys {
			users = append(users, user{text: rights.Text, nkey: key, Permissions: rights})
		}
		b.account(contract.ConsumerAccount(e.ID), users, heard(), rights.Publish)
	}
	b.line("}")
	if c.anonymous != "" {
		b.line("no_auth_user: %q", c.anonymous)
	}
	return b.String()
}

// block collects configuration.
type block struct{ strings.Builder }

func (b *block) line(format string, args ...any) { _, _ = fmt.Fprintf(b, format+"\n", args...) }

// exports is what the wire's account gives to another: streams without being asked, and
// answers. An answer may have many parts, as that to a pull has.
func (b *block) exports(to string, streams, services []string) {
	for _, s := range streams {
		b.line("      {stream: %q, accounts: [%s]}", s, to)
	}
	for _, s := range services {
		b.line("      {service: %q, response: stream, accounts: [%s]}", s, to)
	}
}

// account is one of readers.
func (b *block) account(name string, users []user, streams, services []string) {
	b.line("  %s {\n    users = [", name)
	for _, u := range users {
		b.user(u)
	}
	b.line("    ]\n    imports = [")
	for _, s := range streams {
		b.line("      {stream: {account: %s, subject: %q}}", contract.AccountWire, s)
	}
	for _, s := range services {
		b.line("      {service: {account: %s, subject: %q}}", contract.AccountWire, s)
	}
	b.line("    ]\n  }")
}

func (b *block) user(u user) {
	b.line("      { # %s", u.text)
	if u.nkey != "" {
		b.line("        nkey: %q", u.nkey)
	} else {
		b.line("        user: %q, password: %s", u.name, u.secret)
	}
	b.line("        permissions: {")
	if len(u.never) == 0 {
		b.list("          publish: [", u.Publish, "]")
	} else {
		b.list("          publish: {allow: [", u.Publish, "]")
		b.list("          deny: [", u.never, "]}")
	}
	if len(u.deny) == 0 {
		b.list("          subscribe: [", u.Subscribe, "]")
	} else {
		b.list("          subscribe: {allow: [", u.Subscribe, "]")
		b.list("          deny: [", u.deny, "]}")
	}
	b.line("        }\n      }")
}

func (b *block) list(open string, subjects []string, end string) {
	b.line("%s", open)
	for _, s := range subjects {
		b.line("            %q", s)
	}
	b.line("          %s", end)
}
