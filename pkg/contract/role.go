package contract

import "slices"

// Role is who connects to NATS: each has a user of its own, with the least rights.
type Role string

// The roles. The four stages are roles, too.
const (
	RoleIngest    = Role(Ingest)
	RoleNormalize = Role(Normalize)
	RoleEnrich    = Role(Enrich)
	RolePublish   = Role(Publish)
	RoleWorks     = Role("works")
	RoleOperator  = Role("operator")
	RoleConsumer  = Role("consumer")
)

// InboxPrefix is where a user's answers come, and what its pull consumers are
// delivered: whoever may listen to all inboxes reads what everybody pulls.
func InboxPrefix(user string) string { return "_INBOX_" + user }

// Accounts of the broker: what a reader sends is taken in an account of its own, since
// NATS does not check where the server's answer goes.
const (
	AccountWire    = "WIRE"
	AccountReaders = "READERS"
)

// Delivered is what the wire's account gives to the readers' without being asked:
// NEWS, and what push consumers deliver into NATS's usual inboxes.
func Delivered() []string { return []string{"news.>", "_INBOX.>"} }

// Permissions are the subjects that a role may publish and subscribe to.
type Permissions struct {
	Role      Role
	Text      string // what for, to an operator
	Publish   []string
	Subscribe []string
}

// Roles lists every role with its rights.
func Roles() []Permissions {
	return []Permissions{
		ingestRights(), normalizeRights(), enrichRights(), publishRights(), worksRights(), operatorRights(), ReaderRights(),
	}
}

func rights(role Role, text string, publish ...[]string) Permissions {
	return Permissions{Role: role, Text: text, Publish: slices.Concat(publish...), Subscribe: []string{InboxPrefix(string(role)) + ".>"}}
}

func ingestRights() Permissions {
	p := rights(RoleIngest, "takes pushes, polls feeds, tells what became of deliveries",
		looks(), []string{"raw.*.*", DryRunSubject("*")}, directs(StreamRaw), directs(StreamReceipts),
		bucketRights(BucketPoll), bucketRights(BucketWebSub), reads(BucketStream(BucketWebSub)),
		// webhooks for receipts
		bucketRights(BucketWebhooks), reads(BucketStream(BucketWebhooks)), reads(StreamReceipts), []string{"$JS.API.STREAM.MSG.GET." + StreamReceipts})
	p.Subscribe = append(p.Subscribe, DryRunAnswer("*"))
	return p
}

func normalizeRights() Permissions {
	p := rights(RoleNormalize, "reads originals and deletes them by age, writes articles and their pictures",
		looks(), works(Normalize, StreamRaw), []string{"normalized.*.*"}, ends(Normalize),
		// the janitor asks who has read how far, looks for the first young original, and purges
		// what Redis says is published it confirms on NEWS
		reads(StreamRaw), []string{"$JS.API.STREAM.MSG.GET." + StreamNews, "$JS.API.CONSUMER.LIST." + StreamRaw, "$JS.API.STREAM.PURGE." + StreamRaw}, directs(StreamRaw),
		objectRights(), []string{DryRunAnswer("*")})
	p.Subscribe = append(p.Subscribe, DryRunSubject("*"))
	return p
}

func enrichRights() Permissions {
	return rights(RoleEnrich, "reads articles, writes them enriched",
		looks(), works(Enrich, StreamNormalized), gets(StreamNormalized), []string{"enriched.*.*"}, ends(Enrich))
}

func publishRights() Permissions {
	return rights(RolePublish, "writes NEWS and what is held, takes down and purges, counts views, gives pictures out",
		looks(), works(Publish, StreamEnriched), gets(StreamEnriched), works(Publish, StreamHeld), ends(Publish),
		[]string{written + ">", "held.*"}, gets(StreamNews), gets(StreamHeld),
		[]string{"$JS.API.STREAM.PURGE." + StreamNews, "$JS.API.STREAM.PURGE." + StreamHeld},
		reads(StreamNews), acknowledges(StreamNews),
		[]string{"views.*", "$JS.API.STREAM.PURGE." + StreamViews, "$JS.API.STREAM.PURGE." + BucketStream(BucketViews)}, reads(StreamViews),
		bucketRights(BucketViews), bucketRights(BucketLeases), objectRights(), reads(ObjectsStream(BucketMedia)),
		bucketRights(BucketWebhooks), reads(BucketStream(BucketWebhooks)))
}

// worksRights are those of the page of the works, for operators who have signed in to it:
// it looks at all, has a feed polled, and puts dead letters back or drops them.
func worksRights() Permissions {
	return rights(RoleWorks, "the works of publish's page: looks at all, has a feed polled, retries and drops dead letters",
		looks(), []string{"$JS.API.CONSUMER.INFO.*.*", "$JS.API.CONSUMER.LIST." + StreamNews},
		reads(StreamHeld), reads(StreamNews), reads(StreamReceipts), reads(StreamDead),
		gets(StreamDead), directs(StreamDead), directs(StreamReceipts), directs(StreamRaw),
		[]string{"$JS.API.STREAM.MSG.GET." + StreamRaw, "$JS.API.STREAM.MSG.GET." + StreamNormalized, "$JS.API.STREAM.MSG.GET." + StreamEnriched,
			"$JS.API.STREAM.MSG.GET." + StreamHeld, "$JS.API.STREAM.MSG.GET." + StreamNews, "$JS.API.STREAM.MSG.GET." + StreamReceipts},
		// a retry goes back to where the letter died
		[]string{"raw.*.*", "normalized.*.*", "enriched.*.*", ReleaseSubject("*")},
		bucketRights(BucketPoll), reads(BucketStream(BucketPoll)),
		reads(BucketStream(BucketWebSub)), directs(BucketStream(BucketWebSub)), reads(BucketStream(BucketWebhooks)), directs(BucketStream(BucketWebhooks)))
}

// operatorRights are nearly all: an operator makes streams, runs originals again,
// erases and backs up.
func operatorRights() Permissions {
	p := rights(RoleOperator, "the command line, and the job that makes the streams: everything but what nobody needs",
		[]string{"$JS.API.>", "$JS.ACK.>", "$JS.FC.>", "$JS.SNAPSHOT.>", "$KV.>", "$O.>"},
		[]string{"raw.*.*", "normalized.*.*", "enriched.*.*", "release.*", "held.*", written + ">", "dead.*.*", "receipt.*.*", "audit.*.*"})
	p.Subscribe = append(p.Subscribe, "news.>", "$JS.EVENT.>")
	return p
}

// ConsumerAccount is the account of one consumer of the consumers file: nothing that
// another sends arrives in it, also not in its inboxes.
func ConsumerAccount(id string) string { return "CONSUMER_" + id }

// ConsumerRights are those of one consumer of the consumers file, by the subjects of NEWS
// that it may read. It has a durable consumer of its name, which the wire makes: a
// consumer with several filters is made by a request that names none of them in its
// subject, so whoever may make one may read everything.
func ConsumerRights(id string, filters []string) Permissions {
	own := StreamNews + "." + id
	return Permissions{
		Text: "reads NEWS as the consumers file says, by a consumer that the wire makes",
		// without an INFO of its own the server answers the account that it has no JetStream
		Publish: []string{"$JS.API.INFO", "$JS.API.CONSUMER.INFO." + own, "$JS.API.CONSUMER.MSG.NEXT." + own, "$JS.API.CONSUMER.RESET." + own,
			"$JS.ACK." + own + ".>", "$JS.ACK.*.*." + own + ".>"},
		Subscribe: append([]string{"_INBOX.>"}, filters...),
	}
}

// NotReaders is what readers of everything may not do where there are consumers of the
// file, to whose durable consumers nothing may be done by others. The request without a
// name in its subject, for ephemeral consumers, is among it: with the name of a durable
// one in its body it changes that one's filter (nats-server 2.15.3).
func NotReaders(ids ...string) []string {
	var out []string
	for _, id := range ids {
		out = append(out, notReaders(StreamNews+"."+id)...)
	}
	if len(out) > 0 {
		out = append(out, "$JS.API.CONSUMER.CREATE."+StreamNews)
	}
	return out
}

func notReaders(own string) []string {
	return []string{"$JS.API.CONSUMER.CREATE." + own, "$JS.API.CONSUMER.CREATE." + own + ".>", "$JS.API.CONSUMER.DURABLE.CREATE." + own,
		"$JS.API.CONSUMER.MSG.NEXT." + own, "$JS.API.CONSUMER.DELETE." + own, "$JS.ACK." + own + ".>", "$JS.ACK.*.*." + own + ".>"}
}

// ReaderRights read NEWS in every ordinary way, and nothing else.
func ReaderRights() Permissions {
	p := rights(RoleConsumer, "reads NEWS, by consumers of its own or by a plain subscription",
		// without an INFO of their own the server answers the readers' account that it
		// has no JetStream
		[]string{"$JS.API.INFO", "$JS.API.STREAM.INFO." + StreamNews, "$JS.API.STREAM.MSG.GET." + StreamNews,
			"$JS.API.CONSUMER.DURABLE.CREATE." + StreamNews + ".*", "$JS.API.CONSUMER.LIST." + StreamNews, "$JS.API.CONSUMER.NAMES." + StreamNews},
		reads(StreamNews), acknowledges(StreamNews))
	// clients that are not ours use _INBOX
	p.Subscribe = append(p.Subscribe, "_INBOX.>", "news.>")
	return p
}
