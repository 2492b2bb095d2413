package docs

import (
	"fmt"
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
)

// Users writes the part of a nats-server's configuration with a user for each role,
// in two accounts: nothing that a reader sends, nor an answer to it, reaches the wire
// but through what the wire exports.
func Users() string {
	b := &block{}
	b.line(usersHead)
	b.line("accounts {")
	b.line("  %s {\n    jetstream: enabled\n    users = [", contract.AccountWire)
	var reader contract.Permissions
	for _, p := range contract.Roles() {
		if p.Role == contract.RoleConsumer {
			reader = p
			continue
		}
		b.user(p)
	}
	b.line("    ]\n    exports = [")
	for _, s := range contract.Delivered() {
		b.line("      {stream: %q, accounts: [%s]}", s, contract.AccountReaders)
	}
	for _, s := range reader.Publish {
		b.line("      {service: %q, response: stream, accounts: [%s]}", s, contract.AccountReaders)
	}
	b.line("    ]\n  }\n  %s {\n    users = [", contract.AccountReaders)
	b.user(reader)
	b.line("    ]\n    imports = [")
	for _, s := range contract.Delivered() {
		b.line("      {stream: {account: %s, subject: %q}}", contract.AccountWire, s)
	}
	for _, s := range reader.Publish {
		b.line("      {service: {account: %s, subject: %q}}", contract.AccountWire, s)
	}
	b.line("    ]\n  }\n}")
	return b.String()
}

const usersHead = `# Generated from the code by 'make docs'. Change the code instead.
#
# One user for each role, with the rights that docs/reference/permissions.md lists.
# The passwords are environment variables of the server. A value is read as if it
# stood here: letters and digits only, the first one a letter.
# Clients have to set the prefix of their inboxes to _INBOX_ and the user's name;
# wireroom's own do. Readers may leave it as it is.`

// block collects configuration.
type block struct{ strings.Builder }

func (b *block) line(format string, args ...any) { _, _ = fmt.Fprintf(b, format+"\n", args...) }

func (b *block) user(p contract.Permissions) {
	b.line("      { # %s", p.Text)
	b.line("        user: %q, password: $%s", p.Role, PasswordVariable(p.Role))
	b.line("        permissions: {")
	b.list("publish", p.Publish)
	b.list("subscribe", p.Subscribe)
	b.line("        }\n      }")
}

func (b *block) list(verb string, subjects []string) {
	b.line("          %s: [", verb)
	for _, s := range subjects {
		b.line("            %q", s)
	}
	b.line("          ]")
}

// PasswordVariable is the environment variable with a role's password.
func PasswordVariable(r contract.Role) string {
	return "NATS_PASSWORD_" + strings.ToUpper(string(r))
}

// Permissions writes the page of the roles' rights.
func Permissions() string {
	p := &page{}
	p.addf("# Permissions\n\n%s", generated)
	p.addf(`Each role is a NATS user with the least rights. [charts/wireroom/files/nats-users.conf](../../charts/wireroom/files/nats-users.conf)
is the same as a part of a nats-server's configuration ('include' it); the test of least rights runs the wire under it.

Every user has inboxes of its own, ` + "`_INBOX_<user>.>`" + `: whoever may listen to all inboxes reads what everybody pulls. wireroom's
services and command line use that prefix by themselves where a user is set (` + "`WIREROOM_NATS_USER`" + `, or ` + "`WIREROOM_NATS_INBOX`" + `); for the
nats command line it is ` + "`--inbox-prefix _INBOX_operator`" + `. Consumers may use NATS's usual ` + "`_INBOX`" + `.

Readers are in an account of their own. NATS does not check where the server sends to on a user's behalf, the reply subject
of a request and the delivery subject of a push consumer (nats-server issue 8274): in the wire's account an answer could be
sent into a stream. What the readers' account takes from the wire's is what the role consumer may publish to, ` + "`news.>`" + `,
and what push consumers deliver to ` + "`_INBOX.>`" + `. What remains: readers share their account, so that one can delete another's
durable consumer, and have messages of NEWS delivered to plain subscribers once more. Give a reader whom you don't trust
that far an account of its own, in the same way.

`)
	for _, r := range contract.Roles() {
		p.addf("## %s\n\n%s.\n\n", r.Role, strings.ToUpper(r.Text[:1])+r.Text[1:])
		p.table([]string{"may publish to", "may subscribe to"}, columns(r.Publish, r.Subscribe))
	}
	return strings.TrimRight(p.String(), "\n") + "\n"
}

func columns(left, right []string) [][]string {
	var rows [][]string
	at := func(list []string, i int) string {
		if i < len(list) {
			return code(list[i])
		}
		return ""
	}
	for i := range max(len(left), len(right)) {
		rows = append(rows, []string{at(left, i), at(right, i)})
	}
	return rows
}
