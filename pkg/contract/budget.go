package contract

import "time"

// The budget: what one delivery, message or article may cost. Each bound is enforced
// where it is spent, and what is over it ends with the reason that Budget names.
const (
	// MaxPayload is the broker's max_payload that the wire needs, in bytes of a message
	// with its headers.
	MaxPayload = 8 << 20
	// MaxArticle is how many bytes the data of a message may have: it leaves room for
	// all headers that the broker takes.
	MaxArticle = MaxPayload - 64<<10
	// MaxHeaders is how many bytes all headers of a message may take as they are sent.
	// The broker refuses more than 65,535 for good; what lies between is room for what
	// later stages and a dead letter add.
	MaxHeaders = 48 << 10
	// MaxArticles is how many articles a delivery may hold, in every format.
	MaxArticles = 10_000
	// MaxOutputsInFlight is how many outputs of a stage's process may wait for a
	// stream's acknowledgement at once, those of flashes left out, which have a share
	// of their own of the same size.
	MaxOutputsInFlight = 1024
	// HandlerTimeout is how long a stage may work on one message, waiting for what is
	// away left out.
	HandlerTimeout = 30 * time.Second
	// MaxVersions is how many versions of an article NEWS may hold at once.
	MaxVersions = 10_000
	// MaxMedia is how many pictures and other binaries an article may have, all its
	// versions together.
	MaxMedia = 1_000
)

// Bound is one line of the budget.
type Bound struct {
	What   string
	Value  int64 // in Unit
	Unit   string
	Reason Reason // of what is over it; empty: it waits for its turn
	Text   string
}

// Budget lists the bounds. Those that a setting can change are given as by default.
func Budget() []Bound {
	return []Bound{
		{"data of a message", MaxArticle, "bytes", ReasonTooLarge, "What a stage would write that has more is a dead letter."},
		{"headers of a message", MaxHeaders, "bytes", ReasonHeaders, "As above; the broker itself refuses 64 KiB for good."},
		{"articles of a delivery", MaxArticles, "articles", ReasonTooManyArticles, "In every format; the whole delivery is a dead letter."},
		{"time of a handler", int64(HandlerTimeout / time.Second), "seconds", ReasonTimeout, "Of each try; a setting. Time spent waiting for what is away does not count."},
		{"outputs in flight", MaxOutputsInFlight, "messages", "", "Of a stage in one process; as many again for flashes. What is over it waits for its turn."},
		{"versions of an article", MaxVersions, "versions", ReasonTooManyVersions, "On NEWS at once."},
		{"media of an article", MaxMedia, "files", ReasonTooManyMedia, "All its versions together."},
		{"embargo", int64(MaxEmbargo / (24 * time.Hour)), "days ahead", ReasonEmbargoTooFar, "A setting, and never more than this."},
	}
}
