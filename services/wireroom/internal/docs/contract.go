package docs

import (
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
)

// Contract writes the page of what crosses a process boundary.
func Contract() string {
	p := &page{}
	p.addf("# Contract\n\n%s", generated)
	p.addf("What consumers, providers and operators may rely on. A message's data is one IPTC ninjs 3.1 object from NORMALIZED on;\nwhat concerns its handling is in headers.\n\n")
	p.addf("## Subjects of NEWS\n\n    news.<article-id>.<signal>.<urgency>.<language>.<topic>.<provider>\n\n")
	p.table([]string{"token", "is"}, newsTokens())
	p.streams()
	p.headers()
	p.reasons()
	p.budget()
	p.addf("## Topics\n\nThe topic token is the slug of the article's leading IPTC Media Topic of the first level. IPTC NewsCodes are ©\nInternational Press Telecommunications Council, CC BY 4.0.\n\n")
	rows := [][]string{{code(contract.None), "", "no topic is known"}}
	for _, t := range contract.Topics() {
		rows = append(rows, []string{code(t.Slug), "medtop:" + t.Code, t.Name})
	}
	p.table([]string{"token", "code", "name"}, rows)
	return strings.TrimRight(p.String(), "\n") + "\n"
}

func newsTokens() [][]string {
	return [][]string{
		{"`article-id`", "16 characters of a-z and 2-7: a hash of provider and uri, the same through all versions"},
		{"`signal`", "`new`: the stream holds nothing readable of it before; `update`: a later version; `correction`: a later version that puts something right; `kill`: taken down, remove what you have"},
		{"`urgency`", "1 (most urgent) to 9: the most urgent the article ever had; 5 if nobody said one"},
		{"`language`", "primary BCP 47 subtag of the article's first version; `und` if unknown"},
		{"`topic`", "topic of the article's first version, see below; `none` if unknown"},
		{"`provider`", "1 to 40 of a-z, 0-9 and -"},
	}
}

func (p *page) streams() {
	p.addf("## Streams\n\nAges and the number of replicas are defaults, see [configuration](configuration.md). Retention `work queue` means: until\nacknowledged.\n\n")
	var rows [][]string
	for _, s := range contract.Streams(contract.StreamOptions{}) {
		rows = append(rows, []string{code(s.Name), code(strings.Join(stored(s), ", ")), s.Description, retention(s), age(s.Duplicates)})
	}
	p.table([]string{"stream", "subjects", "holds", "keeps", "duplicate window"}, rows)
	p.addf("Subjects inside: `raw.<lane>.<provider>`, `normalized.<lane>.<provider>`, `enriched.<lane>.<provider>`,\n`held.<article-id>`, `release.<article-id>`, `receipt.<provider>.<delivery-id>`, `dead.<stage>.<provider>`, `views.<shard>`.\nLanes: `flash`, `wire`, `bulk`.\n\n")
}

func retention(s jetstream.StreamConfig) string {
	switch {
	case s.Retention == jetstream.WorkQueuePolicy:
		return "work queue"
	case s.MaxAge > 0:
		return age(s.MaxAge)
	default:
		return "no age limit"
	}
}

func age(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d == 0:
		return "the server's default"
	case d > day && d%day == 0:
		return console.Plural(int(d/day), "day")
	case d >= time.Hour && d%time.Hour == 0:
		return console.Plural(int(d/time.Hour), "hour")
	case d >= time.Minute && d%time.Minute == 0:
		return console.Plural(int(d/time.Minute), "minute")
	default:
		return console.Plural(int(d/time.Second), "second")
	}
}

func (p *page) headers() {
	p.addf("## Headers\n\n")
	p.headerTable(contract.Headers())
	p.addf("### Headers of NATS\n\nWhat messages of NEWS have of NATS itself. Whatever else begins with `Nats-` is not part of the contract.\n\n")
	p.headerTable(contract.NatsHeaders())
}

func (p *page) headerTable(list []contract.HeaderText) {
	var rows [][]string
	for _, h := range list {
		rows = append(rows, []string{code(h.Name), h.Streams, h.Text})
	}
	p.table([]string{"header", "on", "means"}, rows)
}

func (p *page) reasons() {
	p.addf("## Reasons\n\nThe same word is in the receipt, the dead letter, the log and the metrics.\n\n")
	var rows [][]string
	for _, r := range contract.Reasons() {
		rows = append(rows, []string{code(string(r.Reason)), r.Outcome, r.Text})
	}
	p.table([]string{"reason", "outcome", "means"}, rows)
}

func (p *page) budget() {
	p.addf("## Budget\n\nWhat a delivery, a message or an article may cost, and the reason of what is over it.\n\n")
	var rows [][]string
	for _, b := range contract.Budget() {
		reason := code(string(b.Reason))
		if b.Reason == "" {
			reason = "waits"
		}
		rows = append(rows, []string{b.What, console.Count(b.Value) + " " + b.Unit, reason, b.Text})
	}
	p.table([]string{"of", "at most", "over it", ""}, rows)
}

// stored is where a reader finds a stream's messages.
func stored(s jetstream.StreamConfig) []string {
	if s.SubjectTransform != nil {
		return []string{s.SubjectTransform.Destination + " (written on " + s.SubjectTransform.Source + ")"}
	}
	return s.Subjects
}
