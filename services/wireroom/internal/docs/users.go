package docs

import (
	"fmt"
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
)

// Users writes the part of a nats-server's configuration with a user for each role.
func Users() string {
	var b strings.Builder
	b.WriteString(`# Generated from the code by 'make docs'. Change the code instead.
#
# One user for each role, with the rights that docs/reference/permissions.md lists.
# The passwords are environment variables of the server. A value is read as if it
# stood here: letters and digits only, the first one a letter.
# Clients have to set the prefix of their inboxes to _INBOX_ and the user's name;
# wireroom's own do.
authorization {
  users = [
`)
	for _, p := range contract.Roles() {
		fmt.Fprintf(&b, "    { # %s\n      user: %q, password: $%s\n      permissions: {\n", p.Text, p.Role, PasswordVariable(p.Role))
		list(&b, "publish", p.Publish)
		list(&b, "subscribe", p.Subscribe)
		b.WriteString("      }\n    }\n")
	}
	b.WriteString("  ]\n}\n")
	return b.String()
}

func list(b *strings.Builder, verb string, subjects []string) {
	fmt.Fprintf(b, "        %s: [\n", verb)
	for _, s := range subjects {
		fmt.Fprintf(b, "          %q\n", s)
	}
	b.WriteString("        ]\n")
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

What NATS does not check: whom the server itself sends to on a user's behalf, that is the delivery subject of a push
consumer and the reply subject of a request (nats-server issue 8274). So who may make consumers on NEWS can have NEWS, or
an answer of the API, sent to any subject of the account, and other streams would store it. A consumer you don't trust
belongs into an account of its own, with a mirror of NEWS there; [operators](../operators.md) says how.

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
