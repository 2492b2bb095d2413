package check

import "time"

// Kind says what was found.
type Kind string

// The kinds of findings.
const (
	Damaged    Kind = "damaged"
	Unreadable Kind = "unreadable"
	NoEnd      Kind = "no-end"
	NotOnNews  Kind = "not-on-news"
	NotHeld    Kind = "not-held"
	NoReceipt  Kind = "no-receipt"
	NoOriginal Kind = "no-original"
)

// Kinds lists them in the order in which they matter.
func Kinds() []Kind {
	return []Kind{Damaged, Unreadable, NoEnd, NotOnNews, NotHeld, NoReceipt, NoOriginal}
}

// Meaning is a sentence for people.
func (k Kind) Meaning() string {
	switch k {
	case Damaged:
		return "the journal of the data folder knew more of a stream than was there at a start (--settle forgets it)"
	case Unreadable:
		return "messages that a stream counts and can't read: its files are damaged"
	case NoEnd:
		return "accepted, worked off, and neither published, dropped, held nor dead"
	case NotOnNews:
		return "the receipt says published, and NEWS has neither that version nor a later one"
	case NotHeld:
		return "the receipt says held, and nothing holds or has published it"
	case NoReceipt:
		return "on NEWS without a receipt: its provider is not told"
	default:
		return "the receipt is there, the original is gone before its time: it can't be run again"
	}
}

// Repair says what brings it back.
type Repair string

// The ways to repair.
const (
	ByReplay  Repair = "replay"  // its original runs again
	ByReceipt Repair = "receipt" // the receipt is written again, by what NEWS says
	None      Repair = "none"    // its provider has to push it again, if it was not published
)

// Finding is one thing that is missing.
type Finding struct {
	Kind     Kind   `json:"kind"`
	Stream   string `json:"stream"`
	Delivery string `json:"delivery,omitempty"`
	Position int    `json:"position,omitempty"` // in the delivery; 0: as a whole
	Article  string `json:"article,omitempty"`
	Sequence uint64 `json:"sequence,omitempty"` // on the stream
	Repair   Repair `json:"repair,omitempty"`
	Text     string `json:"text,omitempty"`

	at time.Time // of the message
}
