package docs

import (
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/wireroom/internal/natsusers"
)

// Users writes the part of a nats-server's configuration with a user for each role.
func Users() string {
	return "# Generated from the code by 'make docs'. Change the code instead.\n#\n" + natsusers.Cluster(nil)
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
